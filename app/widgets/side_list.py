"""The list at the side of a dialog from which one thing is chosen to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem


@dataclass(frozen=True, slots=True)
class SideItem:
    """One line of the list; `note` is read out by screen readers."""

    title: str
    tip: str
    note: str = ""


class SideList(QListWidget):
    """Lists things by their titles.

    Args:
        name: What screen readers call it.
        width: In pixels.
    """

    def __init__(self, name: str, width: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedWidth(width)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_items(self, items: Sequence[SideItem], at: int) -> None:
        """Show other things, without telling that another one was chosen.

        Args:
            items: What is listed.
            at: The place of the chosen one.
        """
        with QSignalBlocker(self):
            self.clear()
            for item in items:
                line = QListWidgetItem(item.title)
                line.setToolTip(item.tip)
                if item.note:
                    line.setData(Qt.ItemDataRole.AccessibleDescriptionRole, item.note)
                self.addItem(line)
            self.setCurrentRow(at)
