"""Which of the system's libraries Qt needs, which are missing, and how to get them."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable

# Library as the loader knows it -> Debian and Ubuntu package.
OFFSCREEN = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW = {
    **OFFSCREEN,
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def loads(library: str) -> bool:
    """Tell whether the system's loader finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(needed: Iterable[str], found: Callable[[str], bool] = loads) -> list[str]:
    """List every needed library that is not there; none on systems where Qt brings its own."""
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in needed if not found(library)]


def apt_line(packages: Iterable[str]) -> str:
    """Write the command that installs packages on Debian and Ubuntu."""
    return f"apt-get install -y --no-install-recommends {' '.join(packages)}"


def missing_text(libraries: list[str]) -> str:
    """Name all missing libraries, and the one line that brings them."""
    packages = [WINDOW[library] for library in libraries]
    return (
        f"Qt needs libraries that this system does not have: {', '.join(libraries)}.\n"
        f"On Debian and Ubuntu: sudo {apt_line(packages)}\n"
        "On other systems, install the packages that hold these files."
    )


def may_install() -> bool:
    """Tell whether packages can be installed here without asking: root, and apt-get."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> bool:
    """Install Debian or Ubuntu packages.

    Returns:
        Whether that succeeded.
    """
    print(f"Installing the system packages {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = [["apt-get", "update", "-qq"], [*apt_line(packages).split(), "-qq"]]
    return all(
        subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, check=False).returncode == 0
        for command in commands
    )
