from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.context import AppContext
from app.dialogs.settings_dialog import SettingsDialog
from app.theme import Theme
from optimizer.views import TaskView
from tests.app.dialogs.settings_opening import Open


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppContext]:
    made = AppContext(tmp_path)
    monkeypatch.setattr(made.keys, "works", lambda: True)  # whatever this machine has
    yield made
    made.close()


@pytest.fixture
def open_settings(qtbot: QtBot, theme: Theme, context: AppContext) -> Open:
    def make(task: TaskView | None = None, section: str = "models") -> SettingsDialog:
        dialog = SettingsDialog(context, theme, task, section)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make
