"""Where a provider's key is: nowhere, in an environment variable, or in the system's key ring."""

from __future__ import annotations

import os

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.keys import no_ring_words, variable_for
from app.language import tr
from app.theme import HALF, Theme
from app.widgets.card import label
from app.widgets.folding_row import FoldingRow

NONE, VARIABLE, RING = "none", "variable", "ring"
PREFIX = "env:"


class KeyField(QWidget):
    """Chooses a source; a key that is typed goes out by `key_given` and is forgotten here."""

    changed = Signal()
    key_given = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = ""
        self._no_ring = False
        self.source = QComboBox()
        self.source.addItem(tr("No key"), NONE)
        self.source.addItem(tr("Environment variable"), VARIABLE)
        self.source.addItem(tr("The system's key ring"), RING)
        self.variable = QLineEdit()
        self.variable.setAccessibleName(tr("Name of the environment variable"))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText(tr("Paste the key"))
        self.secret.setAccessibleName(tr("The key"))
        self.keep = QPushButton(tr("Keep key"))
        self.keep.setEnabled(False)
        self.keep.clicked.connect(self._give)
        self._note = label("", "small", wrap=True)
        both = FoldingRow()
        row = both.add_part()
        row.addWidget(self.source)
        row = both.add_part(1)
        row.addWidget(self.variable, 1)
        row.addWidget(self.secret, 1)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HALF)
        column.addWidget(both)
        column.addWidget(self._note)
        self.source.currentIndexChanged.connect(lambda _: self._switch())
        self.variable.textChanged.connect(lambda _: self.changed.emit())
        self.secret.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.secret.returnPressed.connect(self._give)
        self._switch()

    @property
    def key_name(self) -> str:
        """The name under which the key is found, as a model keeps it."""
        choice = self.source.currentData()
        if choice == VARIABLE:
            name = self.variable.text().strip()
            return f"{PREFIX}{name}" if name else ""
        return self._entry if choice == RING else ""

    @property
    def note(self) -> str:
        """What is said of the place that was chosen."""
        return self._note.text()

    def offer(self, entry: str, variable: str) -> None:
        """Offer the usual places of a provider's key.

        Args:
            entry: The entry of the key ring.
            variable: The environment variable; empty for a provider that needs no key.
        """
        self._entry = entry
        self.variable.setText(variable)
        choice = RING if variable else NONE
        if os.environ.get(variable):
            choice = VARIABLE
        self.source.setCurrentIndex(self.source.findData(choice))
        self._switch()

    def show_name(self, key_name: str) -> None:
        """Show where a model's key is."""
        if key_name.startswith(PREFIX):
            self.variable.setText(key_name.removeprefix(PREFIX))
            self.source.setCurrentIndex(self.source.findData(VARIABLE))
        elif key_name:
            self._entry = key_name
            self.source.setCurrentIndex(self.source.findData(RING))
        else:
            self.source.setCurrentIndex(self.source.findData(NONE))
        self._switch()

    def without_ring(self) -> None:
        """Note that this machine has no key ring: the environment stands in for it."""
        self._no_ring = True
        self._switch()

    def show_kept(self, text: str) -> None:
        """Say what became of a key that was given."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _switch(self) -> None:
        choice = self.source.currentData()
        self.variable.setVisible(choice == VARIABLE)
        self.secret.setVisible(choice == RING and not self._no_ring)
        self.keep.setVisible(choice == RING and not self._no_ring)
        note = ""
        if choice == RING and self._entry:
            note = tr("Its entry there is called “{name}”.", name=self._entry)
            if self._no_ring:
                variable = variable_for(self._entry)
                note = tr(no_ring_words(variable))
                if not os.environ.get(variable):
                    unset = tr("It is not set now.")
                    note = f"{note} {unset}"
        self.show_kept(note)
        self.changed.emit()

    def _give(self) -> None:
        secret = self.secret.text().strip()
        if secret and self._entry:
            self.secret.clear()
            self.key_given.emit(self._entry, secret)
