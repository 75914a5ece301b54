from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.asking.arena import Arena
from optimizer.asking.duels import choose_duels, swapped
from optimizer.asking.wanted import SAME_ENOUGH, wanted_prefixes
from optimizer.outputs import Cell, Made, OutputTable, plan
from optimizer.pairing import PICKERS
from optimizer.preference import Ballots, Pool, fit
from optimizer.records import Duel, Purpose, Verdict, Vote
from optimizer.votes.evidence import Judgement
from optimizer.votes.shown import Couple, Meetings, Shown

PICKER = PICKERS["eubo"]()


class World:
    """A pool whose outputs are made and whose duels are judged without any store."""

    def __init__(
        self,
        prompts: int,
        examples: int,
        texts: dict[tuple[int, int], str] | None = None,
        differences: dict[str, float] | None = None,
    ) -> None:
        self.prompts = tuple(f"p{k}" for k in range(prompts))
        self.order = tuple(f"e{k}" for k in range(examples))
        self.texts = texts or {}
        self.differences = differences or {}
        self.table = OutputTable()
        self.barred: dict[str, frozenset[str]] = {}
        self.past: list[Duel] = []
        self.rng = np.random.default_rng(5)
        ids = itertools.count()
        self.new_id = lambda: f"d{next(ids)}"
        pool = Pool(parents=((), *(((0,),) * (prompts - 1))))
        self.posterior = fit(pool, Ballots.empty())

    def text(self, prompt: str, example: str) -> str:
        key = (int(prompt[1:]), int(example[1:]))
        return self.texts.get(key, f"{prompt} on {example}")

    def answer(self, cell: Cell) -> None:
        text = self.text(cell.prompt_id, cell.example_id)
        made = Made(f"{cell.prompt_id}/{cell.example_id}", text, "stop")
        self.table.add(cell, made)

    def answer_all(self) -> None:
        for prompt in self.prompts:
            for example in self.order:
                self.answer(Cell(prompt, example))

    def arena(self) -> Arena:
        judged = [Judgement(Vote(d.id, d.id, "person", Verdict.LEFT), d) for d in self.past]
        return Arena(
            prompts=self.prompts,
            posterior=self.posterior,
            live=np.ones(len(self.prompts), dtype=bool),
            order=self.order,
            places={example: place for place, example in enumerate(self.order)},
            table=self.table,
            met=Meetings.of(judged),
            past=Shown.of(judged),
            ballots=Ballots.empty(),
            difference=self._difference,
            setting_id="s",
            barred=self.barred,
        )

    def _difference(self, first: str, second: str, example: str) -> float | None:
        one, two = self.table.get(first, example), self.table.get(second, example)
        if one is None or two is None or one.text_hash == two.text_hash:
            return None
        return self.differences.get(example, 0.5)

    def choose(self, n: int, waiting: list[Duel] | None = None) -> list[Duel]:
        return choose_duels(self.arena(), PICKER, waiting or [], n, self.new_id, self.rng)


@given(
    st.integers(2, 4),
    st.integers(1, 7),
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 6)), st.sampled_from(["same", "other"])
    ),
    st.sets(st.tuples(st.integers(0, 3), st.integers(0, 6))),
    st.integers(1, 4),
)
@settings(max_examples=60, deadline=None)
def test_every_duel_can_be_judged_and_is_new_to_its_pair(
    prompts: int,
    examples: int,
    texts: dict[tuple[int, int], str],
    unanswered: set[tuple[int, int]],
    ahead: int,
) -> None:
    world = World(prompts, examples, texts)
    for p, e in itertools.product(range(prompts), range(examples)):
        if (p, e) not in unanswered:
            world.answer(Cell(f"p{p}", f"e{e}"))
    world.barred = {"p0": frozenset({"e0"})}

    waiting: list[Duel] = []
    while chosen := world.choose(ahead, waiting):
        waiting += chosen
        world.past.append(waiting.pop(0))
    shown = [*world.past, *waiting]

    pairs_on_examples = [
        (frozenset((duel.left_prompt, duel.right_prompt)), duel.example_id) for duel in shown
    ]
    assert len(set(pairs_on_examples)) == len(shown)
    lefts: dict[Couple, Counter[str]] = {}
    for duel in shown:
        left = world.table.get(duel.left_prompt, duel.example_id)
        right = world.table.get(duel.right_prompt, duel.example_id)
        assert left is not None
        assert right is not None
        assert (duel.left_output, duel.right_output) == (left.output_id, right.output_id)
        assert left.text_hash != right.text_hash
        assert not ("p0" in (duel.left_prompt, duel.right_prompt) and duel.example_id == "e0")
        couple = frozenset((duel.left_prompt, duel.right_prompt))
        lefts.setdefault(couple, Counter())[duel.left_prompt] += 1
    for couple, count in lefts.items():
        first, second = couple
        assert abs(count[first] - count[second]) <= 1, "the sides of a pair must be balanced"


