"""Layout search tries answers that are held to the labels, and everything else keeps up."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.outputs import answer_request
from optimizer.proposing.layout import LayoutSearch
from optimizer.proposing.moves.layouts import changed_layouts
from optimizer.proposing.moves.verbalizers import with_words
from optimizer.records import AnswerKind, Layout, ModelSpec, Prompt, Verdict
from optimizer.store.prompts import PromptReader
from tests.optimizer.proposing.playing import Play, family, pool
from tests.optimizer.proposing.pools import EXAMPLES, START, duel, label_task

LABELS = ("payment", "delivery")
ROUTING = Prompt("Is it payment or delivery?\n{{message}}", labels=(("payment", "billing"),))
HELD = replace(ROUTING, layout=Layout(choices=("billing", "delivery")))


def forms(prompt: Prompt, kind: AnswerKind, labels: tuple[str, ...]) -> list[tuple[str, ...]]:
    changes = changed_layouts(prompt, kind, labels)
    return [layout.choices for aspect, _, layout in changes if aspect == "answer form"]


def test_a_label_task_can_be_held_to_the_prompts_own_words_and_freed_again() -> None:
    assert forms(ROUTING, AnswerKind.LABEL, LABELS) == [("billing", "delivery")]
    assert forms(HELD, AnswerKind.LABEL, LABELS) == [()]
    assert forms(START, AnswerKind.FREE, LABELS) == []
    assert forms(ROUTING, AnswerKind.LABEL, ()) == []


def test_the_search_tries_it_and_the_model_is_asked_so() -> None:
    snap = pool(family(ROUTING), {}, task=label_task(*LABELS))
    made = [LayoutSearch().propose(snap, None, Random(seed))[0].prompt for seed in range(40)]
    held = [prompt for prompt in made if prompt.layout.choices]
    assert held
    assert set(held) == {HELD}
    asked = answer_request(HELD, EXAMPLES[0], ModelSpec())
    free = answer_request(ROUTING, EXAMPLES[0], ModelSpec())
    assert asked.choices == ("billing", "delivery")
    assert (asked.messages, free.choices) == (free.messages, ())


def test_every_aspect_has_its_turn_before_any_comes_again() -> None:
    play = Play(LayoutSearch(), lambda p: 0.0, start=START, task=label_task(*LABELS))
    play.run(10, seed=1)
    aspects = [proposal.edit["aspect"] for proposal in play.proposals]
    first = aspects[: len(set(aspects))]
    assert len(set(first)) == len(first)
    assert first[0] == "answer form", "the largest step comes first"


def test_other_words_for_the_labels_change_what_it_is_held_to() -> None:
    child = with_words(HELD, LABELS, {"delivery": "parcel"})
    assert child.layout.choices == ("billing", "parcel")


def test_a_free_prompt_keeps_the_id_it_had_before_there_were_forms() -> None:
    assert "choices" not in str(ROUTING.canonical())
    assert ROUTING.id != HELD.id
    for prompt in (ROUTING, HELD):
        back = PromptReader().read(prompt.canonical())
        assert (back, back.id) == (prompt, prompt.id)


def test_a_search_that_only_goes_forward_never_frees_what_it_held() -> None:
    cued = replace(HELD, layout=replace(HELD.layout, cue="Topic:"))
    start, held, last = family(ROUTING, HELD, cued)
    members = [start, held, replace(last, parents=(HELD.id,))]
    snap = pool(members, {cued.id: 1.0}, task=label_task(*LABELS))

    def freed(search: LayoutSearch) -> list[Prompt]:
        made = [search.propose(snap, None, Random(seed)) for seed in range(60)]
        children = [each.prompt for found in made for each in found if each.parents == (cued.id,)]
        assert children
        return [child for child in children if not child.layout.choices]

    assert freed(LayoutSearch())
    assert not freed(LayoutSearch(forward=True))


def test_going_forward_by_labels_alone_builds_on_the_held_answer_unless_it_scores_less() -> None:
    def parents(held: dict[str, float], forward: bool = True, voted: bool = False) -> set[str]:
        scores = {ROUTING.id: {"e1": 1.0, "e2": 0.0}, HELD.id: held}
        snap = pool(family(ROUTING, HELD), {}, task=label_task(*LABELS), scores=scores)
        if voted:
            snap = replace(snap, duels=(duel(ROUTING, HELD, Verdict.LEFT),))
        search = LayoutSearch(forward=forward)
        made = [search.propose(snap, None, Random(seed)) for seed in range(30)]
        return {parent for found in made for each in found for parent in each.parents}

    assert parents({"e1": 1.0, "e2": 0.0}) == {HELD.id}
    assert parents({"e3": 0.0}) == {HELD.id}, "no row that both met speaks against it"
    assert ROUTING.id in parents({"e1": 0.0, "e2": 0.0})
    assert ROUTING.id in parents({}), "nothing is known of it"
    assert ROUTING.id in parents({"e1": 1.0, "e2": 0.0}, forward=False)
    assert ROUTING.id in parents({"e1": 1.0, "e2": 0.0}, voted=True)
