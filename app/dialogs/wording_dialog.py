"""What writer models are told, to be read and changed for one project."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.beside import lay_beside
from app.language import tr
from app.theme import GAP, Theme
from app.widgets.card import label
from app.widgets.fitting import fit_to_screen
from app.widgets.side_list import SideItem, SideList
from app.words.wording_words import wording_title
from optimizer.commands import ListWordings, SetWording
from optimizer.events import WordingsListed
from optimizer.telling import wording_problem
from optimizer.views import WordingView

SIZE = (880, 600)
_MARK = " •"


class WordingDialog(QDialog):
    """Lists the wordings; `command` carries the changes.

    Args:
        theme: The appearance.
        locked: Whether the project is read-only.
        parent: The window.
    """

    command = Signal(object)

    def __init__(self, theme: Theme, locked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locked = locked
        self._views: tuple[WordingView, ...] = ()
        self.setWindowTitle(tr("What writers are told"))
        fit_to_screen(self, theme, SIZE)
        self.list = SideList(tr("Wordings"), min(theme.px(224), self.width() * 3 // 10))
        self.list.currentRowChanged.connect(self._show)
        self._purpose = label("", "muted", wrap=True, name="purpose")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("The text of the wording"))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._check)
        self._problem = label("", "chip", wrap=True, name="problem")
        self._problem.setProperty("level", "warning")
        self.back = QPushButton(tr("&Program's own text"))
        self.save = QPushButton(tr("&Use in this project"))
        self.save.setProperty("kind", "primary")
        self.close_button = QPushButton(tr("&Close"))
        self.close_button.setAutoDefault(False)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._go_back)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self._show(-1)

    def ask(self) -> None:
        """Ask the engine for the wordings."""
        self.command.emit(ListWordings())

    def handle(self, event: object) -> None:
        """Take in the wordings, the chosen one stays chosen."""
        if not isinstance(event, WordingsListed):
            return
        at = max(0, self.list.currentRow())
        self._views = event.wordings
        self.list.show_items(tuple(_line(view) for view in self._views), at)
        self._show(at)

    @property
    def chosen(self) -> WordingView | None:
        """The wording that is looked at."""
        at = self.list.currentRow()
        return self._views[at] if 0 <= at < len(self._views) else None

    def _show(self, _row: int) -> None:
        view = self.chosen
        self.text.setReadOnly(self._locked or view is None)
        self._purpose.setText(tr(view.purpose) if view else tr("Reading the wordings…"))
        self.text.setPlainText(view.text if view else "")
        self._check()

    def _check(self) -> None:
        view, text = self.chosen, self.text.toPlainText()
        problem = wording_problem(view.name, text) if view and text != view.text else ""
        self._problem.setText(tr(problem))
        self._problem.setVisible(bool(problem))
        new = view is not None and text != view.text
        self.save.setEnabled(new and not problem and not self._locked)
        own = view is not None and (view.changed or text != view.own)
        self.back.setEnabled(own and not self._locked)

    def _save(self) -> None:
        view = self.chosen
        if view is not None:
            self.command.emit(SetWording(view.name, self.text.toPlainText()))

    def _go_back(self) -> None:
        view = self.chosen
        if view is None:
            return
        self.text.setPlainText(view.own)
        if view.changed:
            self.command.emit(SetWording(view.name, None))

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self._purpose)
        right.addWidget(self.text, 1)
        right.addWidget(self._problem)
        about = tr(
            "A change holds in this project alone, and prompts tell which version wrote them."
        )
        lay_beside(
            self,
            self.list,
            right,
            above=label(about, "small", wrap=True),
            below=[],
            apart=self.back,
            buttons=[self.close_button, self.save],
        )


def _line(view: WordingView) -> SideItem:
    title = wording_title(view.name)
    if view.changed:
        return SideItem(f"{title}{_MARK}", tr(view.purpose), tr("changed in this project"))
    return SideItem(title, tr(view.purpose))
