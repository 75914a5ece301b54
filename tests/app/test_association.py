"""Projects are opened by a double click, and by name on the command line."""

from __future__ import annotations

import shlex
import subprocess
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import association
from app.assets import DESKTOP_ID
from app.association import MIME, associate, desktop_entry, mime_package, offered, program
from app.context import AppContext
from app.dialogs.settings_dialog import SettingsDialog
from app.theme import Theme
from optimizer.errors import WorldFault
from tests.app.conftest import Bench


def test_the_entry_starts_this_program_with_the_file() -> None:
    entry = ConfigParser(interpolation=None)
    entry.read_string(desktop_entry(("/opt/my tools/pairtune", "-m"), Path("/i.svg")))
    command = entry["Desktop Entry"]["Exec"]
    assert shlex.split(command) == ["/opt/my tools/pairtune", "-m", "%f"]
    assert entry["Desktop Entry"]["MimeType"] == f"{MIME};"
    assert entry["Desktop Entry"]["StartupWMClass"] == DESKTOP_ID
    assert Path(program()[0]).exists()


@pytest.mark.parametrize("word", ['a"b', "a$b", "a`b", "a\\b"])
def test_odd_names_of_folders_stay_one_word(word: str) -> None:
    line = desktop_entry((word,), Path("/i.svg"))
    (command,) = (part for part in line.splitlines() if part.startswith("Exec="))
    # First the escapes of a value, then those of a quoted word, which are a shell's.
    told = command.removeprefix("Exec=").replace("\\\\", "\\")
    read = subprocess.run(["sh", "-c", f"printf '%s,' {told}"], capture_output=True, text=True)
    assert read.stdout == f"{word},%f,"


def test_the_kind_of_file_is_known_by_its_ending() -> None:
    root = ET.fromstring(mime_package())
    patterns = [one.get("pattern") for one in root.iter() if one.tag.endswith("glob")]
    assert patterns == ["*.pairtune"]


def test_the_desktop_is_told_and_telling_it_twice_is_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(association.shutil, "which", lambda name: None)
    for _ in range(2):
        assert "double click" in associate(tmp_path)
    assert (tmp_path / "applications" / "pairtune.desktop").exists()
    assert (tmp_path / "mime" / "packages" / "pairtune.xml").exists()


def test_a_desktop_that_refuses_is_a_fault_with_a_remedy(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(WorldFault, match="could not be told"):
        associate(blocked)


def test_it_is_offered_where_it_can_be_done() -> None:
    assert offered("linux")
    assert offered("win32")
    assert not offered("darwin")


def test_the_settings_offer_it_and_say_what_came_of_it(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(association.shutil, "which", lambda name: None)
    context = AppContext(tmp_path)
    dialog = SettingsDialog(context, theme, None, "files")
    qtbot.addWidget(dialog)
    dialog.places.associate.click()
    qtbot.waitUntil(lambda: "double click" in dialog.places._associated.text())
    context.close()


@pytest.mark.parametrize("name", ["replies.pairtune", "Replies.PAIRTUNE"])
def test_a_project_named_on_the_command_line_is_opened(
    bench: Bench, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    bench.window.open_path(tmp_path / name)
    qtbot.waitUntil(lambda: bench.window.task is not None)
    assert bench.engines[0].path == tmp_path / name
