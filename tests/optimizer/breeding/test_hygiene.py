"""Figures of a prompt's words say what they claim."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.breeding.hygiene import hygiene
from optimizer.records import Demonstration, Prompt

START = Prompt("Reply to the customer. Keep it short and be kind to them.")


def test_the_start_prompt_is_the_measure_of_length_and_drift() -> None:
    found = hygiene(START, START)
    assert (found["words"], found["length_ratio"], found["drift"]) == (12.0, 1.0, 0.0)
    assert found["repetition"] == 0.0
    assert found["instructions"] == 2.0


def test_other_words_drift_and_more_words_are_longer() -> None:
    other = Prompt("Translate every legal clause into plain French prose, line by line.")
    found = hygiene(other, START)
    assert found["drift"] > 0.8
    longer = Prompt(f"{START.instruction} Greet the customer by name.")
    assert 1.0 < hygiene(longer, START)["length_ratio"] < 2.0
    assert hygiene(longer, START)["drift"] < found["drift"]


def test_what_is_said_again_and_again_is_repetition() -> None:
    once = Prompt("Answer in one short sentence.")
    loop = Prompt("Answer in one short sentence. " * 6)
    assert hygiene(loop, once)["repetition"] > 0.7


def test_short_words_read_easier_than_long_ones() -> None:
    easy = Prompt("Say what you see. Say it in a few words. Be kind.")
    hard = Prompt(
        "Substantiate comprehensively whatever considerations necessitate administrative "
        "reconsideration notwithstanding contradictory documentation."
    )
    assert hygiene(easy, easy)["readability"] > 80 > 20 > hygiene(hard, easy)["readability"]


def test_demonstrations_do_not_count() -> None:
    shown = Prompt(START.instruction, demonstrations=(Demonstration((("a", "b"),), "c d e"),))
    assert hygiene(shown, START) == hygiene(START, START)


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_has_figures_within_their_bounds(text: str, start: str) -> None:
    found = hygiene(Prompt(text), Prompt(start))
    assert found["words"] >= 0
    assert found["length_ratio"] >= 0
    assert 0 <= found["repetition"] < 1
    assert 0 <= found["readability"] <= 100
    assert -1e-9 <= found["drift"] <= 2


def test_where_no_blanks_part_words_the_figures_count_signs() -> None:
    start = Prompt("请回答客户的问题。语气要友好。")
    longer = Prompt(f"{start.instruction}最后感谢客户。")
    found = hygiene(longer, start)
    assert found["words"] == 22.0
    assert found["instructions"] == 3.0
    assert 1.0 < found["length_ratio"] < 2.0
    assert hygiene(Prompt("请回答客户的问题。" * 6), start)["repetition"] > 0.5
