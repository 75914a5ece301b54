"""Runs that need no person: labels alone decide, and a kill changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from optimizer.commands import SetOptions
from optimizer.evaluating.all_rows import AllRows
from optimizer.evaluating.rungs import Rungs
from optimizer.metrics.measuring import ANSWERS_PER_CHILD
from optimizer.outputs import Cell
from optimizer.project import ProjectDraft, create_project
from optimizer.records import (
    ROWS_READ,
    AnswerKind,
    Column,
    ColumnRole,
    Example,
    Options,
    Proposal,
    Request,
    Spent,
    Split,
    Task,
)
from optimizer.selecting.halving import Halving
from optimizer.store import Store
from optimizer.template import start_prompt
from tests.fake_service import FakeService
from tests.optimizer import sessions
from tests.optimizer.sessions import killed
from tests.small_project import Hand

LABELS = ("positive", "negative")
ALONE = Options(metric="normalised", answers=120, check_answers=20, unattended=True)


def draft(rows: int = 60) -> ProjectDraft:
    """A project of labelled rows."""
    examples = tuple(
        Example(
            f"row-{n:02}",
            {"text": f"Review number {n}"},
            reference=LABELS[n % 2],
            split=Split.HELD_OUT if n % 3 == 2 else Split.TUNING,
        )
        for n in range(rows)
    )
    task = Task(
        "task",
        "Reviews",
        columns=(Column("text"), Column("label", ColumnRole.REFERENCE)),
        answer_kind=AnswerKind.LABEL,
        labels=LABELS,
    )
    start = start_prompt("Is the review positive or negative?\n\nReview: {{text}}\n\nLabel:")
    return ProjectDraft("Reviews", task, examples, start, seed=5, options=ALONE)


def classify(request: Request) -> str:
    """Answer right as often as the words around the row deserve; the same request the same."""
    text = "\n".join(message.content for message in request.messages)
    number = int(text.rsplit("Review number ", 1)[1].split()[0].strip(".\"'<>`*"))
    around = text.replace(f"Review number {number}", "")
    quality = 0.35 + 0.6 * Random(f"merit {around}").random()
    right = Random(request.hash).random() < quality
    return LABELS[number % 2] if right else LABELS[1 - number % 2]


def run(path: Path, *, until: int | None = None, copy: Path | None = None) -> None:
    """Work until all is measured, or until so many answers are there; copy as a kill leaves it."""
    if not path.exists():
        create_project(path, draft()).close()
    service = FakeService(classify, threaded=True)
    hand = Hand.open(path, service)

    def done() -> bool:
        status = hand.status
        if status is None or status.measured is None:
            return False
        return status.measured.made >= until if until is not None else status.measured.complete

    hand.until(done)
    if copy is not None:
        killed(path, copy)
    hand.close()
    service.close()


def test_while_labels_alone_decide_no_pair_is_made_ready(tmp_path: Path) -> None:
    create_project(path := tmp_path / "p.pairtune", draft()).close()
    service = FakeService(classify, threaded=True)
    hand = Hand.open(path, service)
    ready = []

    def complete() -> bool:
        ready.extend(hand.ready)
        return hand.status is not None and bool(
            hand.status.measured and hand.status.measured.complete
        )

    hand.until(complete)
    hand.close()
    service.close()
    assert not ready


def table(path: Path) -> dict[tuple[str, str], float]:
    """Every score in a project file, by prompt and example."""
    store = Store.open(path)
    found = store.scores("normalised")
    setting = next(iter({store.output(output).setting_id for output in found}))
    refs = {ref.id: (ref.prompt_id, ref.example_id) for ref in store.outputs(setting)}
    store.close()
    return {refs[output]: value for output, value in found.items()}


def test_a_run_without_votes_keeps_its_cap_and_finds_a_better_prompt(tmp_path: Path) -> None:
    path = tmp_path / "p.pairtune"
    run(path)
    store = Store.open(path)
    splits = {example.id: example.split for example in store.examples()}
    start = store.project().start_prompt
    store.close()
    scores = table(path)
    tuning = [cell for cell in scores if splits[cell[1]] is Split.TUNING]
    assert len(tuning) == ALONE.answers
    held_out = [cell for cell in scores if splits[cell[1]] is Split.HELD_OUT]
    assert len(held_out) == ALONE.check_answers
    checked = {prompt for prompt, _ in held_out}
    assert start in checked
    assert len(checked) == 2


def test_who_left_the_field_gets_no_further_calls(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "p.pairtune", draft())
    children = sessions.add_children(session, 4)
    good = {children[1].id, session.board.roster.start_id}
    session.measuring.use(AllRows(), Halving(block=8, keep=2), None)
    asked: list[list[Cell]] = []
    while not session.measuring.over:
        session.measuring.review(can_grow=False)
        asked.append(session.measuring.cells(frozenset()) if not session.measuring.over else [])
        for cell in asked[-1]:
            expected = session.board.examples[cell.example_id].reference
            sessions.answer(session, cell, expected if cell.prompt_id in good else "neither")
    assert {cell.prompt_id for cell in asked[0]} == set(session.board.roster.index)
    gone = set(session.board.retired)
    assert len(gone) == 2
    assert not gone & good
    assert {cell.prompt_id for cell in asked[1]} == set(session.board.roster.index) - gone
    rows = session.pool_picture().run().candidates
    assert {row.candidate.id for row in rows if "on 8 rows" in row.retired} == gone
    everything = [cell for batch in asked for cell in batch]
    assert len(set(everything)) == len(everything)
    assert session.board.incumbent_id() in good
    session.close()


def test_a_batch_is_made_prompt_by_prompt(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "p.pairtune", draft())
    sessions.add_children(session, 3)
    session.measuring.use(AllRows(), None, None)
    session.measuring.review(can_grow=False)
    asked = [cell.prompt_id for cell in session.measuring.cells(frozenset())]
    assert asked == sorted(asked, key=asked.index)
    assert len(set(asked)) == 4
    session.close()


def test_an_evaluator_with_a_pace_learns_from_few_before_many_enter(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "p.pairtune", draft())
    session.measuring.use(Rungs(block=2, first=0.3), Halving(block=2, generation=4), None)
    session.measuring.review(can_grow=True)
    assert session.measuring.room == 1
    sessions.add_children(session, 1)
    session.measuring.review(can_grow=True)
    assert session.measuring.room == 0
    for cell in session.measuring.cells(frozenset()):
        sessions.answer(session, cell, "positive")
    session.measuring.review(can_grow=True)
    assert session.measuring.room == 2
    session.close()


def test_labels_take_turns_on_the_rows_that_come_first(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "p.pairtune", draft())
    expected = [session.board.examples[row].reference for row in session.board.order]
    assert all(set(expected[n : n + 2]) == set(LABELS) for n in range(0, len(expected) - 1, 2))
    session.close()


def test_a_prompt_known_from_a_few_rows_is_not_recommended_yet(tmp_path: Path) -> None:
    options = replace(ALONE, metric="label", unattended=False)
    session = sessions.create(tmp_path / "p.pairtune", replace(draft(), options=options))
    known, newborn, *_ = sessions.add_children(session, 2)
    rows = session.board.order

    def answer(prompt_id: str, places: range) -> None:
        for place in places:
            right = session.board.examples[rows[place]].reference or ""
            sessions.answer(session, Cell(prompt_id, rows[place]), right)

    answer(known.id, range(20))
    answer(newborn.id, range(9))
    assert session.board.scored() == {known.id}
    answer(newborn.id, range(9, 10))
    assert session.board.scored() == {known.id, newborn.id}
    answer(known.id, range(20, 40))
    assert session.board.scored() == {known.id}
    answer(newborn.id, range(10, 20))
    assert session.board.scored() == {known.id, newborn.id}
    session.close()


def test_a_text_that_is_all_layout_is_a_start_prompt(tmp_path: Path) -> None:
    start = start_prompt("{{text}}\n\nAnswer positive or negative:")
    assert not start.instruction
    session = sessions.create(tmp_path / "p.pairtune", replace(draft(), start=start))
    cued = replace(start, layout=replace(start.layout, cue="Label:"))
    proposal = Proposal(cued, (start.id,), "layout", "another cue", "")
    assert session.growing.admit(proposal, None) is None
    session.close()


def test_a_cell_that_cannot_be_made_holds_nobody_up(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "p.pairtune", draft())
    session.measuring.review(can_grow=False)
    first, *others = session.measuring.cells(frozenset())
    for cell in others:
        sessions.answer(session, cell, "positive")
    session.measuring.hopeless = {first}
    session.measuring.review(can_grow=False)
    following = session.measuring.cells(session.measuring.hopeless)
    assert following
    assert first not in following
    session.close()


def test_killed_and_resumed_ends_with_the_same_table(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.pairtune", tmp_path / "parts.pairtune"
    run(whole)
    for answers in (7, 40, 41, 90, 113):
        left = tmp_path / f"left at {answers}.pairtune"
        run(parts, until=answers, copy=left)
        parts = left
    run(parts)
    assert table(parts) == table(whole)


def test_more_answers_go_on_where_fewer_ended(tmp_path: Path) -> None:
    path = tmp_path / "p.pairtune"
    run(path)
    hand = Hand.open(path, FakeService(classify, threaded=True))
    hand.post(SetOptions(replace(ALONE, answers=130)))
    hand.until(
        lambda: (
            hand.status is not None
            and hand.status.measured is not None
            and hand.status.measured.limit == 130
            and hand.status.measured.complete
        )
    )
    hand.close()
    store = Store.open(path)
    splits = {example.id: example.split for example in store.examples()}
    store.close()
    # Another prompt may be recommended by now: what was checked of the one before it stays.
    made = sum(1 for cell in table(path) if splits[cell[1]] is Split.TUNING)
    assert 130 - ANSWERS_PER_CHILD < made <= 130, "for the last few no new prompt enters"


def test_rows_that_were_read_to_write_a_prompt_count_as_answers(tmp_path: Path) -> None:
    session = sessions.create(tmp_path / "p.pairtune", replace(draft(), options=ALONE))
    left = session.measuring.left
    assert left == ALONE.answers
    child = replace(session.board.roster[session.board.roster.start_id].prompt, system="Be exact.")
    proposal = Proposal(child, (), "calibrate", "weighed", "read", edit={ROWS_READ: 24})
    session.growing.admit_all((proposal,), None, Spent())
    assert (session.measuring.made, session.measuring.left) == (24, left - 24)
    session.close()


def test_unclear_labels_are_listed_and_labels_speak_where_nobody_voted(tmp_path: Path) -> None:
    options = replace(ALONE, metric="label")
    session = sessions.create(tmp_path / "p.pairtune", replace(draft(), options=options))
    start = session.board.roster.start_id
    rows = list(session.board.order)
    sessions.answer(session, Cell(start, rows[0]), "positive or negative")
    for row in rows[1:6]:
        sessions.answer(session, Cell(start, row), session.board.examples[row].reference)
    view = session.pool_picture().run()
    assert view.scorecard is not None
    assert [each.example_id for each in view.scorecard.unclear] == [rows[0]]
    assert view.scorecard.unclear[0].text == "positive or negative"
    assert view.advice.text.startswith("No votes yet. By its labels: Start scores 0.83")
    session.close()


def test_beside_a_person_the_metric_asks_for_prompts_as_well(tmp_path: Path) -> None:
    options = replace(ALONE, unattended=False)
    session = sessions.create(tmp_path / "p.pairtune", replace(draft(), options=options))
    sessions.add_children(session, 5)
    wanted = session.children_wanted()
    session.measuring.review(can_grow=True)
    assert wanted == 0
    assert session.children_wanted() == session.measuring.room > 0
    session.measuring.review(can_grow=False)
    assert session.children_wanted() == 0
    assert session.measuring.cells(frozenset())
    session.close()


def test_a_metric_without_expected_answers_checks_rows_kept_apart_too(tmp_path: Path) -> None:
    made = draft(30)
    bare = tuple(replace(example, reference=None) for example in made.examples)
    made = replace(made, examples=bare, options=replace(ALONE, metric="regex:tive$", answers=10))
    session = sessions.create(tmp_path / "p.pairtune", made)
    session.measuring.review(can_grow=False)
    splits = {example.id: example.split for example in made.examples}
    asked = set()
    while cells := session.measuring.cells(frozenset()):
        for cell in cells:
            sessions.answer(session, cell, "positive")
            asked.add(splits[cell.example_id])
        session.measuring.review(can_grow=False)
    assert asked == {Split.TUNING, Split.HELD_OUT}
    session.close()
