"""MIPRO: instruction and demonstrations are factors of one surrogate; drafts rest on the data."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.methods import arrange, find_method, unmet
from optimizer.proposing.mipro.factors import factors
from optimizer.proposing.mipro.instructions import GroundedInstructions
from optimizer.proposing.mipro.search import Mipro
from optimizer.proposing.moves.tips import load_tips
from optimizer.records import Need, Prompt
from tests.optimizer.proposing.playing import Play, family, pool
from tests.optimizer.proposing.pools import EXAMPLES, START, Scripted, label_task

ROWS = [replace(example, reference=f"day {n}") for n, example in enumerate(EXAMPLES)]
TASK = label_task(*(f"day {n}" for n in range(6)))
DRAFT = "<prompt>Reply in one line.</prompt>"


def play(worth=lambda prompt: 0.0, **settings) -> Play:
    return Play(Mipro(**settings), worth, task=TASK, examples=ROWS)


def test_factors_are_what_the_pool_holds_first_and_the_same_at_every_call() -> None:
    other = replace(START, instruction="Answer the customer.")
    snap = pool(family(START, other), {}, task=TASK, examples=ROWS)
    found = factors(snap, 5, 4, 2)
    assert found.texts[:2] == (("", START.instruction), ("", "Answer the customer."))
    assert found.sets[0] == ()
    assert [len(shown) for shown in found.sets[1:]] == [2, 2, 2]
    assert len(found.texts) == 5
    assert found == factors(snap, 5, 4, 2)
    assert found.layouts == (START.layout,)
    assert found.place(START, other) == (1, 0, 0)
    assert found.place(START, replace(other, system="Be kind.")) is None


def test_every_child_is_a_new_combination_in_the_start_prompts_frame() -> None:
    played = play(instructions=3, sets=3).run(50, seed=1)
    combinations = {(m.prompt.instruction, m.prompt.demonstrations) for m in played.members}
    assert len(combinations) == 9
    assert len(played.proposals) == 8, "after all combinations there is nothing to propose"
    for member in played.members:
        assert replace(member.prompt, instruction=START.instruction, demonstrations=()) == START


def test_the_surrogate_goes_where_both_factors_were_good() -> None:
    def worth(prompt: Prompt) -> float:
        return len(prompt.demonstrations) + 0.01 * len(prompt.instruction)

    played = play(worth).run(24, seed=2)
    late = [m.prompt for m in played.members[-8:]]
    early = [m.prompt for m in played.members[:8]]
    assert sum(map(worth, late)) > sum(map(worth, early))


def test_candidates_of_other_proposers_are_trials_too() -> None:
    other = replace(START, instruction="Answer the customer.")
    snap = pool(family(START, other), {START.id: 0.0, other.id: 1.0}, task=TASK, examples=ROWS)
    made = Mipro().propose(snap, None, Random(0))[0]
    assert made.edit["trials"] == 2
    assert made.prompt not in (START, other)


def test_the_first_parent_is_the_one_whose_words_a_child_has() -> None:
    played = play(lambda p: len(p.demonstrations) + 0.01 * len(p.instruction)).run(30, seed=3)
    prompts = {member.id: member.prompt for member in played.members}
    known, shared = {START.id: START}, 0
    for proposal in played.proposals:
        child = prompts[str(proposal.prompt_id)]
        like = [prompt for prompt in known.values() if _words(prompt) == _words(child)]
        assert not like or known[proposal.parents[0]] in like
        for other in proposal.parents[1:]:
            assert known[other].demonstrations == child.demonstrations != ()
            shared += 1
        known[child.id] = child
    assert shared, "a set of examples makes kin as well"


def _words(prompt: Prompt) -> tuple[str, str]:
    return prompt.system, prompt.instruction


def test_without_good_answers_instructions_alone_are_combined() -> None:
    made = Mipro().propose(pool(family(START), {}), None, Random(0))[0]
    assert made.prompt.demonstrations == ()
    assert made.edit["demonstrations"] == 0


def test_without_a_writer_layouts_are_a_factor_and_with_one_they_are_not() -> None:
    def worth(prompt: Prompt) -> float:
        return float(bool(prompt.layout.choices)) + 0.1 * len(prompt.demonstrations)

    played = play(worth, instructions=2, sets=3, layouts=4).run(24, seed=4)
    layouts = {member.prompt.layout for member in played.members}
    assert len(layouts) == 4
    assert START.layout in layouts
    assert len({(m.prompt.instruction, m.prompt.demonstrations) for m in played.members}) > 4
    best = max(played.members, key=lambda member: worth(member.prompt)).prompt
    assert best.layout.choices, "the largest step is among the layouts"
    assert len(best.demonstrations) == 3
    drafting = Play(
        Mipro(layouts=4), worth, task=TASK, examples=ROWS, writer=Scripted(*[DRAFT] * 12)
    ).run(12, seed=4)
    assert {member.prompt.layout for member in drafting.members} == {START.layout}


def test_without_a_writer_the_method_runs_by_labels_alone() -> None:
    method = find_method("mipro")
    assert unmet(method, {Need.METRIC}) == ""
    assert unmet(method, {Need.PERSON, Need.WRITER})
    parts = arrange(method, {"layouts": 3}).proposers
    assert [name for name, part in parts.items() if not part.needs_writer] == ["mipro"]
    searching = parts["mipro"]
    assert isinstance(searching, Mipro)
    assert searching.layouts == 3


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = play(lambda p: float(len(p.instruction))).run(9, seed=3).snapshot
    one, two = (Mipro().propose(snap, None, Random(5)) for _ in range(2))
    assert one == two


def test_a_draft_rests_on_a_summary_of_the_data_that_is_written_once() -> None:
    writer = Scripted("Short questions about parcels.", DRAFT, "<prompt>Say the day.</prompt>")
    played = Play(GroundedInstructions(), lambda p: 0.0, examples=ROWS, writer=writer).run(
        2, seed=1
    )
    summary, first, second = writer.told
    assert "Where is parcel" in summary
    assert "day 1" in summary
    for told in (first, second):
        assert "Short questions about parcels." in told
        assert sum(tip.text in told for tip in load_tips()) == 1
    assert [p.edit["summary"] for p in played.proposals] == ["Short questions about parcels."] * 2
    assert played.members[1].prompt == replace(START, instruction="Reply in one line.")


def test_every_tip_has_its_turn() -> None:
    tips = load_tips()
    answers = ["A summary."] + [f"<prompt>Reply {n}.</prompt>" for n in range(len(tips))]
    played = Play(GroundedInstructions(), lambda p: 0.0, writer=Scripted(*answers))
    played.run(len(tips), seed=1)
    assert {p.edit["tip"] for p in played.proposals} == {tip.id for tip in tips}


def test_junk_from_the_writer_makes_no_draft() -> None:
    snap = pool(family(START), {})
    lost = replace(START, instruction="Reply to {{message}}.")
    for answer in ("", "<prompt></prompt>", f"<prompt>{START.instruction}</prompt>"):
        assert GroundedInstructions().propose(snap, Scripted("S.", answer), Random(0)) == []
    snap = pool(family(replace(lost, fields=())), {})
    assert GroundedInstructions().propose(snap, Scripted("S.", DRAFT), Random(0)) == []
    assert GroundedInstructions().propose(snap, None, Random(0)) == []
    bare = pool(family(START), {}, examples=())
    assert GroundedInstructions().propose(bare, Scripted(DRAFT), Random(0))
