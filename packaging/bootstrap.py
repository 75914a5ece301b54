#!/usr/bin/env python3
"""From a fresh clone to a running program, with nothing but Python:

    python3 packaging/bootstrap.py run [ARGUMENTS]   set up, then start PairTune
    python3 packaging/bootstrap.py test [ARGUMENTS]  set up, then run all checks and tests
    python3 packaging/bootstrap.py setup             set up only

What was set up once is not set up again, and then no network is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import checks
import libraries
from environment import (
    RUNTIME_LOCK,
    TEST_LOCK,
    Environment,
    SetupFault,
    lacks_venv,
    no_venv_text,
    old_system,
    refusal,
    venv_package,
)

COMMANDS = ("run", "test", "setup")
WITHOUT_MODEL = ("methods", "export", "model", "--help", "-h", "--version")
WITHOUT_WINDOW = ("tune", *WITHOUT_MODEL)
NO_DISPLAY = 2


def main(arguments: list[str]) -> int:
    """Do one command.

    Args:
        arguments: The command line without the script's name.

    Returns:
        The exit code: 0 done, 1 a fault with its remedy printed, 2 no display or wrong usage.
    """
    reason = refusal(sys.version_info) or old_system()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 0 if arguments[:1] in (["--help"], ["-h"]) else 2
    command, rest = arguments[0], arguments[1:]
    environment = Environment()
    try:
        if command == "test":
            return test(environment, rest)
        if command == "setup":
            return setup(environment)
        return run(environment, rest)
    except SetupFault as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


def run(environment: Environment, arguments: list[str]) -> int:
    """Set up and start the program with the arguments given."""
    shown = has_display(os.environ) or not needs_window(arguments)
    lacking = mend_system(environment, libraries_for(arguments, os.environ))
    if lacking and shown:
        raise SetupFault(libraries.missing_text(lacking))
    environment.prepare(RUNTIME_LOCK)
    if arguments[:1] not in [[name] for name in WITHOUT_MODEL]:
        fetch_model(environment)
    if not shown:
        if lacking:
            print(libraries.missing_text(lacking), file=sys.stderr)
        print(no_display_text(environment), file=sys.stderr)
        return NO_DISPLAY
    return become([str(environment.python), "-m", "app", *arguments])


def become(command: list[str]) -> int:
    """Go on as another program, so that signals and the exit code are its own."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def test(environment: Environment, arguments: list[str]) -> int:
    """Set up with the tools and run all checks."""
    lacking = mend_system(environment, libraries.OFFSCREEN)
    if lacking:
        raise SetupFault(libraries.missing_text(lacking))
    environment.prepare(TEST_LOCK)
    fetch_model(environment)
    return checks.run_checks(environment.root, environment.programs, environment.python, arguments)


def setup(environment: Environment) -> int:
    """Set up for running; missing system libraries are told, but the terminal works without."""
    lacking = mend_system(environment, libraries.WINDOW)
    environment.prepare(RUNTIME_LOCK)
    fetched = fetch_model(environment)
    if lacking:
        print(libraries.missing_text(lacking), file=sys.stderr)
    return 0 if fetched and not lacking else 1


def libraries_for(arguments: list[str], surroundings: dict[str, str]) -> dict[str, str]:
    """Name the system libraries that the program will need with these arguments."""
    if not needs_window(arguments):
        return {}
    platform = surroundings.get("QT_QPA_PLATFORM", "")
    return libraries.OFFSCREEN if platform in ("offscreen", "minimal") else libraries.WINDOW


def mend_system(environment: Environment, needed: dict[str, str]) -> list[str]:
    """Install what the system lacks, where that is allowed.

    Args:
        environment: What is going to be made, unless it is there.
        needed: Libraries and the packages that hold them.

    Returns:
        The libraries that are still missing.

    Raises:
        SetupFault: No virtual environment can be made.
    """
    lacking = libraries.missing(needed)
    packages = [needed[library] for library in lacking]
    no_venv = lacks_venv() and not environment.python.exists()
    if no_venv:
        packages.append(venv_package())
    if packages and libraries.may_install() and libraries.install(packages):
        lacking = libraries.missing(lacking)
        no_venv = no_venv and lacks_venv()
    if no_venv:
        raise SetupFault(no_venv_text())
    return lacking


def fetch_model(environment: Environment) -> bool:
    """Put the bundled model in its place if it is not there.

    Returns:
        Whether it is there; if not, the reason has been printed.
    """
    command = [str(environment.python), "-m", "optimizer.local.model", "install"]
    done = subprocess.run(command, cwd=environment.root, check=False)
    if done.returncode in (-2, 130):
        raise KeyboardInterrupt
    if done.returncode != 0:
        print("Going on without the bundled model.", file=sys.stderr)
    return done.returncode == 0


def needs_window(arguments: list[str]) -> bool:
    """Tell whether the program will open a window with these arguments."""
    return not arguments or arguments[0] not in WITHOUT_WINDOW


def has_display(surroundings: dict[str, str]) -> bool:
    """Tell whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(surroundings.get(name) for name in names)


def no_display_text(environment: Environment) -> str:
    """Say that no window can be shown here, and both ways on."""
    pairtune = environment.programs / "pairtune"
    return (
        "PairTune is set up, but there is no display: neither DISPLAY nor WAYLAND_DISPLAY is "
        "set.\nTwo ways on:\n"
        "  a virtual screen   xvfb-run -a python3 packaging/bootstrap.py run\n"
        f"                     (Debian, Ubuntu: sudo {libraries.apt_line(['xvfb', 'xauth'])})\n"
        f"  the terminal       {pairtune} tune DATA.csv --prompt PROMPT.txt --out TUNED.txt"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
