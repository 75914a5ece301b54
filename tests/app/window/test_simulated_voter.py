"""The simulated person in front of the window."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.compare.compare_page import ComparePage
from app.theme import Theme
from app.window.simulated_voter import SimulatedVoter
from optimizer.commands import CastVote, Command
from optimizer.simulated import SIMULATED
from tests.app.fake_engine import FakeEngine


def test_it_votes_on_what_is_shown_and_signs_its_votes(qtbot: QtBot, theme: Theme) -> None:
    page = ComparePage(theme)
    qtbot.addWidget(page)
    page.show()
    sent: list[Command] = []
    page.command.connect(sent.append)
    engine = FakeEngine(page.handle)
    page.command.connect(engine.post)
    voter = SimulatedVoter(page, seed=4)
    voter.vote()  # nothing is there yet
    assert not sent
    engine.start()
    for _ in range(3):
        voter.vote()

    votes = [command for command in sent if isinstance(command, CastVote)]
    assert len({vote.duel_id for vote in votes}) == 3
    assert {vote.rater for vote in votes} == {SIMULATED}
