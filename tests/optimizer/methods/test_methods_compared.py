"""The benchmark that compares methods in simulated worlds, at its smallest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from optimizer.wordings import load_wording, render
from tests.benchmarks.method_play import Stand, play
from tests.benchmarks.method_report import report
from tests.benchmarks.method_words import DEMANDS, FILLERS, core_of, other_words
from tests.benchmarks.method_worlds import WORLDS, World, graded
from tests.benchmarks.method_writer import scripted_answer
from tests.benchmarks.methods import comparable, main

_VOTES = (4, 8)


def test_a_method_is_played_with_the_engine_and_twice_alike(tmp_path: Path) -> None:
    world = World("reasons", 3)
    stands = [
        play(World("reasons", 3), "critique", _VOTES, _made(tmp_path / name)) for name in "ab"
    ]
    assert stands[0] == stands[1]
    assert [stand.votes for stand in stands[0]] == list(_VOTES)
    last = stands[0][-1]
    assert last.cast == _VOTES[-1]
    assert last.prompts > 0
    assert last.writer_calls > 0
    assert last.answers >= 2 * last.prompts
    assert last.best >= last.gain
    assert world.win_rate(world.start) == pytest.approx(0.5)


def test_what_cannot_be_compared_is_told() -> None:
    played, lacking = comparable()
    assert "auto" in played
    assert "spo" in lacking
    assert not set(played) & set(lacking)


def test_the_table_is_written_and_runs_are_kept(tmp_path: Path) -> None:
    stand = Stand(20, 20, 0.5, 0.6, 0.7, 6, 1, 50, 4, 30)
    results = {
        ("reasons", method, seed): (replace(stand, gain=gain + seed / 10),)
        for method, gain in (("auto", 0.5), ("critique", 0.7), ("random", 0.1))
        for seed in range(3)
    }
    text = report(results, (20,), {"spo": "Needs a judge model."})
    assert "| reasons | 20 | +0.60 ± 0.17 | +0.80 ± 0.17 critique | -0.20 ± 0.00 |" in text
    assert "- `spo`: Needs a judge model." in text
    assert "| no | +0.50 | +0.10 ± 0.00 | yes | 2 of 3 |" in text
    assert "Behind the best single method beyond noise: reasons at 20." in text
    assert "Not clearly ahead of the median: nowhere." in text
    more = results | {("reasons", "auto", 9): (replace(stand, gain=-5.0),)}
    assert report(more, (20,), {"spo": "Needs a judge model."}) == text, "only seeds that all met"
    assert "## reasons, 3 seeds" in text

    drawn = report(results, (20,), {}, ["random"], ["opro"])
    assert "| no | +0.20 | +0.40 ± 0.00 | yes | 2 of 3 |" in drawn, "the median of those drawn"
    assert "Drawn by lot, 1: `random`." in drawn
    assert "## Not played on these seeds\n\n`opro`" in drawn

    told = "| reasons | 20 | +0.70 ± 0.00 | +0.10 ± 0.17 | +0.70 ± 0.00 critique | -0.10 ± 0.17 |"
    assert told in text, "what the pool held, and how much less was recommended"

    kept, out = tmp_path / "kept.jsonl", tmp_path / "methods.md"
    kept.write_text("", encoding="utf-8")
    main(["--seeds", "0", "--kept", str(kept), "--out", str(out)])
    alone = out.read_text(encoding="utf-8")
    assert "The methods in simulated worlds" in alone
    assert "methods_tried.md" not in alone


def test_what_is_told_by_hand_survives_a_new_table(tmp_path: Path) -> None:
    words, out = tmp_path / "methods_tried.md", tmp_path / "methods.md"
    words.write_text("Found by hand.", encoding="utf-8")
    main(["--seeds", "0", "--kept", str(tmp_path / "kept.jsonl"), "--out", str(out)])
    assert words.read_text(encoding="utf-8") == "Found by hand."
    assert "[methods_tried.md](methods_tried.md)" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WORLDS)
def test_answers_carry_the_quality_of_their_prompt(name: str) -> None:
    world = World(name, 1)
    for row in world.rows[:5]:
        answer = world.answer(world.start, row)
        assert graded(answer) == pytest.approx(world.on_row(world.start, row), abs=0.01)
        assert world.quality(answer, row) == graded(answer)


def test_a_fulfilled_wish_is_worth_something_and_is_seen() -> None:
    world = World("reasons", 0)
    wish = world.wishes[0]
    better = replace(world.start, instruction=f"{world.start.instruction}\n{wish.wordings[-1]}")
    assert world.worth(better) > world.worth(world.start) + 0.2
    row = next(row for row in world.rows if wish in world.called_for(row))
    with_it, without = world.answer(better, row), world.answer(world.start, row)
    assert wish.sign in with_it
    assert wish.sign not in without
    assert world.complaint(with_it, without, row, Random(0)) == wish.tag


@pytest.mark.parametrize("sentence", FILLERS)
def test_other_words_mean_the_same(sentence: str) -> None:
    for number in range(0, 500, 37):
        other = other_words(sentence, number)
        assert other != sentence
        assert core_of(other) == core_of(sentence)


def test_the_writer_acts_on_what_it_is_told_and_knows_nothing_else() -> None:
    told = {
        "prompt": "Reply to them.",
        "criteria": "(none given)",
        "criticism": f"1. The answers have this fault: {DEMANDS[3].tag} (4 of the cases)",
    }
    messages = [text for _, text in render(load_wording("critique_rewrite"), **told)]
    for seed in range(5):
        answer = scripted_answer(messages, str(seed))
        assert DEMANDS[3].asked_in(answer)
    told["criticism"] = "1. They could be clearer."
    messages = [text for _, text in render(load_wording("critique_rewrite"), **told)]
    answers = {scripted_answer(messages, str(seed)) for seed in range(40)}
    guessed = {d.tag for d in DEMANDS for answer in answers if d.asked_in(answer)}
    assert len(guessed) > 5


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
