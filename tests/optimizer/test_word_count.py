"""Words are counted where no spaces stand between them, and every rule that counts works there."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.bench import look_of
from optimizer.pairing import text_difference
from optimizer.preference.features import centred, hashed
from optimizer.preference.looks import traits_of
from optimizer.proposing.ampo import Ampo
from optimizer.proposing.gates.length import LengthCap
from optimizer.proposing.moves.asking import room_for
from optimizer.proposing.moves.changes import changed_words
from optimizer.proposing.moves.phrases import join_phrases, split_phrases
from optimizer.proposing.shorten import Shorten
from optimizer.records import Example, Verdict
from optimizer.simulated import Taste
from optimizer.word_count import bare_words, split_words, whole_word
from tests.optimizer.proposing.pools import START, Scripted, duel, proposal, snapshot

LONG = "请仔细阅读下面的评论。然后判断它是正面的还是负面的。不要写任何多余的话！只写一个词。"
EXAMPLE = Example("1", {"input": "电影很好看"})
CHINESE = replace(START, instruction=LONG)


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=80))
def test_with_spaces_it_is_what_stands_between_them(text: str) -> None:
    assert split_words(text) == text.split()


def test_every_sign_counts_without_spaces() -> None:
    assert split_words("正面 or 負け？") == ["正", "面", "or", "負", "け", "？"]


def test_bare_words_have_no_marks() -> None:
    assert bare_words("正面, or “負け”？ It's 2.5!") == [
        *("正", "面", "or", "負", "け"),
        *("It", "s", "2", "5"),
    ]


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("neg", "It is neg.", True),
        ("neg", "It is negative.", False),
        ("C++", "C++11 it is", True),
        ("C++", "ABC++", False),
        ("(a)", "option(a)then", True),
        ("正面", "是正面的", True),
        ("OK", "很OK的", True),
    ],
)
def test_a_word_is_bounded_where_a_letter_could_go_on(word: str, text: str, found: bool) -> None:
    assert bool(re.search(whole_word(word), text)) is found


def test_outputs_that_differ_in_a_few_signs_hardly_differ() -> None:
    near = text_difference(LONG, LONG.replace("仔细", "认真"))
    far = text_difference(LONG, "今天的天气很好，我们去公园散步吧。")
    assert near is not None
    assert far is not None
    assert near < 0.3 < 0.7 < far


def test_prompts_of_the_same_signs_are_alike() -> None:
    other = "写一首关于春天的诗，每行七个字。"
    features = centred(np.array([hashed(t) for t in (LONG, LONG.replace("仔细", ""), other)]))
    assert features[0] @ features[1] > 0.5 > features[0] @ features[2]


def test_how_long_an_output_is_shows_in_its_looks_and_to_a_person() -> None:
    assert traits_of(LONG)[0] > 2.0 * traits_of("正面。")[0]
    assert look_of(LONG)[0] > 2.0 * look_of("正面。")[0]
    taste = Taste(words=40.0, brevity=1.0, grounded=0.0, plain=0.0, right=0.0)
    assert taste.quality(LONG, EXAMPLE) > taste.quality("正面。", EXAMPLE)


def test_sentences_are_phrases() -> None:
    phrases = [phrase.text for phrase in split_phrases(LONG)]
    assert phrases == [
        "请仔细阅读下面的评论。",
        "然后判断它是正面的还是负面的。",
        "不要写任何多余的话！",
        "只写一个词。",
    ]
    assert join_phrases(split_phrases(LONG)) == LONG


def test_long_texts_have_room_and_short_ones_are_shorter() -> None:
    assert room_for(LONG * 10) > 1_000
    assert changed_words(LONG, LONG.replace("仔细", "")) == 2
    writer = Scripted("<prompt>读评论。判断正面还是负面。只写一个词。</prompt>")
    (made,) = Shorten().propose(snapshot(start=CHINESE), writer, Random(0))
    assert made.label == "shorter"
    assert LengthCap().check(proposal(replace(CHINESE, instruction=LONG * 20)), snapshot())


def test_a_branch_without_spaces_is_a_sentence() -> None:
    pool = replace(
        snapshot(start=CHINESE),
        duels=(duel(START, CHINESE, Verdict.LEFT, tags=("wrong",)),),
    )
    said = "<place>new</place><line>如果评论里有反话，按真实的意思判断。</line>"
    writer = Scripted("<pattern>反话</pattern>", said)
    (made,) = Ampo().propose(pool, writer, Random(0))
    assert made.prompt.instruction.endswith("按真实的意思判断。")
