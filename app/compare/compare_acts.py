"""What the keys of the Compare page do, and the buttons where it has no pair."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.compare.reason_line import TAG_ACTIONS
from app.compare.verdict_bar import BUTTONS
from app.requests import CopyProject, ExportPrompt, InstallModel, OpenSettings, ShowPage
from optimizer.commands import Pause, ProposeNow, Resume

if TYPE_CHECKING:
    from app.compare.compare_page import ComparePage

Acts = dict[str, Callable[[], object]]


def key_acts(page: ComparePage) -> Acts:
    """Return what each key of the page does, by the id of its action."""
    acts: Acts = {
        "vote.undo": page.undo,
        "reason.open": page.reason.open,
        "mark.good": lambda: page.mark(good=True),
        "mark.bad": lambda: page.mark(good=False),
        "run.pause": page.toggle_pause,
        "view.diff": lambda: page.toggle_reading("diff"),
        "view.markdown": lambda: page.toggle_reading("markdown"),
        "view.link": lambda: page.toggle_reading("linked"),
        "view.example": lambda: page.toggle_reading("example"),
        "view.find": page.stage.open_find,
    }
    for verdict, strength, _, name, _ in BUTTONS:
        acts[name] = partial(page.vote, verdict, strength)
    for name in TAG_ACTIONS:
        acts[name] = partial(page.reason.toggle_tag, name)
    return acts


def phase_acts(page: ComparePage) -> Acts:
    """Return what each button does that a phase without a pair offers."""
    return {
        "pause": lambda: page.command.emit(Pause()),
        "resume": lambda: page.command.emit(Resume()),
        "propose": lambda: page.command.emit(ProposeNow()),
        "caps": lambda: page.request.emit(OpenSettings("caps")),
        "fetch": lambda: page.request.emit(InstallModel()),
        "models": lambda: page.request.emit(OpenSettings("models")),
        "export": lambda: page.request.emit(ExportPrompt()),
        "progress": lambda: page.request.emit(ShowPage("progress")),
        "copy": lambda: page.request.emit(CopyProject()),
    }
