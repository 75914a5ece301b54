"""The program's beginning: a subcommand goes to the terminal, everything else opens the window."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.hidden import KeylessFormatter
from app.language import SYSTEM, choose_language, mark, tr

TERMINAL = ("tune", "methods", "export", "model")
LOG_BYTES = 1_000_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run PairTune.

    Args:
        argv: The arguments; those of the process when left out.

    Returns:
        The exit code: 0 for success, 1 for a fault of the world, 2 for wrong arguments.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    # Before any part imports litellm, or it would go to the network.
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    # Before any part loads numpy: its threads would fight the window and the model for the cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    choose_language(SYSTEM)
    if arguments and arguments[0] in TERMINAL:
        from app.cli.main import main as terminal

        return terminal(arguments)
    options = _parser().parse_args(arguments)
    if _no_screen():
        sys.stderr.write(tr(_NO_SCREEN))
        return 1
    _start_log()
    from app.window.window_program import run

    return run(options.path, options.sample, options.simulated_person)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pairtune",
        description=tr("Tune a prompt by voting on pairs of outputs."),
        epilog=tr(
            "In the terminal: pairtune tune, pairtune methods, pairtune export, pairtune model; "
            "each has its own --help."
        ),
    )
    parser.add_argument(
        "path", nargs="?", type=Path, help=tr("a project (.pairtune) or a data file to open")
    )
    parser.add_argument(
        "--sample", nargs="?", const="", metavar="ID", help=tr("open a sample project")
    )
    parser.add_argument("--simulated-person", type=int, metavar="SEED", help=argparse.SUPPRESS)
    from optimizer import __version__

    parser.add_argument("--version", action="version", version=f"PairTune {__version__}")
    return parser


def _no_screen() -> bool:
    """Tell whether a window cannot be shown: a Linux machine without any display."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _start_log() -> None:
    from optimizer.folders import log_file

    folder = log_file().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_file(), maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8"
        )
    except OSError as fault:
        told = tr("No log is written: {reason}", reason=fault)
        sys.stderr.write(f"{told}\n")
        return
    handler.setFormatter(KeylessFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


_NO_SCREEN = mark("""PairTune found no display to show its window on. Two ways on:

  - a virtual screen:  xvfb-run pairtune
  - the terminal:      pairtune tune DATA --prompt FILE
""")

if __name__ == "__main__":
    sys.exit(main())