def test_a_duel_says_of_how_many_examples_its_own_is_the_most_telling() -> None:
    world = World(2, 12, differences={f"e{n}": 0.9 - 0.05 * n for n in range(12)})
    world.answer_all()
    for _ in range(12):
        world.past.append(*world.choose(1))
    # Every fifth example is taken by chance; towards the end there are few left.
    assert [duel.looked_at for duel in world.past] == [8, 8, 8, 8, 1, 7, 6, 5, 4, 1, 2, 1]


def test_every_pair_that_differs_is_had_in_the_end() -> None:
    world = World(4, 3)
    world.answer_all()

    while chosen := world.choose(3):
        world.past += chosen

    assert len(world.past) == 6 * 3


def test_identical_outputs_never_become_a_duel() -> None:
    world = World(3, 5, {(p, e): "the same" for p in range(3) for e in range(5)})
    world.answer_all()

    assert world.choose(3) == []


def test_no_pair_is_shown_more_than_three_times_running() -> None:
    world = World(3, 12)
    world.answer_all()
    for _ in range(12):
        world.past += world.choose(1)

    couples = [frozenset((duel.left_prompt, duel.right_prompt)) for duel in world.past]
    longest = max(len(list(group)) for _, group in itertools.groupby(couples))
    assert longest <= 3


def test_duels_that_wait_are_not_chosen_again() -> None:
    world = World(2, 2)
    world.answer_all()
    first = world.choose(1)

    second = world.choose(2, first)

    assert len(second) == 1
    assert second[0].example_id != first[0].example_id


def _obey(world: World, rounds: int, failing: set[Cell] | None = None) -> list[Cell]:
    """Make every wanted output until nothing is wanted, without any vote."""
    failing = failing or set()
    made: list[Cell] = []
    given_up: set[Cell] = set()
    for _ in range(rounds):
        prefixes = wanted_prefixes(world.arena(), PICKER, [], world.rng, given_up)
        barred = {Cell(p, e) for p, shown in world.barred.items() for e in shown}
        wanted = plan(world.table, world.order, prefixes, barred | given_up)
        if not wanted:
            break
        for cell in wanted:
            if cell in failing:
                given_up.add(cell)
            else:
                world.answer(cell)
                made.append(cell)
    return made


def test_without_votes_a_short_prefix_is_enough() -> None:
    world = World(4, 50)

    made = _obey(world, 20)

    assert len(made) == len(set(made)) == 4 * 3


def test_prompts_that_say_the_same_are_asked_for_more_but_not_without_end() -> None:
    world = World(2, 200, {(p, e): "the same" for p in range(2) for e in range(200)})

    made = _obey(world, 100)

    assert 2 * SAME_ENOUGH <= len(made) <= 2 * (SAME_ENOUGH + 4)


def test_prompts_that_differ_late_find_their_duel() -> None:
    world = World(2, 50, {(p, e): "the same" for p in range(2) for e in range(10)})
    _obey(world, 100)

    assert [duel.example_id for duel in world.choose(1)] in (["e10"], ["e11"])


def test_a_cell_that_cannot_be_filled_holds_up_no_other() -> None:
    world = World(2, 40)
    failing = {Cell("p0", "e1"), Cell("p1", "e4")}

    for _ in range(30):
        _obey(world, 20, failing)
        world.past += world.choose(1)

    assert len(world.past) == 30


def test_an_example_that_is_a_demonstration_holds_up_no_other() -> None:
    world = World(2, 12)
    world.barred = {"p1": frozenset({"e0", "e2"})}
    for _ in range(15):
        _obey(world, 20)
        world.past += world.choose(1)

    assert {duel.example_id for duel in world.past} == set(world.order) - {"e0", "e2"}


def test_a_retired_prompt_is_asked_for_nothing() -> None:
    world = World(3, 10)
    arena = replace(world.arena(), live=np.array([True, False, True]))

    wanted = dict(wanted_prefixes(arena, PICKER, [], world.rng))

    assert set(wanted) == {"p0", "p2"}


def test_a_repeat_has_exchanged_sides() -> None:
    world = World(2, 1)
    world.answer_all()
    (duel,) = world.choose(1)

    again = swapped(replace(duel, shown_at="now"), "again", Purpose.PROBE)

    assert (again.left_output, again.right_output) == (duel.right_output, duel.left_output)
    assert (again.left_prompt, again.right_prompt) == (duel.right_prompt, duel.left_prompt)
    assert (again.id, again.purpose, again.shown_at) == ("again", Purpose.PROBE, None)
    assert swapped(again, duel.id, duel.purpose) == duel


@pytest.mark.parametrize("examples", [0, 1])
def test_one_prompt_or_no_example_gives_no_duel(examples: int) -> None:
    alone = World(1, 3)
    alone.answer_all()
    assert alone.choose(2) == []
    assert World(2, examples).choose(2) == []
