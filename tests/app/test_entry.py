"""The program's beginning: arguments, no display, and what the window must not load."""

from __future__ import annotations

import subprocess
import sys
import types

import pytest

from app.__main__ import main
from optimizer import __version__


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert __version__ in capsys.readouterr().out


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--no-such-option"])
    assert ended.value.code == 2


@pytest.mark.parametrize("command", ["tune", "export", "model"])
def test_subcommands_go_to_the_terminal(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    heard: list[list[str]] = []
    terminal = types.ModuleType("app.cli.main")
    terminal.main = lambda arguments: heard.append(arguments) or 7  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "app.cli.main", terminal)
    assert main([command, "x"]) == 7
    assert heard == [[command, "x"]]


def test_without_a_display_both_ways_on_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    told = capsys.readouterr().err
    assert "xvfb-run" in told
    assert "pairtune tune" in told


def test_the_window_is_up_without_anything_heavy() -> None:
    script = """
import sys
from PySide6.QtWidgets import QApplication
from app.context import AppContext
from app.window.main_window import MainWindow
from app.theme import Theme
app = QApplication([])
window = MainWindow(AppContext(), Theme(app))
window.show()
app.processEvents()
heavy = ("litellm", "pandas", "scipy", "pyqtgraph", "numpy", "sqlite_utils", "keyring", "optuna")
print([name for name in heavy if name in sys.modules])
"""
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "[]"
