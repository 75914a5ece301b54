"""Votes as a table, and as preferences for training."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from optimizer.records import Example, Marked, Message, Verdict
from optimizer.views import HistoryRow

VoteFormat = Literal["csv", "jsonl"]
INPUT_PREFIX = "input."
COLUMNS = (
    *("number", "vote_id", "duel_id", "cast_at", "rater", "purpose", "verdict", "strength"),
    *("tags", "reason", "took_ms", "voided", "left_name", "right_name", "left_prompt"),
    *("right_prompt", "left_text", "right_text", "example_id", "example_title", "split"),
    *("reference", "looked_at", "marks"),
)


@dataclass(frozen=True, slots=True)
class ExportedVote:
    """A vote with all that it was about.

    `messages` is what the pair answered, for `prompt` in the training data; without it, and when
    the two prompts differ, the example's input stands there.
    """

    row: HistoryRow
    example: Example
    left_text: str
    right_text: str
    messages: tuple[Message, ...] = ()


def export_votes(votes: Sequence[ExportedVote], fmt: VoteFormat) -> str:
    """Return votes as the text of a file.

    CSV holds every vote, voided ones too, each value exactly as it is. A spreadsheet may take
    a value that begins with `=`, `+`, `-` or `@` for a formula; import such columns as text. Tags
    and marked parts are JSON; a part has its side, its text, and where it begins and ends, in code
    points of the side's text. `looked_at` says of how many examples the vote's own was the one on
    which the two outputs differ most; 1 when chance took it.

    JSONL holds one object for each decided vote in force, with `prompt`, `chosen` and `rejected`
    in the form that preference training reads: texts, or chat messages where messages are given.
    Ties, both bad and skipped votes say nothing there and are left out.

    Args:
        votes: The votes in the order to write them.
        fmt: Which format.
    """
    return _as_csv(votes) if fmt == "csv" else _as_jsonl(votes)


def _as_csv(votes: Sequence[ExportedVote]) -> str:
    inputs = list(dict.fromkeys(name for vote in votes for name in vote.example.fields))
    file = io.StringIO(newline="")
    # Not every version of the module quotes a lone carriage return by itself.
    writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([*COLUMNS, *(INPUT_PREFIX + name for name in inputs)])
    for vote in votes:
        cells = _cells(vote)
        fields = vote.example.fields
        writer.writerow([*(cells[name] for name in COLUMNS), *(fields.get(n, "") for n in inputs)])
    return file.getvalue()


def _cells(vote: ExportedVote) -> dict[str, object]:
    row = asdict(vote.row)
    marks = [{"side": "left" if m.left else "right", **_mark(m)} for m in vote.row.marks]
    return {
        **row,
        "marks": json.dumps(marks, ensure_ascii=False),
        "tags": json.dumps(row["tags"], ensure_ascii=False),
        "took_ms": "" if row["took_ms"] is None else row["took_ms"],
        "voided": "yes" if row["voided"] else "no",
        "left_text": vote.left_text,
        "right_text": vote.right_text,
        "split": vote.example.split,
        "reference": vote.example.reference or "",
    }


def _as_jsonl(votes: Iterable[ExportedVote]) -> str:
    lines = []
    for vote in votes:
        if vote.row.voided or vote.row.verdict not in (Verdict.LEFT, Verdict.RIGHT):
            continue
        lines.append(json.dumps(_preference(vote), ensure_ascii=False) + "\n")
    return "".join(lines)


def _preference(vote: ExportedVote) -> dict[str, object]:
    row = vote.row
    sides = [
        (vote.left_text, row.left_name, row.left_prompt),
        (vote.right_text, row.right_name, row.right_prompt),
    ]
    if row.verdict is Verdict.RIGHT:
        sides.reverse()
    (chosen, chosen_name, chosen_prompt), (rejected, rejected_name, rejected_prompt) = sides
    return {
        "prompt": _messages(vote.messages) or _input(vote.example),
        "chosen": _answer(chosen, vote),
        "rejected": _answer(rejected, vote),
        "chosen_name": chosen_name,
        "rejected_name": rejected_name,
        "chosen_prompt": chosen_prompt,
        "rejected_prompt": rejected_prompt,
        "strength": row.strength,
        "reason": row.reason,
        "tags": row.tags,
        "marks": [
            {
                "in": "chosen" if mark.left is (row.verdict is Verdict.LEFT) else "rejected",
                **_mark(mark),
            }
            for mark in row.marks
        ],
        "example_id": row.example_id,
        "vote_id": row.vote_id,
        "rater": row.rater,
    }


def _mark(mark: Marked) -> dict[str, object]:
    return {"good": mark.good, "start": mark.start, "end": mark.end, "text": mark.text}


def _messages(messages: tuple[Message, ...]) -> list[dict[str, str]]:
    return [asdict(message) for message in messages]


def _answer(text: str, vote: ExportedVote) -> object:
    return _messages((Message("assistant", text),)) if vote.messages else text


def _input(example: Example) -> str:
    if len(example.fields) == 1:
        return next(iter(example.fields.values()))
    return example.lines
