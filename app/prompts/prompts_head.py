"""The head of the Prompts page: which view, how many there are, and where more come from."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QTabBar, QWidget

from app.language import tr, tr_n
from app.theme import GAP
from app.widgets.elided_label import ElidedLabel
from app.widgets.folding_row import FoldingRow

TABLE, LINEAGE, REFUSED = 0, 1, 2


class PromptsHead(FoldingRow):
    """Title, tabs and buttons; the page connects them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(tr("How the prompts are shown"))
        for text in (tr("Table"), tr("Lineage"), tr("Refused")):
            self.tabs.addTab(text)
        title, self._count = ElidedLabel("title"), ElidedLabel("muted")
        title.set_text(tr("Prompts"))
        for words in (title, self._count):  # whole where there is room, even at 200 %
            words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.archived = QCheckBox(tr("Show a&rchived"))
        self.archived.setChecked(True)
        self.import_file = QPushButton(tr("Import…"))
        self.import_file.setProperty("kind", "quiet")
        self.import_file.setAccessibleName(tr("Import a prompt from a file"))
        self.propose = QPushButton(tr("Write new prompts"))
        self.propose.setToolTip(tr("Ask for new prompts now, without waiting for more votes"))
        row = self.add_part(1)
        row.addWidget(title)
        row.addSpacing(GAP)
        row.addWidget(self.tabs)
        row.addSpacing(GAP)
        row.addWidget(self._count)
        row.addStretch(1)
        row = self.add_part()
        for widget in (self.archived, self.import_file, self.propose):
            row.addWidget(widget)
        row.addStretch(1)

    def show_counts(self, shown: int, hidden: int, refused: int) -> None:
        """Say how many prompts there are.

        Args:
            shown: How many the view lists.
            hidden: How many it leaves out, since they are archived.
            refused: How many proposals no gate let pass.
        """
        self.tabs.setTabText(REFUSED, tr("Refused {n}", n=refused) if refused else tr("Refused"))
        words = tr_n("{n:,} prompt", "{n:,} prompts", shown)
        if hidden:
            words = tr("{prompts}, {hidden:,} archived hidden", prompts=words, hidden=hidden)
        self._count.set_text(words)

    def clear_counts(self) -> None:
        """Say nothing of how many there are: that is not known yet."""
        self.tabs.setTabText(REFUSED, tr("Refused"))
        self._count.set_text("")

    def allow_changes(self, allowed: bool) -> None:
        """Let prompts be added, or not."""
        self.import_file.setEnabled(allowed)
        self.propose.setEnabled(allowed)
