"""SCOPE: chunks are shortened one by one, and what lost a keyword is not taken."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from optimizer.proposing.moves.phrases import join_phrases
from optimizer.proposing.scope import Scope, chunks, keywords
from optimizer.records import Prompt, Refusal
from tests.optimizer.proposing.playing import Play, family, pool, stored
from tests.optimizer.proposing.pools import START, Scripted, label_task, snapshot

LONG = Prompt(
    "Please read the whole message of the customer with great care. Then think about what it asks "
    "for in the end.\n\nWrite a reply to {{message}} that is short and has the “order number”. "
    "Never promise anything.",
    fields=START.fields[1:],
)
TASK = replace(snapshot().task, criteria="The reply is short. The customer is not annoyed.")


def test_chunks_are_whole_sentences_of_one_paragraph_and_hold_the_whole_text() -> None:
    pieces = chunks(LONG.instruction, 13)
    assert [len(piece.text.split()) for piece in pieces] == [21, 13, 3]
    assert join_phrases(pieces) == LONG.instruction
    assert "\n" in pieces[0].gap


def test_keywords_are_fixed_text_and_words_of_the_task() -> None:
    piece = chunks(LONG.instruction, 13)[1].text
    assert keywords(piece, TASK, TASK.criteria) == [
        "{{message}}",
        "“order number”",
        "reply",
        "short",
    ]
    routed = keywords("Say payment or Delivery 24 times", label_task("payment", "delivery"), "")
    assert routed == ["24", "payment", "delivery"]


def test_each_chunk_is_to_come_to_its_share_of_the_words() -> None:
    for share, words in ((0.5, [10, 6]), (0.9, [19, 12])):
        writer = Scripted(*["<prompt></prompt>"] * 2)
        snap = pool(family(LONG), {LONG.id: 0.0}, task=TASK)
        Scope(chunk=13, share=share).propose(snap, writer, Random(0))
        asked = [told.split("in at most ")[1].split(" words")[0] for told in writer.told]
        assert [int(each) for each in asked] == words


def test_each_chunk_is_asked_for_and_one_that_lost_a_keyword_stays() -> None:
    writer = Scripted(
        "<prompt>Read what the customer asks for.</prompt>",
        "<prompt>Write briefly to {{message}}.</prompt>",
    )
    snap = pool(family(LONG), {LONG.id: 0.0}, task=TASK)
    made = Scope(chunk=13).propose(snap, writer, Random(0))[0]
    assert made.prompt.instruction == LONG.instruction.replace(
        chunks(LONG.instruction, 13)[0].text, "Read what the customer asks for."
    )
    assert made.edit["shortened"] == 1
    assert made.edit["before"] > made.edit["after"]
    assert len(writer.told) == 2, "a chunk of three words is not worth a call"


def test_longer_or_empty_answers_make_no_child() -> None:
    snap = pool(family(LONG), {}, task=TASK)
    for answer in ("", "word " * 60, "<prompt></prompt>"):
        assert Scope(chunk=13).propose(snap, Scripted(answer, answer), Random(0)) == []
    assert Scope().propose(snap, None, Random(0)) == []
    assert Scope().propose(pool(family(START), {}), Scripted(), Random(0)) == []


def test_a_prompt_is_shortened_once_and_then_the_next_best() -> None:
    other = replace(LONG, instruction=LONG.instruction.replace("great care", "much care"))
    snap = pool(family(LONG, other), {LONG.id: 1.0, other.id: 0.0}, task=TASK)
    short = Scripted(*["<prompt>Read what the customer asks for.</prompt>", ""] * 2)
    first = Scope(chunk=13).propose(snap, short, Random(0))[0]
    assert first.parents == (LONG.id,)
    refused = replace(stored(first), refusal=Refusal("labels", "lost"), prompt_id=None)
    again = Scope(chunk=13).propose(replace(snap, proposals=(refused,)), short, Random(0))[0]
    assert again.parents == (other.id,)


def test_the_same_snapshot_and_answers_give_the_same_child() -> None:
    answers = ["<prompt>Read what the customer asks for.</prompt>", ""]
    play = Play(Scope(chunk=13), lambda p: 0.0, start=LONG, task=TASK)
    one, two = (Scope(chunk=13).propose(play.snapshot, Scripted(*answers), Random(1)) for _ in "ab")
    assert one == two


def test_numbers_and_quotes_stay_in_every_script() -> None:
    assert keywords("请用3句话回答「你好」。", TASK, "") == ["3", "「你好」"]
    assert keywords("Schreibe „Danke“ in 2 Sätzen, in A4.", TASK, "") == ["„Danke“", "2"]
