"""What every test stands on: no screen, a home of its own, and one bundled model for all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings


def pytest_configure(config: pytest.Config) -> None:
    """Keep tests away from the person's screen, folders and key ring, before anything is read."""
    from optimizer.local.file import model_file

    # The real model's file is shared: it is fetched once, and only ever read.
    os.environ.setdefault("PAIRTUNE_MODEL_FILE", str(model_file()))
    # How long an example takes is the machine's affair, not the program's.
    settings.register_profile(
        "pairtune", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("pairtune")
    home = tempfile.TemporaryDirectory(prefix="pairtune-test-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    os.environ["PAIRTUNE_HOME"] = home.name
    os.environ["LANGUAGE"] = "en"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


@pytest.fixture(scope="session")
def bundled_model_file() -> Path:
    """The real bundled model, fetched if it is not there yet; other processes wait meanwhile."""
    from optimizer.local.model import install

    return install(lambda done, total: None)
