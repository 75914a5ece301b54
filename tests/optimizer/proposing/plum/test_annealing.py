"""Annealing goes on from a worse child by a chance that falls with the temperature."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.proposing.plum.annealing import Annealing
from tests.optimizer.proposing.playing import Play, lead, phrase_worth
from tests.optimizer.proposing.pools import START


def worse(prompt: object) -> float:
    return 0.0 if prompt == START else -1.0


def after_one(**edit: object) -> str:
    """Where it stands after one worse child with these values in its edit."""
    play = Play(Annealing(), worse)
    play.step(Random(1))
    play.proposals[0] = replace(play.proposals[0], edit={**play.proposals[0].edit, **edit})
    return Annealing().propose(play.snapshot, None, Random(2))[0].parents[0]


def test_a_worse_child_is_gone_on_from_when_the_draw_allows_it() -> None:
    # One standard deviation of the two values is a half: the loss of 1 counts as 2.
    assert after_one(temperature=2.0, draw=0.36) != START.id  # exp(-2 / 2) = 0.368
    assert after_one(temperature=2.0, draw=0.38) == START.id
    assert after_one(temperature=0.1, draw=0.01) == START.id


def test_the_temperature_falls_with_every_step() -> None:
    play = Play(Annealing(temperature=0.8, cooling=0.5), phrase_worth(1)).run(4, seed=1)
    heats = [proposal.edit["temperature"] for proposal in play.proposals]
    assert heats == pytest.approx([0.8, 0.4, 0.2, 0.1])
    assert all(0 <= float(str(p.edit["draw"])) < 1 for p in play.proposals)


@pytest.mark.parametrize("edit", [{"draw": None}, {"temperature": "hot"}, {"temperature": 0}])
def test_odd_values_in_the_record_do_no_harm(edit: dict[str, object]) -> None:
    assert after_one(**edit)


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(Annealing(), phrase_worth(2)).run(8, seed=2).snapshot
    one, two = (Annealing().propose(snap, None, Random(3)) for _ in range(2))
    assert one == two


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(Annealing, children=25, seeds=5) > 0
