"""What every writer is told beside its wording, and how much room it has."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from optimizer.proposing import PROPOSERS
from optimizer.proposing.moves.asking import ask_for_prompt, criteria_text, room_for, wording_of
from optimizer.records import Completion
from optimizer.wordings import load_wording
from tests.optimizer.proposing.pools import START, Listening, snapshot


def test_description_criteria_and_locked_texts_are_told() -> None:
    pool = snapshot()
    task = replace(pool.task, description=" Replies. ", criteria="Be kind.")
    assert criteria_text(pool) == "(none given)"
    assert criteria_text(replace(pool, task=task)) == "Replies.\nBe kind."
    locked = replace(task, locks=("Never promise a refund.", "Sign as {{name}}."))
    told = criteria_text(replace(pool, task=locked))
    assert told.startswith("Replies.\nBe kind.\n")
    assert told.endswith("- Never promise a refund.\n- Sign as {{name}}.")


def test_room_grows_with_the_text_and_ends_somewhere() -> None:
    assert room_for("Be kind.") == 650
    assert room_for("word " * 200) == 1_100
    assert room_for("word " * 200, 2) == 1_700
    assert room_for("word " * 1_500, 4) == 4_000
    assert room_for("word " * 5_000) == room_for("word " * 5_000, 3) == 8_000


class Thinking(Listening):
    """Thinks so many tokens before it says anything."""

    def __init__(self, thought: int, opening: str = "") -> None:
        super().__init__()
        self._thought, self._opening = thought, opening

    def answer(self, told: str, room: int) -> Completion:
        """Say it if there is room left."""
        if room <= self._thought:
            return Completion(self._opening, "length", 1, room, 0.0, 1)
        return Completion("<prompt>Be kind.</prompt>", "stop", 1, 50, 0.0, 1)


@pytest.mark.parametrize("opening", ["", "<think>The person wants"])
def test_who_thinks_to_the_end_of_its_room_is_given_more_once(opening: str) -> None:
    told = {"prompt": "Be nice.", "criteria": ""}
    writer = Thinking(2_000, opening)
    assert ask_for_prompt(writer, load_wording("rephrase"), told, 650) == "Be kind."
    assert writer.rooms == [650, 6_000]
    lost = Thinking(9_000, opening)
    assert ask_for_prompt(lost, load_wording("rephrase"), told, 4_000) is None
    assert lost.rooms == [4_000, 8_000]


def test_who_spoke_and_was_cut_is_not_asked_again() -> None:
    writer = Thinking(2_000, "<prompt>Be kind and be kind and be")
    told = {"prompt": "Be nice.", "criteria": ""}
    assert ask_for_prompt(writer, load_wording("rephrase"), told, 650) is None
    assert writer.rooms == [650]


@pytest.mark.parametrize("name", ["rephrase", "shorten", "tapo", "mipro_instructions"])
def test_a_long_prompt_fits_into_the_room_for_its_rewrite(name: str) -> None:
    words = " ".join(f"Demand number {n}." for n in range(400))
    pool = snapshot(start=replace(START, instruction=words))
    short = Thinking(0)
    PROPOSERS.build(name).propose(pool, short, Random(0))
    assert max(short.rooms) > 1_600


def test_the_persons_own_wording_comes_first() -> None:
    text = "---\nversion: 9\npurpose: Mine.\n---\n[system]\nHello.\n[user]\n{{prompt}}\n"
    pool = replace(snapshot(), wordings={"rephrase": text})
    assert wording_of(pool, "rephrase").version == 9
    assert wording_of(pool, "shorten") == load_wording("shorten")
