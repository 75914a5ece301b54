"""Which model answers, writes and judges, each with a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.language import mark, tr, within
from app.requests import Answered, Failed, OpenSettings, Reply, TestModel
from app.theme import GAP, HALF, Theme
from app.widgets.card import Card, label
from app.words.fault_words import fault_words
from app.words.figures import duration, listed, money
from optimizer.records import CallRole, ModelSpec

ROLES = (
    (CallRole.ANSWER, mark("Answers"), mark("Writes the outputs that you compare")),
    (CallRole.WRITE, mark("Writing"), mark("Rewrites prompts; a capable model finds better ones")),
    (CallRole.JUDGE, mark("Judging"), mark("Gives a second opinion")),
)
LIKENESS = (
    CallRole.EMBED,
    mark("Likeness"),
    mark("Tells how alike prompts are in meaning; without it their words are compared"),
)
"""The embedding model: for those who want it, and so not among the models that everybody sees."""


def report_words(report: Any) -> str:
    """Return what a test of a model found, in a sentence."""
    took = duration(report.latency_ms)
    if report.tokens_per_second:
        answered = tr(
            "Answered in {time}, {speed:.0f} tokens/s.", time=took, speed=report.tokens_per_second
        )
    else:
        answered = tr("Answered in {time}.", time=took)
    said = [answered, _price_words(report), _form_words(report), tr(report.writer)]
    return " ".join(part for part in said if part)


def asking_words(role: CallRole) -> str:
    """Return what a test of a model does, while it does it."""
    if role is CallRole.WRITE:
        return tr("A short question is being asked, and two small prompts are being rewritten.")
    return tr("A few short questions are being asked.")


def _price_words(report: Any) -> str:
    if report.price is None:
        return tr("Price known.") if report.price_known else tr("Price unknown.")
    tokens_in, tokens_out = report.price
    if tokens_in == tokens_out == 0:
        return tr("Free.")
    return tr(
        "{price_in} in and {price_out} out per million tokens.",
        price_in=money(tokens_in),
        price_out=money(tokens_out),
    )


def _form_words(report: Any) -> str:
    if report.json_mode is None and report.logprobs is None:
        return ""
    works = {tr("JSON mode"): report.json_mode, tr("log-probabilities"): report.logprobs}
    yes = listed([name for name, good in works.items() if good])
    no = listed([name for name, good in works.items() if not good])
    if yes and no:
        return tr("With {these}, without {those}.", these=yes, those=no)
    return tr("With {these}.", these=yes) if yes else tr("Without {those}.", those=no)


class ModelsCard(Card):
    """A line per role: the model's name, what a test said, and a button that tests it."""

    request = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Models"), parent)
        self._models: dict[CallRole, ModelSpec | None] = {}
        self._titles = {}
        self._results = {}
        self._tests = {}
        self._running: dict[CallRole, TestModel] = {}
        change = QPushButton(tr("Change…"))
        change.setAccessibleName(tr("Change the models"))
        change.setProperty("kind", "quiet")
        change.clicked.connect(lambda: self.request.emit(OpenSettings("models")))
        self.change = change
        self.add_action(change)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP * 2)
        grid.setVerticalSpacing(HALF)
        grid.setColumnStretch(1, 1)
        for row, (role, name, tip) in enumerate(ROLES):
            title = label(tr(name), "muted")
            title.setToolTip(tr(tip))
            self._titles[role] = label()
            self._results[role] = label("", "small", wrap=True)
            test = QPushButton(tr("Test"))
            test.setAccessibleName(tr("Test the model for {role}", role=within(tr(name))))
            test.clicked.connect(lambda _=False, which=role: self._test(which))
            self._tests[role] = test
            grid.addWidget(title, 2 * row, 0)
            grid.addWidget(self._titles[role], 2 * row, 1)
            grid.addWidget(test, 2 * row, 2)
            grid.addWidget(self._results[role], 2 * row + 1, 1, 1, 2, Qt.AlignmentFlag.AlignTop)
            self._results[role].hide()
        self.body.addLayout(grid)
        self.show_models({})

    @property
    def models(self) -> dict[CallRole, ModelSpec | None]:
        """The models shown."""
        return dict(self._models)

    def show_models(self, models: Mapping[CallRole, ModelSpec | None]) -> None:
        """Show other models; what a test said of the same model stays."""
        for role, _, tip in ROLES:
            spec = models.get(role)
            if spec != self._models.get(role):
                self._say(role, "")
            self._titles[role].setText(tr(spec.title) if spec else tr("Off"))
            self._titles[role].setToolTip(tr(tip))
            self._tests[role].setEnabled(spec is not None)
        self._models = dict(models)

    def receive(self, reply: Reply) -> bool:
        """Take the reply to a test; tell whether it was one of ours."""
        for role, running in list(self._running.items()):
            if reply.request == running and isinstance(reply, Answered | Failed):
                del self._running[role]
                self._tests[role].setText(tr("Test"))
                if isinstance(reply, Answered):
                    self._say(role, report_words(reply.result))
                else:
                    self._say(role, fault_words(reply.fault))
                return True
        return False

    def _test(self, role: CallRole) -> None:
        spec = self._models.get(role)
        if spec is None or role in self._running:
            return
        self._running[role] = TestModel(role, spec)
        self._tests[role].setText(tr("Testing…"))
        self._say(role, asking_words(role))
        self.request.emit(self._running[role])

    def _say(self, role: CallRole, text: str) -> None:
        self._results[role].setText(text)
        self._results[role].setVisible(bool(text))
