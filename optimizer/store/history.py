"""Votes together with what they were about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from optimizer.records import (
    Example,
    JudgedDuel,
    Marked,
    Purpose,
    RaterKind,
    Strength,
    Verdict,
)
from optimizer.store.connection import Connection, Row
from optimizer.store.examples import read_example
from optimizer.store.values import from_body, from_json, to_json
from optimizer.views import HistoryRow, example_title

_TEACHING = (Purpose.TUNE, Purpose.PROBE, Purpose.HEAD_TO_HEAD)

_HISTORY = """
WITH numbered AS (SELECT *, row_number() OVER (ORDER BY rowid) AS number FROM vote)
SELECT vote.id, vote.duel_id, number, cast_at, item.example_id, example.data, verdict, strength,
    tags, vote.reason, left_prompt.handle, left_prompt.label, right_prompt.handle,
    right_prompt.label, left_prompt.id, right_prompt.id, took_ms, rater.name, purpose, voided,
    duel.looked_at
FROM numbered AS vote
JOIN rater ON rater.id = vote.rater_id
JOIN duel ON duel.id = vote.duel_id
JOIN duel_item AS item ON item.duel_id = duel.id AND item.ordinal = 0
JOIN example ON example.id = item.example_id
JOIN output AS left_output ON left_output.id = left_output_id
JOIN output AS right_output ON right_output.id = right_output_id
JOIN prompt AS left_prompt ON left_prompt.id = left_output.prompt_id
JOIN prompt AS right_prompt ON right_prompt.id = right_output.prompt_id
"""

_JUDGED = """
SELECT vote.id, vote.duel_id, item.example_id, left_output.prompt_id, right_output.prompt_id,
    left_text.body, right_text.body, verdict, strength, tags, reason, left_output_id
FROM vote
JOIN rater ON rater.id = vote.rater_id AND rater.kind = ?
JOIN duel ON duel.id = vote.duel_id
JOIN duel_item AS item ON item.duel_id = duel.id AND item.ordinal = 0
JOIN output AS left_output ON left_output.id = left_output_id
JOIN output AS right_output ON right_output.id = right_output_id
JOIN text AS left_text ON left_text.hash = left_output.text_hash
JOIN text AS right_text ON right_text.hash = right_output.text_hash
WHERE voided = 0 AND purpose IN (SELECT value FROM json_each(?))
ORDER BY vote.rowid DESC LIMIT ?
"""

_SPANS = """
SELECT vote_id, output_id, start_codepoint, end_codepoint, good FROM vote_span
WHERE vote_id IN (SELECT value FROM json_each(?)) ORDER BY vote_id, ordinal
"""


class History:
    """Reads votes joined with duels, prompts, examples and texts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def history(self, vote_ids: Collection[str] | None = None) -> tuple[HistoryRow, ...]:
        """Return the votes as the history list shows them, voided ones too.

        Args:
            vote_ids: Which votes; None for all of all raters.

        Returns:
            Rows in the order of casting, numbered from 1 through all votes.
        """
        if vote_ids is None:
            rows = self._connection.rows(f"{_HISTORY} ORDER BY number")
        else:
            rows = self._connection.rows(
                f"{_HISTORY} WHERE vote.id IN (SELECT value FROM json_each(?)) ORDER BY number",
                to_json(list(vote_ids)),
            )
        titles: dict[str, str] = {}
        for row in rows:
            if row[4] not in titles:
                titles[row[4]] = example_title(from_json(row[5]))
        return tuple(_read_history(row, titles[row[4]]) for row in rows)

    def judged_duels(
        self,
        limit: int | None = None,
        purposes: Collection[Purpose] = _TEACHING,
        kind: RaterKind = RaterKind.PERSON,
    ) -> tuple[JudgedDuel, ...]:
        """Return the person's counting votes with all that a proposer may read of them.

        Args:
            limit: Only the last so many.
            purposes: Which duels; by default those that teach, so that what is held out for the
                proof stays unknown to every proposer.
            kind: Whose votes; the judges' are read on their own and never among the person's.

        Returns:
            Newest last; skipped duels too.
        """
        rows = self._connection.rows(
            _JUDGED,
            kind.value,
            to_json([purpose.value for purpose in purposes]),
            -1 if limit is None else limit,
        )
        examples = self._examples({row[2] for row in rows})
        spans: dict[str, list[Row]] = {}
        for span in self._connection.rows(_SPANS, to_json([row[0] for row in rows])):
            spans.setdefault(span[0], []).append(span)
        return tuple(
            _read_judged(row, examples[row[2]], spans.get(row[0], ())) for row in reversed(rows)
        )

    def _examples(self, ids: Collection[str]) -> Mapping[str, Example]:
        rows = self._connection.rows(
            "SELECT id, data, reference, split FROM example"
            " WHERE id IN (SELECT value FROM json_each(?))",
            to_json(list(ids)),
        )
        return {row[0]: read_example(row) for row in rows}


def _read_history(row: Row, title: str) -> HistoryRow:
    return HistoryRow(
        vote_id=row[0],
        duel_id=row[1],
        number=row[2],
        cast_at=row[3],
        example_id=row[4],
        example_title=title,
        verdict=Verdict(row[6]),
        strength=Strength(row[7]),
        tags=tuple(from_json(row[8])),
        reason=row[9],
        left_name=_name(row[10], row[11]),
        right_name=_name(row[12], row[13]),
        left_prompt=row[14],
        right_prompt=row[15],
        took_ms=row[16],
        rater=row[17],
        purpose=Purpose(row[18]),
        voided=bool(row[19]),
        looked_at=row[20],
    )


def _read_judged(row: Row, example: Example, spans: Iterable[Row]) -> JudgedDuel:
    left_text, right_text = from_body(row[5]), from_body(row[6])
    return JudgedDuel(
        vote_id=row[0],
        duel_id=row[1],
        example=example,
        left_prompt=row[3],
        right_prompt=row[4],
        left_text=left_text,
        right_text=right_text,
        verdict=Verdict(row[7]),
        strength=Strength(row[8]),
        tags=tuple(from_json(row[9])),
        reason=row[10],
        marks=tuple(
            Marked(
                output_id == row[11],
                bool(good),
                (left_text if output_id == row[11] else right_text)[start:end],
                start,
            )
            for _, output_id, start, end, good in spans
        ),
    )


def _name(handle: str, label: str) -> str:
    return f"{handle}: {label}" if label else handle
