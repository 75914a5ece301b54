"""What every writer is told beside its wording, and how much room it has."""

from __future__ import annotations

from dataclasses import replace

from optimizer.proposing.moves.asking import criteria_text, room_for, wording_of
from optimizer.wordings import load_wording
from tests.optimizer.proposing.pools import snapshot


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
    assert room_for("word " * 5_000) == 4_000


def test_the_persons_own_wording_comes_first() -> None:
    text = "---\nversion: 9\npurpose: Mine.\n---\n[system]\nHello.\n[user]\n{{prompt}}\n"
    pool = replace(snapshot(), wordings={"rephrase": text})
    assert wording_of(pool, "rephrase").version == 9
    assert wording_of(pool, "shorten") == load_wording("shorten")
