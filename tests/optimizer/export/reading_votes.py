"""Reads exported votes back, to show that the table holds all that was exported."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from optimizer.export.votes import COLUMNS, INPUT_PREFIX, ExportedVote
from optimizer.records import Example, Marked, Purpose, Split, Strength, Verdict
from optimizer.views import HistoryRow


def read_votes(text: str) -> tuple[ExportedVote, ...]:
    """Return the votes of a CSV file as they were exported, without messages."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    assert set(COLUMNS) <= set(reader.fieldnames or ())
    return tuple(_vote(cells) for cells in reader)


def _vote(cells: Mapping[str, str]) -> ExportedVote:
    texts = cells["left_text"], cells["right_text"]
    return ExportedVote(_row(cells, _marks(cells, *texts)), _example(cells), *texts)


def _marks(cells: Mapping[str, str], left: str, right: str) -> tuple[Marked, ...]:
    marks = []
    for item in json.loads(cells["marks"]):
        side = {"left": True, "right": False}[item["side"]]
        mark = Marked(side, item["good"], item["text"], item["start"])
        assert mark.end == item["end"]
        assert (left if side else right)[mark.start : mark.end] == mark.text
        marks.append(mark)
    return tuple(marks)


def _row(cells: Mapping[str, str], marks: tuple[Marked, ...]) -> HistoryRow:
    return HistoryRow(
        vote_id=cells["vote_id"],
        duel_id=cells["duel_id"],
        number=int(cells["number"]),
        cast_at=cells["cast_at"],
        example_id=cells["example_id"],
        example_title=cells["example_title"],
        verdict=Verdict(cells["verdict"]),
        strength=Strength(cells["strength"]),
        tags=tuple(json.loads(cells["tags"])),
        reason=cells["reason"],
        left_name=cells["left_name"],
        right_name=cells["right_name"],
        left_prompt=cells["left_prompt"],
        right_prompt=cells["right_prompt"],
        took_ms=int(cells["took_ms"]) if cells["took_ms"] else None,
        rater=cells["rater"],
        purpose=Purpose(cells["purpose"]),
        voided={"yes": True, "no": False}[cells["voided"]],
        marks=marks,
        looked_at=int(cells["looked_at"]),
    )


def _example(cells: Mapping[str, str]) -> Example:
    fields = {
        name.removeprefix(INPUT_PREFIX): value
        for name, value in cells.items()
        if name.startswith(INPUT_PREFIX)
    }
    split = Split(cells["split"])
    return Example(cells["example_id"], fields, cells["reference"] or None, split)
