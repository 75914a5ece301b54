"""Tells the desktop that projects are opened with this program, for this person alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from app.ask import SUFFIX
from app.assets import DESKTOP_ID, asset
from app.language import tr
from optimizer.errors import WorldFault
from optimizer.said import say

MIME = "application/x-pairtune"
_SECONDS = 20


def offered(platform: str = sys.platform) -> bool:
    """Return whether that can be done here; on macOS only an installed bundle can do it."""
    return platform.startswith("linux") or platform == "win32"


def program() -> tuple[str, ...]:
    """Return the command that starts this program."""
    script = Path(sys.executable).with_name("pairtune.exe" if os.name == "nt" else "pairtune")
    return (str(script),) if script.exists() else (sys.executable, "-m", "app")


def associate(data: Path | None = None) -> str:
    """Let the desktop open projects with this program.

    Args:
        data: Where the desktop keeps what belongs to this person, on Linux; as the system says if
            left out.

    Returns:
        What was done, for the person.

    Raises:
        WorldFault: The desktop does not take it.
    """
    try:
        if sys.platform == "win32":
            _register_windows()
        else:
            _register_linux(data or _data_home())
    except (OSError, subprocess.SubprocessError) as fault:
        raise WorldFault(
            say("The desktop could not be told: {reason}.", reason=fault),
            say("Open projects from inside PairTune."),
        ) from fault
    return tr("A double click on a {suffix} file opens it in PairTune from now on.", suffix=SUFFIX)


def desktop_entry(command: tuple[str, ...], icon: Path) -> str:
    """Return the entry of a desktop's menu (freedesktop.org, Desktop Entry Specification)."""
    words = " ".join(_quoted(word) for word in command)
    return (
        "[Desktop Entry]\nType=Application\nName=PairTune\n"
        "Comment=Tune a prompt by voting on pairs of outputs\n"
        f"Exec={words} %f\nIcon={icon}\nTerminal=false\nCategories=Utility;\n"
        f"MimeType={MIME};\nStartupWMClass={DESKTOP_ID}\n"
    )


def mime_package() -> str:
    """Return the kind of file that a project is (freedesktop.org, Shared MIME-info Database)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">\n'
        f'  <mime-type type="{escape(MIME)}">\n    <comment>PairTune project</comment>\n'
        '    <sub-class-of type="application/vnd.sqlite3"/>\n'
        f'    <glob pattern="*{escape(SUFFIX)}"/>\n  </mime-type>\n</mime-info>\n'
    )


def _register_linux(data: Path) -> None:
    applications, packages = data / "applications", data / "mime" / "packages"
    for folder in (applications, packages):
        folder.mkdir(parents=True, exist_ok=True)
    entry = desktop_entry(program(), asset("icons/pairtune.svg"))
    (applications / f"{DESKTOP_ID}.desktop").write_text(entry, encoding="utf-8")
    (packages / "pairtune.xml").write_text(mime_package(), encoding="utf-8")
    for command in (
        ("update-mime-database", str(data / "mime")),
        ("update-desktop-database", str(applications)),
        ("xdg-mime", "default", f"{DESKTOP_ID}.desktop", MIME),
    ):
        # A desktop without these tools finds the files by itself.
        if shutil.which(command[0]):
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)


def _register_windows() -> None:
    if sys.platform == "win32":  # the type checker reads the rest there only
        import winreg

        words = subprocess.list2cmdline([*program(), "%1"])
        for key, value in (
            (SUFFIX, "PairTune.Project"),
            ("PairTune.Project", "PairTune project"),
            (r"PairTune.Project\shell\open\command", words),
        ):
            path = rf"Software\Classes\{key}"
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as made:
                winreg.SetValueEx(made, "", 0, winreg.REG_SZ, value)


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _quoted(word: str) -> str:
    """Return a word as an Exec line wants it: quoted, with what means something escaped twice."""
    escaped = "".join(f"\\{c}" if c in '"`$\\' else c for c in word).replace("%", "%%")
    return f'"{escaped}"'.replace("\\", "\\\\")
