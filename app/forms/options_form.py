"""How a project is tuned beside the person's votes: judge, metric, repeated pairs, picker."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.forms.metric_choice import metric_title, offered, suggested
from app.forms.metric_form import MetricForm
from app.language import mark, tr, tr_n
from app.theme import GAP, Theme
from app.widgets.card import buddy, label
from app.widgets.fold import Fold
from app.widgets.number_field import decimal_number, whole_number
from app.widgets.plain_text import visible
from app.words.calibration_words import ABOUT, calibration_text
from app.words.figures import percent
from app.words.picker_words import PICKER_WORDS
from optimizer.records import CallRole, Options
from optimizer.views import CalibrationState, CalibrationView, TaskView

SHARES = ((0.0, mark("None")), (0.05, "5 %"), (0.10, "10 %"))
NO_JUDGE = mark("No judge model is set.")
NO_REFERENCE = mark("A reference column with the expected answers offers more metrics.")
ABOUT_PROBES = mark("Shown again with sides swapped: they tell how steady you are.")
ABOUT_PANEL = mark(
    "Model names of the same provider, with commas between them. Each votes by itself."
)
CALIBRATE, STOP = mark("Calibrate on my votes"), mark("Stop calibrating")
MOST_VERDICTS = 100_000


class OptionsForm(QWidget):
    """Shows the options of a project; `changed` carries the options that the person wants.

    `settings_wanted` tells that a judge model is to be chosen, `calibration_wanted` that a
    calibration is to begin, or to be stopped (False).
    """

    changed = Signal(object)
    settings_wanted = Signal()
    calibration_wanted = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: TaskView | None = None
        self._wanted = Options()  # what was asked for last, before the engine confirms it
        self._given = 0
        self._calibration: CalibrationView | None = None
        self.judge = QCheckBox(tr("&Judge model votes beside me"))
        self.judge.toggled.connect(lambda on: self._say(judge=on))
        self.budget = whole_number(1, MOST_VERDICTS, 200, step=50, unit=tr(" verdicts"))
        self.budget.setAccessibleName(tr("The most verdicts the judge may give"))
        self.budget.setKeyboardTracking(False)
        self.budget.valueChanged.connect(lambda number: self._say(judge_votes=number))
        self._about_judge = label("", "small", wrap=True, name="about-judge")
        self.choose_judge = QPushButton(tr("Choose a judge model…"))
        self.choose_judge.setProperty("kind", "link")
        self.choose_judge.clicked.connect(self.settings_wanted)
        self.calibrate = QPushButton(tr(CALIBRATE))
        self.calibrate.setToolTip(tr(ABOUT))
        self.calibrate.clicked.connect(
            lambda: self.calibration_wanted.emit(not self._calibrating())
        )
        self.own_criteria = QPushButton(tr("Use my own criteria"))
        self.own_criteria.setProperty("kind", "link")
        self.own_criteria.clicked.connect(lambda: self._say(judge_criteria=""))
        self._about_calibration = label("", "small", wrap=True, name="about-calibration")
        self.panel = QLineEdit()
        self.panel.setPlaceholderText(tr("none"))
        self.panel.setToolTip(tr(ABOUT_PANEL))
        self.panel.editingFinished.connect(lambda: self._say(judge_panel=self.panel.text().strip()))
        self.metrics = _box(theme)
        self.metrics.activated.connect(lambda _: self._say(metric=self.metrics.currentData()))
        self._about_metric = label("", "small", wrap=True, name="about-metric")
        self.measuring = MetricForm(theme)
        self.measuring.changed.connect(lambda choice: self._say(**choice))
        self.probes = _box(theme)
        for share, text in SHARES:
            self.probes.addItem(tr(text), share)
        self.probes.activated.connect(lambda _: self._say(probe_share=self.probes.currentData()))
        self.picker = _box(theme)
        for name, (title, _) in PICKER_WORDS.items():
            self.picker.addItem(tr(title), name)
        self.picker.activated.connect(lambda _: self._say(picker=self.picker.currentData()))
        self._about_picker = label("", "small", wrap=True, name="about-picker")
        self.novelty = _distance(tr("Refuse new prompts closer than this to a known one"))
        self.novelty.valueChanged.connect(lambda far: self._say(novelty_radius=round(far, 2)))
        self.drift = _distance(tr("Refuse new prompts farther than this from the start prompt"))
        self.drift.valueChanged.connect(lambda far: self._say(drift_limit=round(far, 2)))
        self._arrange(theme)

    def show_view(self, view: TaskView | None) -> None:
        """Show the options of a project; None for no project."""
        self._view = view
        self.setEnabled(view is not None and not view.read_only)
        if view is None:
            return
        options = self._wanted = view.options
        has_judge = view.models.get(CallRole.JUDGE) is not None
        with QSignalBlocker(self.judge), QSignalBlocker(self.budget):
            self.budget.setValue(options.judge_votes)
            self.judge.setChecked(options.judge and has_judge)
        self.judge.setEnabled(has_judge)
        self.budget.setEnabled(has_judge and options.judge)
        self.choose_judge.setVisible(not has_judge)
        self._offer_metrics(view)
        _choose(self.probes, options.probe_share, percent(options.probe_share))
        _choose(self.picker, options.picker, options.picker)
        self._about_picker.setText(tr(PICKER_WORDS.get(options.picker, ("", ""))[1]))
        for distance, far in (
            (self.novelty, options.novelty_radius),
            (self.drift, options.drift_limit),
        ):
            distance.blockSignals(True)
            distance.setValue(far)
            distance.blockSignals(False)
        embedder = view.models.get(CallRole.EMBED)
        self._about_likeness.setText(
            tr("Measured by {model}.", model=visible(embedder.title))
            if embedder
            else tr("Measured by words; Settings > Models > Likeness names a model for meaning.")
        )
        if not self.panel.hasFocus():
            self.panel.setText(options.judge_panel)
        self.panel.setEnabled(has_judge)
        self._describe_judge()
        self._describe_calibration()

    def show_calibration(self, view: CalibrationView | None) -> None:
        """Show how the calibration of the judge goes, or how the last one ended."""
        if view != self._calibration:
            self._calibration = view
            self._describe_calibration()

    def show_given(self, verdicts: int) -> None:
        """Say how many verdicts the judge has given of its budget."""
        if verdicts != self._given:
            self._given = verdicts
            self._describe_judge()

    def _say(self, **choice: Any) -> None:
        options = replace(self._wanted, **choice)
        if self._view is not None and options != self._wanted:
            self._wanted = options
            self.changed.emit(options)

    def _describe_judge(self) -> None:
        view = self._view
        model = view.models.get(CallRole.JUDGE) if view else None
        name = visible(tr(model.title)) if model else ""
        if view is None or model is None:
            text = tr(NO_JUDGE)
        elif view.options.judge:
            text = tr_n(
                "{model}: {given:,} of {n:,} verdict",
                "{model}: {given:,} of {n:,} verdicts",
                view.options.judge_votes,
                model=name,
                given=min(self._given, view.options.judge_votes),
            )
        else:
            text = tr(
                "{model} votes in the background where it helps most.",
                model=name,
            )
        self._about_judge.setText(text)

    def _calibrating(self) -> bool:
        view = self._calibration
        return view is not None and view.state is CalibrationState.RUNNING

    def _describe_calibration(self) -> None:
        view = self._view
        criteria = view.options.judge_criteria if view else ""
        has_judge = view is not None and view.models.get(CallRole.JUDGE) is not None
        text = calibration_text(self._calibration, criteria)
        self._about_calibration.setText(text)
        self._about_calibration.setVisible(bool(text))
        self._about_calibration.setToolTip(visible(criteria))
        self.calibrate.setText(tr(STOP if self._calibrating() else CALIBRATE))
        self.calibrate.setEnabled(has_judge)
        self.own_criteria.setVisible(bool(criteria))

    def _offer_metrics(self, view: TaskView) -> None:
        best, chosen = suggested(view), view.options.metric
        choices = [("", tr("None")), *offered(view)]
        titles = dict(choices)
        self.metrics.clear()
        for name, title in choices:
            fits = name and name == best
            self.metrics.addItem(
                tr("{metric} (fits your data)", metric=title) if fits else title, name
            )
        _choose(self.metrics, chosen, metric_title(chosen, view.task.labels))
        self.measuring.show_view(view)
        if not best:
            text = tr(NO_REFERENCE)
        elif not chosen:
            text = tr(
                "Your rows have expected answers: “{metric}” could score every answer.",
                metric=titles[best],
            )
        else:
            text = tr("Every answer is scored against the expected one.")
        self._about_metric.setText(text)

    def _arrange(self, theme: Theme) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP * 2)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        self.budget.setMinimumWidth(theme.px(120))
        left = Qt.AlignmentFlag.AlignLeft
        grid.addWidget(self.judge, 0, 0)
        grid.addWidget(self.budget, 0, 1, left)
        grid.addWidget(self._about_judge, 1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.calibrate)
        buttons.addWidget(self.own_criteria)
        buttons.addWidget(self.choose_judge)
        buttons.addStretch(1)
        grid.addLayout(buttons, 2, 0, 1, 2)
        grid.addWidget(self._about_calibration, 3, 0, 1, 2)
        grid.addWidget(buddy(tr("&Metric on expected answers"), self.metrics), 4, 0)
        grid.addWidget(self.metrics, 4, 1)
        grid.addWidget(self._about_metric, 5, 1)
        grid.addWidget(self.measuring, 6, 0, 1, 2)
        grid.addWidget(buddy(tr("&Repeated pairs"), self.probes), 7, 0)
        grid.addWidget(self.probes, 7, 1, left)
        grid.addWidget(label(tr(ABOUT_PROBES), "small", wrap=True), 8, 1)
        advanced = Fold(tr("Advanced"), theme)
        inside = QGridLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setHorizontalSpacing(GAP * 2)
        inside.setColumnStretch(1, 1)
        inside.addWidget(buddy(tr("Pairs are c&hosen by"), self.picker), 0, 0)
        inside.addWidget(self.picker, 0, 1)
        inside.addWidget(self._about_picker, 1, 1)
        inside.addWidget(buddy(tr("&Further judges"), self.panel), 2, 0)
        inside.addWidget(self.panel, 2, 1)
        inside.addWidget(buddy(tr("Nearest to known prompts"), self.novelty), 3, 0)
        inside.addWidget(self.novelty, 3, 1, left)
        inside.addWidget(buddy(tr("Farthest from the start"), self.drift), 4, 0)
        inside.addWidget(self.drift, 4, 1, left)
        self._about_likeness = label("", "small", wrap=True, name="about-likeness")
        inside.addWidget(self._about_likeness, 5, 1)
        advanced.body.addLayout(inside)
        self.advanced = advanced
        grid.addWidget(advanced, 9, 0, 1, 2)


def _distance(about: str) -> QDoubleSpinBox:
    """Return a field for a distance from 0 to 1, where 0 is no limit."""
    field = decimal_number(0.0, 1.0, 0.0, step=0.05, decimals=2)
    field.setSpecialValueText(tr("no limit"))
    field.setKeyboardTracking(False)
    field.setToolTip(about)
    return field


def _box(theme: Theme) -> QComboBox:
    box = QComboBox()
    # A long title must not make the card wider than its column.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)
    box.setMinimumWidth(theme.px(120))
    return box


def _choose(box: QComboBox, value: object, title: str) -> None:
    """Show a choice; one that is not among the usual ones is added."""
    at = box.findData(value)
    if at < 0:
        box.addItem(title, value)
        at = box.count() - 1
    box.setCurrentIndex(at)
