"""Where PairTune keeps what it writes outside of project files: the model, logs, settings."""

from __future__ import annotations

import os
from pathlib import Path


def data_folder() -> Path:
    """Name PairTune's own folder; it is not created here.

    Returns:
        The folder named by the environment variable `PAIRTUNE_HOME`, or else the user's data
        folder in the way of the operating system.
    """
    named = os.environ.get("PAIRTUNE_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("PairTune", appauthor=False)


def log_file() -> Path:
    """Name the log file; it is not created here."""
    return log_folder() / "pairtune.log"


def log_folder() -> Path:
    """Name the folder for log files; it is not created here."""
    return data_folder() / "logs"
