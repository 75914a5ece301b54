"""What the chosen prompt is called, how it fares, and what can be done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from app.language import tr, tr_n
from app.prompts.hunch_button import HunchButton
from app.theme import HALF, Theme
from app.widgets.elided_label import ElidedLabel
from app.widgets.key_button import KeyButton
from app.words.figures import percent, wins_losses_ties
from app.words.prompt_words import state
from optimizer.views import CandidateView, PoolView


class PromptBar(QWidget):
    """Name, figures and buttons of one prompt; the page connects the buttons."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel("title")
        self._figures = ElidedLabel("muted")
        self.edit = KeyButton(tr("Edit as new"), theme, "", "edit")
        self.pin = KeyButton(tr("Pin"), theme, "", "pin")
        self.archive = KeyButton(tr("Archive"), theme, "", "archive")
        self.export = KeyButton(tr("Export…"), theme, "", "export")
        self.hunch = HunchButton()
        self.more = QPushButton(tr("More"))
        menu = QMenu(self.more)
        self.set_start = menu.addAction(tr("Set as start prompt"))
        self.show_votes = menu.addAction(tr("Show its votes"))
        self.copy = menu.addAction(tr("Copy the text"))
        self.more.setMenu(menu)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._figures)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(HALF)
        row.addLayout(words, 1)
        for button in (self.edit, self.hunch, self.pin, self.archive, self.export, self.more):
            row.addWidget(button)

    def show_prompt(
        self, row: CandidateView | None, pool: PoolView | None, *, changeable: bool
    ) -> None:
        """Show a prompt and what can be done with it.

        Args:
            row: The prompt; None for none.
            pool: What the engine told last.
            changeable: Whether the project may be changed.
        """
        self._name.set_text(row.candidate.name if row else tr("No prompt is chosen"))
        self._figures.set_text(_figures(row) if row else "")
        free = row is not None and changeable
        start = row is not None and row.candidate.start
        archived = row is not None and row.candidate.archived
        self.edit.setEnabled(free)
        self.pin.setEnabled(free and not start)
        self.archive.setEnabled(free and not start)
        self.set_start.setEnabled(free and not start and not archived)
        self.hunch.show_prompt(
            row.candidate.id if row else "",
            pool.start_id if pool else "",
            pool.hunches if pool else (),
            changeable=free,
        )
        self.export.setEnabled(row is not None)
        self.more.setEnabled(row is not None)
        self.pin.setText(tr("Unpin") if row and row.candidate.pinned else tr("Pin"))
        self.archive.setText(tr("Restore") if archived else tr("Archive"))


def _figures(row: CandidateView) -> str:
    standing, held = row.standing, state(row)
    words = [held[0].upper() + held[1:]]
    if standing.wins + standing.losses + standing.ties:
        words.append(tr("won–lost–tied {score}", score=wins_losses_ties(standing)))
        if not row.candidate.start:
            words.append(tr("beats Start with {share}", share=percent(standing.p_beats_start)))
    words.append(tr_n("{n:,} word", "{n:,} words", row.words))
    return " · ".join(words)
