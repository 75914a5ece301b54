"""A long history that is told at once, and what changes in it afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.progress.history_filter import HistoryFilter
from app.requests import VoteFilter
from app.told_votes import ToldVotes, passes
from optimizer.records import Prompt, Verdict
from optimizer.views import History
from tests.optimizer import sessions


def voted(path: Path) -> ToldVotes:
    """Votes of a real session: some before, some later, one skipped, one taken back."""
    session = sessions.create(path)
    start = session.board.roster[session.board.roster.start_id]
    for k in range(3):
        child = Prompt(f"Please answer. Way {k}.", fields=start.prompt.fields)
        session.growing.add_own(child, [start.id], f"way {k}")
    told = ToldVotes()
    for count in range(9):
        sessions.answer_all(session)
        if count == 6:
            rows = session.voting.rows()
            assert isinstance(rows, History)
            told.enter(rows, whole=True)
            assert list(told) == list(rows)
        said = (Verdict.LEFT, Verdict.RIGHT, Verdict.TIE, Verdict.SKIP)[count % 4]
        vote_id = sessions.vote(session, said)
        if count >= 6:
            told.enter((session.voting.row(vote_id),), whole=False)
    old = told[2].vote_id
    assert session.voting.void(old)
    told.enter((session.voting.row(old),), whole=False)
    expected = [session.voting.row(row.vote_id) for row in session.voting.rows()]
    assert list(told) == expected
    session.close()
    return told


def test_every_filter_finds_what_going_through_all_rows_finds(tmp_path: Path) -> None:
    told = voted(tmp_path / "replies.pairtune")
    rows = list(told)
    some = rows[3]
    filters = [
        VoteFilter(),
        VoteFilter(verdict=Verdict.RIGHT),
        VoteFilter(prompt_id=some.left_prompt),
        VoteFilter(prompt_id=some.left_prompt, against_id=some.right_prompt),
        VoteFilter(example_id=some.example_id),
        VoteFilter(up_to_number=4),
        VoteFilter(since=rows[5].cast_at),
        VoteFilter(teaching=True),
        VoteFilter(rater=some.rater),
        VoteFilter(rater="nobody"),
        VoteFilter(teaching=True, verdict=Verdict.LEFT, up_to_number=7),
    ]
    for votes in filters:
        found = told.select(votes)
        assert list(found) == [row for row in rows if passes(row, votes)]
        assert found.numbers() == [row.number for row in found]
        assert found.times() == [row.cast_at for row in found]
        for falling in (False, True):
            numbers = sorted(found.numbers(), reverse=falling)
            places = found.by_number(falling)
            assert places is not None
            assert [found.numbers()[place] for place in places] == numbers
        assert HistoryFilter(votes=votes).select(told)[:] == tuple(found)
    assert told.cast == sum(not r.voided and r.verdict is not Verdict.SKIP for r in rows)
    assert told.rater_names() == {row.rater for row in rows}


def test_a_vote_is_found_by_its_id_wherever_it_stands(tmp_path: Path) -> None:
    told = voted(tmp_path / "replies.pairtune")
    for place, row in enumerate(told):
        assert told.place_of(row.vote_id) == place
        assert told.number_at(place) == row.number
    assert told.place_of("nobody's") is None
    only = told.select(VoteFilter(verdict=Verdict.LEFT))
    assert [only.place_of(row.vote_id) for row in only] == list(range(len(only)))


def test_rows_that_come_one_by_one_are_kept_in_their_order() -> None:
    from tests.app.build_views import history

    told, rows = ToldVotes(), history(5)
    told.enter(rows[:4], whole=True)
    told.enter((rows[4],), whole=False)
    changed = replace(rows[1], reason="on second thoughts")
    told.enter((changed,), whole=False)
    assert list(told) == [rows[0], changed, *rows[2:]]
    told.enter((), whole=True)
    assert len(told) == 0


def test_votes_that_are_told_out_of_turn_are_said_to_be(tmp_path: Path) -> None:
    rows = list(voted(tmp_path / "replies.pairtune"))
    told = ToldVotes()
    told.enter((rows[0], rows[2], rows[1]), whole=True)
    assert told.select(VoteFilter()).by_number(False) is None
    told.enter((rows[0], rows[2]), whole=True)
    assert told.select(VoteFilter()).by_number(True) == range(1, -1, -1)
