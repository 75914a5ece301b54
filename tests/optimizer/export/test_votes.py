from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from optimizer.export import ExportedVote, export_votes
from optimizer.records import Example, Marked, Message, Purpose, Split, Strength, Verdict
from optimizer.views import HistoryRow
from tests.optimizer.export.reading_votes import read_votes

TEXT = st.text(alphabet="ab ,\"'\n\r;=+-@é\t", max_size=8)


def vote(
    verdict: Verdict = Verdict.LEFT,
    *,
    voided: bool = False,
    messages: tuple[Message, ...] = (),
    fields: dict[str, str] | None = None,
) -> ExportedVote:
    row = HistoryRow(
        vote_id="V1",
        duel_id="D1",
        number=1,
        cast_at="2026-11-21T10:00:00Z",
        example_id="E1",
        example_title="A film",
        verdict=verdict,
        strength=Strength.SLIGHTLY,
        tags=("too long",),
        reason="It goes on, and on",
        left_name="B3: shorter",
        right_name="Start",
        left_prompt="p3",
        right_prompt="p0",
        took_ms=None,
        rater="me",
        purpose=Purpose.TUNE,
        voided=voided,
    )
    example = Example("E1", {"text": "A film"} if fields is None else fields)
    return ExportedVote(row, example, "=left", "right", messages)


ROWS = st.builds(
    HistoryRow,
    vote_id=TEXT,
    duel_id=TEXT,
    number=st.integers(0, 99),
    cast_at=TEXT,
    example_id=TEXT,
    example_title=TEXT,
    verdict=st.sampled_from(Verdict),
    strength=st.sampled_from(Strength),
    tags=st.lists(TEXT, max_size=2).map(tuple),
    reason=TEXT,
    left_name=TEXT,
    right_name=TEXT,
    left_prompt=TEXT,
    right_prompt=TEXT,
    took_ms=st.none() | st.integers(0, 9),
    rater=TEXT,
    purpose=st.sampled_from(Purpose),
    voided=st.booleans(),
    looked_at=st.integers(1, 8),
)


@given(
    rows=st.lists(
        st.tuples(ROWS, TEXT, TEXT, st.sampled_from(Split), st.none() | TEXT.filter(bool), TEXT),
        max_size=4,
    )
)
def test_votes_come_back_from_csv_as_they_were(
    rows: list[tuple[HistoryRow, str, str, Split, str | None, str]],
) -> None:
    votes = tuple(
        ExportedVote(
            row, Example(row.example_id, {"the text": value}, reference, split), left, right
        )
        for row, left, right, split, reference, value in rows
    )
    assert read_votes(export_votes(votes, "csv")) == votes


def marked() -> ExportedVote:
    plain = vote(Verdict.RIGHT)
    marks = (Marked(True, False, "eft", 2), Marked(False, True, "igh", 1))
    return replace(plain, row=replace(plain.row, marks=marks))


def test_marked_parts_come_back_with_their_places() -> None:
    text = export_votes([marked(), vote()], "csv")
    assert read_votes(text) == (marked(), vote())
    (row, _) = csv.DictReader(io.StringIO(text))
    assert json.loads(row["marks"])[0] == {
        "side": "left",
        "good": False,
        "start": 2,
        "end": 5,
        "text": "eft",
    }


def test_preferences_say_which_answer_was_marked() -> None:
    (found,) = preferences(marked())
    assert found["marks"] == [
        {"in": "rejected", "good": False, "start": 2, "end": 5, "text": "eft"},
        {"in": "chosen", "good": True, "start": 1, "end": 4, "text": "igh"},
    ]


def test_csv_holds_every_vote_and_every_value_as_it_is() -> None:
    votes = [vote(verdict, voided=voided) for verdict in Verdict for voided in (False, True)]
    rows = list(csv.DictReader(io.StringIO(export_votes(votes, "csv"))))
    assert [row["verdict"] for row in rows] == [v for v in Verdict for _ in range(2)]
    assert rows[0]["left_text"] == "=left"
    assert rows[0]["input.text"] == "A film"
    assert rows[1]["voided"] == "yes"


def preferences(*votes: ExportedVote) -> list[dict[str, object]]:
    return [json.loads(line) for line in export_votes(votes, "jsonl").splitlines()]


def test_jsonl_holds_decided_votes_in_force() -> None:
    left, right = preferences(
        vote(Verdict.LEFT),
        vote(Verdict.RIGHT),
        vote(Verdict.TIE),
        vote(Verdict.BOTH_BAD),
        vote(Verdict.SKIP),
        vote(Verdict.LEFT, voided=True),
    )
    assert (left["prompt"], left["chosen"], left["rejected"]) == ("A film", "=left", "right")
    assert (right["chosen"], right["rejected"]) == ("right", "=left")
    assert (right["chosen_name"], right["rejected_prompt"]) == ("Start", "p3")


def test_messages_make_chats() -> None:
    (found,) = preferences(vote(messages=(Message("user", "Judge."),)))
    assert found["prompt"] == [{"role": "user", "content": "Judge."}]
    assert found["chosen"] == [{"role": "assistant", "content": "=left"}]
    assert found["rejected"] == [{"role": "assistant", "content": "right"}]


def test_several_inputs_are_named() -> None:
    (found,) = preferences(vote(fields={"a": "1", "b": "2"}))
    assert found["prompt"] == "a: 1\nb: 2"


def test_no_votes_are_a_header_alone() -> None:
    assert read_votes(export_votes([], "csv")) == ()
    assert export_votes([], "jsonl") == ""
