"""ZOPO: a Gaussian process with a tangent kernel, its gradient, and a snap to real candidates."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from optimizer.proposing.moves.vectors import vectors
from optimizer.proposing.zopo.search import Zopo
from optimizer.proposing.zopo.surrogate import fit, kernel, slope
from optimizer.protocols import EmbeddingProposer
from optimizer.records import Prompt
from tests.optimizer.proposing.meanings import Meanings, meaning
from tests.optimizer.proposing.playing import Play, family, lead, phrase_worth, pool
from tests.optimizer.proposing.pools import START

TEXTS = ["be kind", "be kind and short", "be short", "think first", "write Latin verse"]


def test_the_kernel_is_one_for_the_same_text_and_falls_with_the_distance() -> None:
    points = vectors(TEXTS)
    values = kernel(points, points)
    assert np.allclose(np.diag(values), 1.0)
    assert np.allclose(values, values.T)
    assert values[0, 1] > values[0, 4]
    assert np.linalg.eigvalsh(values).min() > 0


def test_the_slope_is_the_kernels_derivative() -> None:
    base = np.array([[1.0, 0.0]])
    for angle in (0.3, 1.0, 2.0):
        cosine, small = np.cos(angle), 1e-6
        near = [np.array([[u, np.sqrt(1 - u * u)]]) for u in (cosine - small, cosine + small)]
        rise = (kernel(base, near[1]) - kernel(base, near[0])) / (2 * small)
        at = np.array([[cosine, np.sin(angle)]])
        assert slope(base, at)[0, 0] == pytest.approx(rise[0, 0], abs=1e-4)


def test_the_surrogate_knows_what_it_saw_and_doubts_the_rest() -> None:
    points = vectors(TEXTS[:4])
    worth = np.array([1.0, 0.5, 0.0, -1.0])
    found = fit(points, worth, np.full(4, 1e-4))
    assert np.allclose(found.mean(points), worth, atol=0.01)
    assert found.deviation(points).max() < 0.05
    assert found.deviation(vectors(TEXTS[4:]))[0] > 0.5


def test_the_gradient_rises_and_keeps_to_the_sphere() -> None:
    points = vectors(TEXTS)
    found = fit(points, np.array([0.0, 0.5, 1.0, -1.0, 0.0]), np.full(5, 0.1))
    for point in points:
        rise = found.gradient(point)
        assert abs(rise @ point) < 1e-9
        there = point + 0.01 * rise
        there /= np.linalg.norm(there)
        assert found.mean(there[None, :])[0] > found.mean(point[None, :])[0] - 1e-9


def test_every_so_manieth_child_is_asked_for_to_learn_from() -> None:
    play = Play(Zopo(every=3, unsure=2.0), lambda p: float(len(p.instruction))).run(9, seed=1)
    why = [proposal.edit["why"] for proposal in play.proposals]
    # The first is drawn from what the start prompt alone tells.
    assert [n for n, said in enumerate(why, start=1) if said == "least known"] == [3, 6, 9]


def test_it_snaps_to_the_neighbour_to_which_the_gradient_points() -> None:
    """Candidates that were told to be brief did well: a further edit goes the same way."""

    def said(text: str) -> Prompt:
        return replace(START, instruction=f"{START.instruction}\n{text}")

    good, poor = said("Keep the answer short."), said("Use about 100 words.")
    snap = pool(family(START, good, poor), {START.id: 0.0, good.id: 2.0, poor.id: -2.0})
    made = Zopo(around=1, unsure=2.0, every=0).propose(snap, None, Random(0))[0]
    assert made.parents == (good.id,)
    assert made.edit["why"] == "up the gradient"
    assert float(str(made.edit["expected"])) > 0


def test_a_named_model_says_where_texts_are_and_is_asked_for_some_neighbours_only() -> None:
    """Kind prompts did well: the step goes to a text that means it, whatever its words."""

    def said(text: str) -> Prompt:
        return replace(START, instruction=f"{START.instruction}\n{text}")

    good, poor = said("Be hearty."), said("Be icy.")
    snap = pool(family(START, good, poor), {START.id: 0.0, good.id: 2.0, poor.id: -2.0})
    embedder = Meanings()
    zopo = Zopo(around=1, unsure=2.0, every=0, neighbours=500)
    assert isinstance(zopo, EmbeddingProposer)
    (made,) = zopo.propose_by_meaning(snap, None, embedder, Random(0))
    assert made.edit["why"] == "up the gradient"
    warm, before = meaning(made.prompt.instruction), meaning(good.instruction)
    assert warm[0] - warm[1] >= before[0] - before[1]
    few = Meanings()
    Zopo(around=1, neighbours=6).propose_by_meaning(snap, None, few, Random(0))
    assert len(few.asked) == len(snap.candidates) + 6
    known = {text: meaning(text) for text in embedder.asked}
    nobody = Meanings()
    zopo.propose_by_meaning(replace(snap, vectors=known), None, nobody, Random(0))
    assert nobody.asked == []


def test_a_model_that_fails_leaves_it_to_the_words() -> None:
    snap = Play(Zopo(), phrase_worth(2)).run(6, seed=2).snapshot
    zopo = Zopo(neighbours=400)
    found = zopo.propose_by_meaning(snap, None, Meanings(dumb=True), Random(3))
    assert found == zopo.propose(snap, None, Random(3))


def test_where_it_is_unsure_it_asks_for_the_least_known_neighbour() -> None:
    snap = Play(Zopo(), phrase_worth(1)).run(6, seed=1).snapshot
    assert Zopo(unsure=0.0).propose(snap, None, Random(0))[0].edit["why"] == "least known"


def test_before_anything_is_measured_it_draws_by_lot_and_odd_prompts_do_no_harm() -> None:
    assert Zopo().propose(pool(family(START), {}), None, Random(0))[0].edit["why"] == "by lot"
    for start in (Prompt("{{message}}"), Prompt("", system="?"), Prompt("!!! ???")):
        assert Zopo().propose(pool(family(start), {start.id: 0.0}), None, Random(0))


def test_the_same_record_and_chance_give_the_same_child() -> None:
    snap = Play(Zopo(), phrase_worth(2)).run(6, seed=2).snapshot
    assert Zopo().propose(snap, None, Random(3)) == Zopo().propose(snap, None, Random(3))


def test_it_is_better_than_random_search_at_the_same_number_of_children() -> None:
    assert lead(Zopo, children=16, seeds=3) > 0
