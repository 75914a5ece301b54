"""The Settings dialog as tests open it, and its usual steps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialogButtonBox, QPushButton

from app.dialogs.settings_dialog import SettingsDialog
from optimizer.records import CallRole

Open = Callable[..., SettingsDialog]


def choose(dialog: SettingsDialog, role: CallRole, provider: str) -> None:
    box = dialog.forms[role].provider
    box.setCurrentIndex(box.findData(provider))


def save_button(dialog: SettingsDialog) -> QPushButton:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
