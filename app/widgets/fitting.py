"""Dialogs as large as they wish to be, and never larger than the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from app.theme import WIDE, Theme


def fit_to_screen(dialog: QDialog, theme: Theme, size: tuple[int, int]) -> None:
    """Give a dialog its size.

    Args:
        dialog: Not shown yet.
        theme: Gives the zoom.
        size: Width and height in pixels at 100 %.
    """
    room = dialog.screen().availableGeometry()
    dialog.resize(
        min(theme.px(size[0]), room.width() - WIDE),
        min(theme.px(size[1]), room.height() - 2 * WIDE),
    )
