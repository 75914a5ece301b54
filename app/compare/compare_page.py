"""The Compare page: read two outputs, press one key, read the next two."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from app.announce import announce
from app.compare.advice_bar import AdviceBar
from app.compare.compare_acts import key_acts, phase_acts
from app.compare.compare_head import CompareHead
from app.compare.compare_model import CompareModel
from app.compare.pair_stage import PairStage
from app.compare.phase_panel import PhasePanel
from app.compare.reason_line import ReasonLine
from app.compare.reveal_line import RevealLine
from app.compare.scroll_keys import scroll_of
from app.compare.verdict_bar import VerdictBar
from app.compare.vote_strip import VoteStrip
from app.compare_choices import CompareChoices
from app.compare_parts import Part, Phase
from app.keymap import Keymap, Scope
from app.language import tr
from app.page import Page
from app.page_keys import PageKeys
from app.requests import ExportPrompt, ShowPage
from app.theme import GAP, HALF, PAGE, Theme
from app.widgets.caution_bar import CautionBar
from app.widgets.example_card import ExampleCard, summary
from app.words.compare_words import elapsed_words, phase_words, ready_words
from optimizer.commands import Pause, Redo, Resume, Undo
from optimizer.events import Closed, Event, OutputsGrew, PoolChanged
from optimizer.records import Strength, Verdict
from optimizer.views import EngineState, HistoryRow


class ComparePage(Page):
    """Shows what the compare model holds; `command` and `request` carry what is to be done.

    `reading_changed` tells that a way of reading (markdown, linked, diff, example) was switched,
    `ready_changed` how many pairs there are, with the one that is shown.
    """

    reading_changed = Signal(str, bool)
    ready_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = CompareModel()
        self.setAccessibleName(tr("Compare"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head = CompareHead(theme)
        self.example = ExampleCard(theme)
        self.stage = PairStage(theme)
        self.panel = PhasePanel(theme)
        self.verdicts = VerdictBar(theme)
        self.reveal = RevealLine(theme)
        self.reason = ReasonLine(theme)
        self.strip = VoteStrip(theme)
        self.advice = AdviceBar(theme)
        self.cautions = CautionBar(theme, offer_details=True, most=1)
        self._with_judge = False
        self._choices = CompareChoices()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.stage)
        self._middle.addWidget(self.panel)
        self._ticker = QTimer(self)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self._tick)
        self._arrange()
        self._connect()
        self._keys = PageKeys(self, Scope.COMPARE, key_acts(self))
        self.set_keymap(Keymap())
        self._refresh(frozenset(Part))

    # -- what comes in ----------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Take in an event of the engine."""
        reaction = self.model.handle(event)
        if isinstance(event, PoolChanged):
            self.cautions.show_pool(event.view)
        elif isinstance(event, Closed):
            self.cautions.show_pool(None)
        elif isinstance(event, OutputsGrew):
            self.panel.show_growing(event.texts if self.model.phase is Phase.WAITING else ())
        for command in reaction.commands:
            self.command.emit(command)
        self._refresh(reaction.parts)

    def begin(self) -> None:
        """Forget the last project: another one is being opened."""
        self.model.clear()
        self._refresh(frozenset(Part))

    def set_keymap(self, keymap: Keymap) -> None:
        """Use and print the keys of a key map."""
        self._keys.set_keymap(keymap)
        self.verdicts.set_keymap(keymap)
        self.stage.set_keymap(keymap)
        self.reveal.set_keymap(keymap)
        self.reason.set_keymap(keymap)
        self.head.set_keymap(keymap)

    def use_choices(self, choices: CompareChoices) -> None:
        """Offer what the person chose: finer verdicts and their own tags."""
        self._choices = choices
        self.verdicts.offer_slightly(choices.slightly)
        self.reason.set_tags(choices.tag_names())

    def tell_judge(self, on: bool) -> None:
        """Choose whether the judge's opinion is told after a vote."""
        self._with_judge = on
        self._show_last_vote()

    def set_reading(self, option: str, on: bool) -> None:
        """Switch a way of reading: markdown, linked, diff or example."""
        {
            "markdown": self.stage.set_markdown,
            "linked": self.stage.set_linked,
            "diff": self.stage.set_diff,
            "example": self.example.setVisible,
        }[option](on)
        self.head.show_reading(option, on)

    # -- what the person does ---------------------------------------------------------------

    def vote(self, verdict: Verdict, strength: Strength = Strength.CLEARLY) -> None:
        """Judge the pair on the screen."""
        if strength is Strength.SLIGHTLY and not self._choices.slightly:
            return
        self.reason.keep()
        command = self.model.vote(verdict, strength)
        if command is None:
            return
        # The outputs are painted first: that is what is waited for. From the moment that the engine
        # is told it works in the same interpreter; what is said beside the pair follows then, and
        # what is told of a vote as stored, its line and its place in the strip, when it is stored.
        self._show_outputs(at_once=True)
        self._show_around()
        self._show_phase()
        self.command.emit(command)
        self._refresh(frozenset({Part.QUEUE, Part.REVEAL}))

    def mark(self, *, good: bool) -> None:
        """Mark the selected part of an output as good or bad."""
        part = self.stage.take_selection()
        if part is not None:
            self.model.mark(*part, good=good)
            self._show_spans()

    def undo(self) -> None:
        """Take the last action back."""
        self.model.step_back()
        self.command.emit(Undo())

    def redo(self) -> None:
        """Do the last undone action again."""
        self.model.step_back()
        self.command.emit(Redo())

    def toggle_pause(self) -> None:
        """Pause the optimizer, or let it go on."""
        status = self.model.status
        resting = (EngineState.PAUSED, EngineState.CAP_REACHED, EngineState.OFFLINE)
        self.command.emit(Resume() if status and status.state in resting else Pause())

    def toggle_reading(self, option: str) -> None:
        """Switch a way of reading to the other state."""
        on = not self.head.reading(option)
        self.set_reading(option, on)
        self.reading_changed.emit(option, on)

    # -- what is shown ----------------------------------------------------------------------

    def _refresh(self, parts: frozenset[Part]) -> None:
        model = self.model
        if Part.PAIR in parts:
            self._show_pair()
        elif Part.QUEUE in parts:
            self.stage.prepare(model.next)
            self._show_purpose()
        if parts & {Part.PHASE, Part.STATUS, Part.PAIR}:
            self._show_phase()
        if parts & {Part.QUEUE, Part.STATUS, Part.PAIR, Part.TASK}:
            self._show_ready()
        if parts & {Part.REVEAL, Part.STATUS, Part.STRIP, Part.PAIR}:
            self._show_last_vote()
        if Part.STRIP in parts:
            self.strip.show_rows(model.votes.rows)
        if Part.ADVICE in parts:
            self.advice.show_advice(model.good_enough)

    def _show_ready(self) -> None:
        model = self.model
        ready = len(model.queue) + (model.current is not None)
        asked = model.task is not None and not model.task.read_only
        self.strip.show_ready(ready_words(ready, model.status) if asked else "")
        self.strip.lock(model.task is not None and model.task.read_only)
        self.ready_changed.emit(ready)

    def _show_pair(self) -> None:
        self._show_outputs()
        self._show_around()

    def _show_outputs(self, *, at_once: bool = False) -> None:
        self.stage.show_pair(self.model.current, self.model.next, at_once=at_once)
        if self.model.spans:
            self._show_spans()

    def _show_around(self) -> None:
        pair = self.model.current
        self.example.show_example(pair.example if pair else None)
        self.head.show_summary(summary(pair.example) if pair else "")
        self._show_purpose()
        self.model.look(self.isVisible())

    def _show_purpose(self) -> None:
        pair, following = self.model.current, self.model.next
        self.head.show_purpose(
            pair.purpose if pair else None,
            following.purpose if following else None,
            self.model.awaited,
        )

    def _show_spans(self) -> None:
        self.stage.show_spans(self.model.spans)

    def _show_phase(self) -> None:
        model = self.model
        phase = model.phase
        voting = phase is Phase.READY
        self.verdicts.setEnabled(voting)
        has_pair = model.current is not None and phase is not Phase.CAP_REACHED
        self._turn_to(self.stage if has_pair else self.panel)
        self.head.setVisible(has_pair)
        self.example.setVisible(has_pair and self.head.reading("example"))
        if has_pair:
            self.panel.show_growing(())
        else:
            votes = model.status.votes if model.status else 0
            missing = model.model_missing
            self.panel.show_words(
                phase_words(phase, model.status, votes=votes, model_missing=missing)
            )
            self._tick()
        if phase in (Phase.WAITING, Phase.CLOSED) and self.isVisible():
            self._ticker.start()
        else:
            self._ticker.stop()

    def _turn_to(self, widget: QWidget) -> None:
        if self._middle.currentWidget() is not widget:
            self._middle.setCurrentWidget(widget)
            # Qt hands the focus to the first control of what is shown; it belongs to the page.
            if self._middle.isAncestorOf(QApplication.focusWidget() or self):
                self.setFocus()

    def _show_last_vote(self) -> None:
        status, votes = self.model.status, self.model.votes
        before = self.reveal.text
        undo_text = tr(status.undo_text) if status else ""
        self.reveal.show_reveal(votes.reveal, undo_text, with_judge=self._with_judge)
        self.reason.set_vote(votes.duel, votes.row)
        if self.reveal.text not in ("", before) and self.isVisible():
            announce(self, self.reveal.text)

    def _hide_advice(self) -> None:
        self.model.hide_advice()
        self.advice.show_advice(None)

    def _tick(self) -> None:
        self.panel.show_elapsed(elapsed_words(self.model.waited_s))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.look(True)
        self._show_phase()
        if not self.isAncestorOf(QApplication.focusWidget() or self):
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What no control wanted for itself reads on in the outputs.
        scroll = scroll_of(event)
        if scroll is None:
            super().keyPressEvent(event)
        else:
            self.stage.scroll_both(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.example.leave_room(self.height())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.look(False)
        self._ticker.stop()

    # -- putting it together ----------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE, GAP, PAGE, GAP)
        column.setSpacing(GAP)
        for widget in (self.advice, self.cautions, self.head, self.example):
            column.addWidget(widget)
        column.addWidget(self._middle, 1)
        column.addWidget(self.verdicts)
        below = QVBoxLayout()
        below.setSpacing(HALF)
        below.addWidget(self.reveal)
        below.addWidget(self.reason)
        below.addWidget(self.strip)
        column.addLayout(below)

    def _connect(self) -> None:
        self.verdicts.chosen.connect(self.vote)
        self.stage.mark_wanted.connect(lambda good: self.mark(good=good))
        self.stage.shown_anew.connect(self._show_spans)
        self.advice.export_wanted.connect(lambda: self.request.emit(ExportPrompt()))
        self.advice.dismissed.connect(self._hide_advice)
        self.cautions.details_wanted.connect(lambda: self.request.emit(ShowPage("progress")))
        self.reveal.undo_wanted.connect(self.undo)
        self.reason.given.connect(self._give_reason)
        self.reason.closed.connect(self.setFocus)
        self.strip.change_wanted.connect(self._change_vote)
        self.strip.toggle_wanted.connect(lambda row: self.command.emit(self.model.toggle(row)))
        self.panel.focus_left.connect(self.setFocus)
        self.panel.chosen.connect(lambda name: phase_acts(self)[name]())
        self.head.toggled.connect(self.toggle_reading)
        self.head.find_wanted.connect(self.stage.open_find)

    def _give_reason(self, text: str, tags: tuple[str, ...]) -> None:
        command = self.model.reason(text, tags)
        if command is not None:
            self.command.emit(command)

    def _change_vote(self, row: HistoryRow, verdict: Verdict, strength: Strength) -> None:
        command = self.model.change(row, verdict, strength)
        if command is not None:
            self.command.emit(command)
