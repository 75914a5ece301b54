"""The baseline: crossed snippets around the start prompt, and nothing is learned."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.eccentric import Eccentric
from optimizer.proposing.moves.snippets import PLACES, load_snippets
from optimizer.records import Refusal
from tests.optimizer.proposing.playing import Play, family, pool, stored
from tests.optimizer.proposing.pools import START


def test_every_combination_comes_once_and_then_none() -> None:
    play = Play(Eccentric(thinking=False), lambda prompt: 0.0).run(10_000, seed=1)
    snippets = load_snippets()
    count = 1
    for place in PLACES[:3]:
        count *= len(snippets[place])
    assert len(play.proposals) == count - 1
    assert len({str(proposal.edit) for proposal in play.proposals}) == count - 1


def test_the_start_prompts_words_stay_between_opener_and_closer() -> None:
    snippets = {s.id: s.text for place in PLACES for s in load_snippets()[place]}
    for seed in range(20):
        made = Eccentric().propose(pool(family(START), {}), None, Random(seed))[0]
        opener, *after = (snippets[str(made.edit[place])] for place in PLACES)
        expected = [text for text in (opener, START.instruction, *after) if text]
        assert made.prompt.instruction == "\n".join(expected)
        assert replace(made.prompt, instruction=START.instruction) == START


def test_what_scored_well_changes_nothing() -> None:
    other = replace(START, instruction="Answer.")
    members = family(START, other)
    calm = pool(members, {START.id: 0.0, other.id: 0.0})
    keen = pool(members, {START.id: -5.0, other.id: 5.0})
    for seed in range(10):
        one, two = (Eccentric().propose(s, None, Random(seed)) for s in (calm, keen))
        assert one == two
        assert one[0].parents == (START.id,)


def test_a_refused_combination_does_not_come_again_and_thinking_can_be_left_out() -> None:
    first = Eccentric().propose(pool(family(START), {}), None, Random(1))[0]
    refused = replace(stored(first), refusal=Refusal("length", "too long"), prompt_id=None)
    snap = pool(family(START), {}, [refused])
    for seed in range(30):
        assert Eccentric().propose(snap, None, Random(seed))[0].edit != first.edit
        plain = Eccentric(thinking=False).propose(snap, None, Random(seed))[0]
        assert plain.edit["thinking"] == "none"
