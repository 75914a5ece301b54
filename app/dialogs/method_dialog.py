"""The chooser: which method looks for better prompts, what it needs and what it takes."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.beside import lay_beside
from app.forms.method_form import MethodForm
from app.language import mark, tr
from app.theme import GAP, Theme
from app.widgets.card import label
from app.widgets.fitting import fit_to_screen
from app.widgets.side_list import SideItem, SideList
from app.words.method_words import needs_words, run_words, source_words, takes_words
from optimizer.commands import ListMethods, StartMethod, StopRun
from optimizer.events import MethodsListed
from optimizer.views import MethodView, RunView

SIZE = (820, 580)
_WAITING = mark("Reading the methods…")


class MethodDialog(QDialog):
    """Lists the methods; `command` tells what to begin or to stop.

    Args:
        theme: The appearance.
        run: The run that goes on, or went on last.
        locked: Whether the project is read-only.
        parent: The window.
    """

    command = Signal(object)

    def __init__(
        self,
        theme: Theme,
        run: RunView | None,
        locked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._run = run
        self._locked = locked
        self._views: tuple[MethodView, ...] = ()
        self.form: MethodForm | None = None
        self.setWindowTitle(tr("Methods"))
        fit_to_screen(self, theme, SIZE)
        self.list = SideList(tr("Methods"), min(theme.px(220), self.width() * 3 // 10))
        self.list.currentRowChanged.connect(self._show)
        self._about_run = label("", "muted", wrap=True, name="run")
        self._title = label(tr(_WAITING), "title", name="method-title")
        self._sentence = label("", "", wrap=True, name="sentence")
        self._lacking = label("", "chip", wrap=True, name="lacking")
        self._lacking.setProperty("level", "warning")
        self._needs = label("", "muted", wrap=True, name="needs")
        self._without = label("", "muted", wrap=True, name="without")
        self._takes = label("", "muted", wrap=True, name="takes")
        self._sources = label("", "small", wrap=True, name="sources")
        self._sources.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._faults = label("", "small", wrap=True, name="faults")
        self._inside = QWidget()
        self._settings = QVBoxLayout(self._inside)
        self._settings.setContentsMargins(0, 0, GAP, 0)
        self._settings.setSpacing(GAP)
        self.defaults = QPushButton(tr("&Defaults"))
        self.stop = QPushButton(tr("S&top this run"))
        self.start = QPushButton(tr("&Start"))
        self.cancel = QPushButton(tr("&Close"))
        self.start.setProperty("kind", "primary")
        self.start.setDefault(True)
        self.defaults.clicked.connect(lambda: self.form.reset() if self.form else None)
        self.stop.clicked.connect(self._stop)
        self.start.clicked.connect(self._start)
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        theme.changed.connect(self._colour)
        self._show(-1)

    def ask(self) -> None:
        """Ask the engine for the methods."""
        self.command.emit(ListMethods())

    def handle(self, event: object) -> None:
        """Take in the methods once they are told."""
        if isinstance(event, MethodsListed):
            self.show_methods(event)

    def show_methods(self, listed: MethodsListed) -> None:
        """Show the methods; the one that goes on is chosen."""
        self._views = listed.methods
        self._faults.setText("\n".join(tr(fault) for fault in listed.faults))
        self._faults.setVisible(bool(listed.faults))
        names = [view.method.name for view in self._views]
        at = names.index(self._run.method) if self._run and self._run.method in names else 0
        lines = (
            SideItem(
                tr(view.method.title), tr(view.lacking or view.method.sentence), tr(view.lacking)
            )
            for view in self._views
        )
        self.list.show_items(tuple(lines), at)
        self._colour()
        self._show(at)
        self.list.setFocus()

    def _colour(self) -> None:
        muted = QBrush(QColor(self._theme.colours.muted))
        for at, view in enumerate(self._views):
            if view.lacking:
                self.list.item(at).setForeground(muted)

    @property
    def chosen(self) -> MethodView | None:
        """The method that is looked at."""
        at = self.list.currentRow()
        return self._views[at] if 0 <= at < len(self._views) else None

    def _show(self, _row: int) -> None:
        view, run = self.chosen, self._run
        goes_on = run is not None and not run.finished
        mine = view is not None and goes_on and run is not None and run.method == view.method.name
        self._about_run.setText(run_words(run))
        self.stop.setVisible(goes_on)
        self.stop.setEnabled(not self._locked)
        self.start.setText(tr("&Start anew") if mine else tr("&Start"))
        self.start.setEnabled(view is not None and not view.lacking and not self._locked)
        self.defaults.setEnabled(view is not None and bool(view.method.settings))
        if self.form is not None:
            self._settings.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if view is None:
            about = (self._sentence, self._lacking, self._needs, self._without, self._takes)
            for each in (*about, self._sources):
                each.setVisible(False)
            return
        method = view.method
        self._title.setText(tr(method.title))
        for words, text in (
            (self._sentence, tr(method.sentence)),
            (self._lacking, tr(view.lacking)),
            (self._needs, "" if view.lacking else needs_words(method)),
            (self._without, "" if view.lacking else " ".join(map(tr, view.without))),
            (self._takes, takes_words(view.forecast)),
            (self._sources, "\n".join(source_words(source) for source in method.sources)),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        values = dict(run.settings) if mine and run is not None else {}
        self.form = MethodForm(method, values, self._theme)
        self.form.setEnabled(not view.lacking and not self._locked)
        self._settings.insertWidget(self._settings.count() - 1, self.form)
        stops = (self.list, *self.form.fields.values(), self.defaults)
        stops += (self.stop, self.cancel, self.start)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _start(self) -> None:
        view = self.chosen
        if view is not None and self.form is not None:
            self.command.emit(StartMethod(view.method.name, self.form.values))
            self.accept()

    def _stop(self) -> None:
        self.command.emit(StopRun())
        self.accept()

    def _lay_out(self) -> None:
        self._settings.addWidget(self._sentence)
        self._settings.addWidget(self._lacking)
        self._settings.addWidget(self._needs)
        self._settings.addWidget(self._without)
        self._settings.addWidget(self._takes)
        self._settings.addWidget(self._sources)
        self._settings.addSpacing(GAP)
        self._settings.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._inside)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self._title)
        right.addWidget(area, 1)
        lay_beside(
            self,
            self.list,
            right,
            above=self._about_run,
            below=[self._faults],
            apart=self.defaults,
            buttons=[self.stop, self.cancel, self.start],
        )
