"""PairTune's own virtual environment: made once, stamped with what it holds, mended when needed.

Standard library only, and old syntax only: this file must load under any Python 3, if only to
say that it is the wrong one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 13)
OLDEST_GLIBC = (2, 34)  # the wheels of Qt ask for it

ROOT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"


class SetupFault(Exception):
    """The set-up cannot go on; the text says why and what to do."""


def refusal(version: tuple[int, ...]) -> str | None:
    """Say why this Python cannot run PairTune.

    Args:
        version: Major and minor version, and more.

    Returns:
        The reason and the remedy, or None if the version is fine.
    """
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return None
    text = "PairTune needs Python {}.{} to {}.{}; this is Python {}.{}.".format(
        *OLDEST, *NEWEST, *version[:2]
    )
    return f"{text}\n{_other_python()}"


def _other_python() -> str:
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        name = f"python3.{minor}"
        found = shutil.which(name)
        if found and _works(found):
            return f"You have {name}: start it with `{name} {' '.join(sys.argv)}`."
    return (
        "Install one, for example from python.org or with your system's package manager, and "
        f"start it with `python3.{NEWEST[1]} {' '.join(sys.argv)}`."
    )


def _works(python: str) -> bool:
    done = subprocess.run(
        [python, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def old_system() -> str | None:
    """Say why this Linux is too old for the libraries, or None."""
    name, version = platform.libc_ver() if sys.platform.startswith("linux") else ("", "")
    if name != "glibc" or tuple(int(part) for part in version.split(".")[:2]) >= OLDEST_GLIBC:
        return None
    return (
        f"This system's C library (glibc {version}) is too old: Qt needs 2.34 or newer.\n"
        "Use for example Debian 12, Ubuntu 22.04, Fedora 35, or newer."
    )


def lacks_venv() -> bool:
    """Tell whether this Python came without what makes virtual environments."""
    return any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip"))


class Environment:
    """The folder `.venv` of one project.

    Args:
        root: The project's folder.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"
        self._stamp = self.folder / "pairtune-stamp.json"

    @property
    def programs(self) -> Path:
        """Where the environment's programs stand."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.programs / ("python.exe" if os.name == "nt" else "python")

    def ready(self, lock: str) -> bool:
        """Tell whether everything that a lock file names is installed; needs no network.

        Args:
            lock: The lock file's name.
        """
        stamp = self._read_stamp()
        return (
            self.python.exists()
            and stamp.get("place") == str(self.folder)
            and stamp.get("project") == self._hash(self.root / "pyproject.toml")
            and stamp.get(lock) == self._hash(self.root / "packaging" / lock)
        )

    def prepare(self, lock: str) -> None:
        """Install what a lock file names, unless that was done.

        Args:
            lock: `RUNTIME_LOCK`, or `TEST_LOCK`, which holds all of the former too.

        Raises:
            SetupFault: No way to make an environment, or the installation failed.
        """
        if self.ready(lock):
            return
        if not self._usable():
            self._create()
        self._stamp.unlink(missing_ok=True)  # whatever is cut short from here on is done again
        self._install_locked(lock)
        self._install_project()
        covered = (RUNTIME_LOCK, TEST_LOCK) if lock == TEST_LOCK else (lock,)
        self._write_stamp(covered)

    def _usable(self) -> bool:
        """Tell whether there is an environment, in its first place, of a Python that fits."""
        if not self.python.exists():
            return False
        ask = "import pip, sys; print(*sys.version_info[:2]); print(sys.prefix)"
        done = subprocess.run(
            [str(self.python), "-c", ask],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            return False
        version, prefix = done.stdout.splitlines()[:2]
        fits = refusal(tuple(int(part) for part in version.split())) is None
        return fits and Path(prefix).resolve() == self.folder.resolve()

    def _create(self) -> None:
        if lacks_venv():
            raise SetupFault(no_venv_text())
        print(f"Making a virtual environment in {self.folder}", flush=True)
        # The base interpreter: ours may be the one in the very folder that is cleared.
        base = getattr(sys, "_base_executable", None) or sys.executable
        done = subprocess.run([base, "-m", "venv", "--clear", str(self.folder)], check=False)
        if done.returncode != 0:
            raise SetupFault(
                f"The virtual environment could not be made in {self.folder}.\n"
                "The lines above say why; often the disk is full or the folder is not yours."
            )

    def _install_locked(self, lock: str) -> None:
        print(f"Installing what packaging/{lock} names; the first time takes minutes.", flush=True)
        options = ["--require-hashes", "--no-deps", "--only-binary=:all:"]
        self._pip(*options, f"--requirement={self.root / 'packaging' / lock}")

    def _install_project(self) -> None:
        self._pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(self.root))

    def _pip(self, *arguments: str) -> None:
        command = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check"]
        command += ["--no-input"] + ([] if sys.stdout.isatty() else ["--quiet"])
        # The builder warns of every editable installation, which tells a user nothing.
        surroundings = {**os.environ, "PIP_USER": "0", "PYTHONWARNINGS": "ignore"}
        done = subprocess.run([*command, *arguments], env=surroundings, check=False)
        if done.returncode != 0:
            raise SetupFault(
                "The installation did not succeed; the lines above say why.\n"
                "Check the network connection (behind a proxy, set HTTPS_PROXY) and the room on "
                "the disk (2 GB), then run the same command again: it goes on where it stopped."
            )

    def _read_stamp(self) -> dict[str, str]:
        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self, locks: tuple[str, ...]) -> None:
        stamp = {name: self._hash(self.root / "packaging" / name) for name in locks}
        stamp["place"] = str(self.folder)  # an environment does not survive being moved
        stamp["project"] = self._hash(self.root / "pyproject.toml")
        self._stamp.write_text(json.dumps(stamp, indent=1), encoding="utf-8")

    @staticmethod
    def _hash(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()


def venv_package() -> str:
    """Name the Debian package that brings virtual environments to this Python."""
    return "python{}.{}-venv".format(*sys.version_info[:2])


def no_venv_text() -> str:
    """Say that this Python cannot make virtual environments, and the remedy."""
    return (
        "This Python cannot make virtual environments: its modules venv and ensurepip are "
        f"missing.\nOn Debian and Ubuntu: sudo apt-get install -y {venv_package()}"
    )
