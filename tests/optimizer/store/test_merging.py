"""Two copies of one project become one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.errors import ProjectFault
from optimizer.records import Prompt, Span, Verdict
from optimizer.session import Session
from optimizer.store import Store
from optimizer.votes.people import named_person
from tests.optimizer import sessions


class Two:
    """A project and its copy, worked on apart."""

    def __init__(self, folder: Path) -> None:
        self.path, self.copy = folder / "here.pairtune", folder / "there.pairtune"
        session = sessions.create(self.path)
        sessions.add_children(session, 2)
        sessions.answer_all(session)
        sessions.vote(session)
        sessions.vote(session)
        session.board.store.save_copy(self.copy)
        session.close()

    def at(self, here: bool) -> Session:
        """Open one of the copies."""
        return sessions.reopen(self.path if here else self.copy)

    def merge(self, *, back: bool = False) -> object:
        """Merge the copy into the project, or the other way round."""
        one, two = (self.copy, self.path) if back else (self.path, self.copy)
        with Store.open(one) as store:
            tally = store.merge(two)
            assert store.check() == []
        return tally

    def votes(self, *, here: bool = True) -> dict[str, bool]:
        """Return all votes of a copy, and whether they are voided."""
        with Store.open(self.path if here else self.copy) as store:
            return {vote.id: vote.voided for vote in store.votes(include_voided=True)}


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    return Two(tmp_path)


def vote_as(session: Session, name: str, verdict: Verdict = Verdict.LEFT) -> str:
    """Vote on the pair on the screen under a name."""
    duel = sessions.offer(session)
    assert duel is not None
    rater = session.board.seat_person(named_person(name))
    vote_id = session.voting.tell(duel.id, verdict, rater=rater)
    assert vote_id is not None
    return vote_id


def test_votes_made_apart_are_all_there_once(two: Two) -> None:
    mine, theirs = two.at(True), two.at(False)
    ours = {vote_as(mine, "Anna") for _ in range(3)}
    others = {vote_as(theirs, "Ben") for _ in range(2)}
    mine.close()
    theirs.close()
    before = set(two.votes()) - ours

    tally = two.merge()

    assert set(two.votes()) == before | ours | others
    assert tally.votes == 2
    merged = two.at(True)
    assert merged.board.votes == 7
    assert [row.rater for row in merged.voting.rows()][-2:] == ["Ben", "Ben"]
    merged.close()


def test_merging_again_and_back_adds_nothing_and_both_are_alike(two: Two) -> None:
    for here, name in ((True, "Anna"), (False, "Ben")):
        session = two.at(here)
        vote_as(session, name)
        session.growing.add_own(Prompt(f"{name} says: {{{{message}}}}"), [], name)
        sessions.answer_all(session)
        session.close()
    first = two.merge()
    assert (first.votes, first.prompts) == (1, 1)
    again = two.merge()
    assert (again.votes, again.prompts, again.outputs, again.examples) == (0, 0, 0, 0)
    back = two.merge(back=True)
    assert (back.votes, back.prompts) == (1, 1)
    assert two.votes(here=True) == two.votes(here=False)


def test_the_same_duel_judged_by_one_person_in_both_copies_counts_once(two: Two) -> None:
    mine, theirs = two.at(True), two.at(False)
    assert sessions.offer(mine).id == sessions.offer(theirs).id
    kept = vote_as(mine, "", Verdict.LEFT)
    other = vote_as(theirs, "", Verdict.RIGHT)
    mine.close()
    theirs.close()

    tally = two.merge()

    assert two.votes()[kept] is False
    assert two.votes()[other] is True
    assert len(tally.conflicts) == 1
    assert "judged one pair in both copies" in tally.conflicts[0]
    again = two.at(True)
    assert again.board.votes == 3
    again.close()


def test_two_people_may_both_have_judged_one_duel(two: Two) -> None:
    mine, theirs = two.at(True), two.at(False)
    vote_as(mine, "Anna")
    vote_as(theirs, "Ben")
    mine.close()
    theirs.close()
    tally = two.merge()
    assert tally.conflicts == []
    merged = two.at(True)
    assert merged.board.votes == 4
    assert merged.pool_picture().run().raters
    merged.close()


def test_answers_made_apart_are_both_kept_with_the_votes_on_them(two: Two) -> None:
    texts = {}
    for here, name in ((True, "here"), (False, "there")):
        session = two.at(here)
        session.growing.add_own(Prompt("A third way: {{message}}"), [], "third")
        sessions.answer_all(session, lambda cell, said=name: f"{said} {cell.example_id}")
        new = session.board.roster.candidates[-1].id
        duel = next(d for d in session.showing.ask(200) if new in (d.left_prompt, d.right_prompt))
        output = duel.left_output if duel.left_prompt == new else duel.right_output
        span = Span(output, 0, 3, good=True)
        vote_id = session.voting.tell(duel.id, Verdict.LEFT, spans=(span,))
        assert vote_id is not None
        texts[name] = (vote_id, session.board.store.output_texts([output])[output])
        session.close()

    tally = two.merge()
    assert any("read differently" in told for told in tally.conflicts)
    merged = two.at(True)
    for vote_id, text in texts.values():
        (mark,) = merged.voting.row(vote_id).marks
        assert mark.text == text[:3]
        entry = merged.board.casebook[vote_id]
        stored = merged.board.store.output_texts(entry.outputs)
        assert text in stored.values()
    merged.close()
    again = two.merge()
    assert again.outputs == 0


def test_whoever_took_a_vote_back_alone_is_followed(two: Two) -> None:
    first, second = list(two.votes())
    theirs = two.at(False)
    theirs.voting.void(first)
    theirs.close()
    mine = two.at(True)
    mine.voting.void(second)
    mine.close()
    tally = two.merge()
    assert two.votes() == {first: True, second: True}
    assert tally.conflicts == []


def test_a_vote_changed_in_both_copies_stays_and_is_told(two: Two) -> None:
    first = next(iter(two.votes()))
    theirs = two.at(False)
    theirs.voting.void(first)
    theirs.close()
    mine = two.at(True)
    mine.voting.void(first)
    mine.voting.restore(first)
    mine.close()
    tally = two.merge()
    assert two.votes()[first] is False
    assert "it stays so" in tally.conflicts[0]


def test_a_tag_that_is_part_of_another_one_is_kept_as_well(two: Two) -> None:
    mine, theirs = two.at(True), two.at(False)
    first = next(iter(two.votes()))
    mine.voting.annotate(first, "", ("too long",))
    theirs.voting.annotate(first, "", ("long", 'he said "no"', "too long"))
    mine.close()
    theirs.close()

    two.merge()
    two.merge()

    with Store.open(two.path) as store:
        assert store.vote(first).tags == ("too long", "long", 'he said "no"')


def test_reasons_and_tags_of_both_are_kept(two: Two) -> None:
    first = next(iter(two.votes()))
    mine, theirs = two.at(True), two.at(False)
    mine.voting.annotate(first, "", ("tone",))
    theirs.voting.annotate(first, "it is rude", ("tone", "wrong"))
    mine.close()
    theirs.close()
    assert two.merge().conflicts == []
    merged = two.at(True)
    row = merged.voting.row(first)
    assert (row.reason, row.tags) == ("it is rude", ("tone", "wrong"))
    merged.close()


def test_two_prompts_of_one_handle_get_two(two: Two) -> None:
    for here, name in ((True, "Anna"), (False, "Ben")):
        session = two.at(here)
        sessions_start = session.board.roster.start_id
        session.growing.add_own(Prompt(f"{name}: {{{{message}}}}"), [sessions_start], name)
        session.close()
    tally = two.merge()
    assert any("Both copies have a prompt" in told for told in tally.conflicts)
    merged = two.at(True)
    handles = [c.handle for c in merged.board.roster.candidates]
    assert len(set(handles)) == len(handles)
    merged.close()


def test_undo_reaches_only_what_was_done_here(two: Two) -> None:
    mine, theirs = two.at(True), two.at(False)
    kept = vote_as(mine, "Anna")
    vote_as(theirs, "Ben")
    mine.close()
    theirs.close()
    two.merge()
    merged = two.at(True)
    assert merged.voting.undo() == (kept,)
    merged.close()


def test_another_project_or_the_file_itself_is_refused(two: Two, tmp_path: Path) -> None:
    other = tmp_path / "other.pairtune"
    sessions.create(other).close()
    before = two.votes()
    with Store.open(two.path) as store:
        with pytest.raises(ProjectFault, match="another project"):
            store.merge(other)
        with pytest.raises(ProjectFault, match="itself"):
            store.merge(two.path)
        with pytest.raises(ProjectFault):
            store.merge(tmp_path / "nowhere.pairtune")
    assert two.votes() == before


def test_the_other_copy_is_not_changed_by_being_read(two: Two, tmp_path: Path) -> None:
    theirs = two.at(False)
    vote_as(theirs, "Ben")
    theirs.close()
    before = tmp_path / "before"
    shutil.copyfile(two.copy, before)
    two.merge()
    assert two.copy.read_bytes() == before.read_bytes()


def test_a_copy_that_is_open_elsewhere_can_be_merged_with_all_its_votes(two: Two) -> None:
    theirs = two.at(False)
    vote_id = vote_as(theirs, "Ben")
    two.merge()
    assert vote_id in two.votes()
    theirs.close()
