"""The line at the bottom: outputs that failed can be made once more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.theme import Theme
from app.window.status_line import StatusLine
from optimizer.records import CallRole, Caps, RoleSpend
from optimizer.views import EngineState
from tests.app.fake_engine import make_status


def test_failed_outputs_are_counted_and_retried_on_request(qtbot: QtBot, theme: Theme) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    line.resize(1024, 30)
    line.show()
    wanted: list[bool] = []
    line.retry_wanted.connect(lambda: wanted.append(True))
    line.show_status(make_status(failed_outputs=2))
    button = next(b for b in line.findChildren(QToolButton) if "failed" in b.text())
    assert button.text() == "2 outputs failed · Retry"
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted == [True]
    line.show_status(make_status())
    assert not button.isVisible()


def test_the_line_is_as_high_before_anything_is_told(qtbot: QtBot, theme: Theme) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    line.show()
    bare = line.sizeHint().height()
    line.show_status(make_status())
    assert line.sizeHint().height() == bare


def test_opening_ends_with_the_project_and_not_with_the_first_status(
    qtbot: QtBot, theme: Theme
) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    line.show_status(None, opening=True)
    assert line.text.startswith("Opening")
    line.show_open(read_only=False)
    assert line.text.startswith("Starting")
    line.show_open(read_only=True)
    assert line.text.startswith("Read-only")
    line.show_status(make_status(state=EngineState.IDLE))
    line.show_open(read_only=False)
    assert line.text.startswith("Waiting for your vote")


def test_spend_is_told_anew_with_a_new_call_a_new_cap_and_a_new_caution(
    qtbot: QtBot, theme: Theme
) -> None:
    line = StatusLine(theme)
    qtbot.addWidget(line)
    spent = {CallRole.ANSWER: RoleSpend(1, 0, 10, 20, 0.5, 0)}
    line.show_status(make_status(spend=spent))
    button = next(b for b in line.findChildren(QToolButton) if "1 call" in b.text())
    before = button.text(), button.toolTip()
    line.show_status(make_status(spend=dict(spent), in_flight=3))
    assert (button.text(), button.toolTip()) == before

    spent = {CallRole.ANSWER: RoleSpend(2, 0, 20, 40, 1.0, 0)}
    line.show_status(make_status(spend=spent))
    assert "2 calls" in button.text()
    line.show_status(make_status(spend=spent, caps=Caps(cost_usd=5.0)))
    assert "of $5" in button.text()
    assert "5 USD" in button.toolTip()
    line.show_status(make_status(spend=spent, caution="Little is left."))
    assert "Little is left." in button.toolTip()
