"""The votes: cast, voided, restored, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from optimizer.records import Duel, Span, Strength, Verdict, Vote
from optimizer.store.connection import Connection, Row
from optimizer.store.duels import Duels
from optimizer.store.values import from_json, to_json, utc_now

_COLUMNS = "id, duel_id, rater_id, verdict, strength, tags, reason, took_ms, cast_at, voided"


class Votes:
    """Reads and writes the tables `vote` and `vote_span`."""

    def __init__(self, connection: Connection, duels: Duels) -> None:
        self._connection = connection
        self._duels = duels

    def cast_vote(self, vote: Vote, duel: Duel | None = None) -> Vote:
        """Store a vote; when this returns it is on the disk.

        Args:
            vote: A rater has at most one counting vote on a duel: to change it, void it first.
            duel: The duel, if it may not be stored yet.

        Returns:
            The vote with the time of casting.

        Raises:
            ProjectFault: The project is read-only, or the disk does not take the vote.
        """
        cast = vote if vote.cast_at else replace(vote, cast_at=utc_now())
        with self._connection.atomic():
            if duel is not None:
                self._duels.put_duel(duel)
            self._connection.insert(
                "vote",
                {
                    "id": cast.id,
                    "duel_id": cast.duel_id,
                    "rater_id": cast.rater_id,
                    "verdict": cast.verdict.value,
                    "strength": cast.strength.value,
                    "tags": to_json(cast.tags),
                    "reason": cast.reason,
                    "took_ms": cast.took_ms,
                    "cast_at": cast.cast_at,
                    "voided": int(cast.voided),
                },
            )
            self._put_spans(cast.id, cast.spans)
        return cast

    def void_vote(self, vote_id: str) -> None:
        """Take a vote out of the evidence; it stays in the history.

        Raises:
            KeyError: There is no such vote.
        """
        self._connection.update("vote", vote_id, {"voided": 1})

    def restore_vote(self, vote_id: str) -> None:
        """Put a voided vote back; no other vote of its rater on the duel may count.

        Raises:
            KeyError: There is no such vote.
        """
        self._connection.update("vote", vote_id, {"voided": 0})

    def annotate_vote(
        self,
        vote_id: str,
        reason: str = "",
        tags: Sequence[str] = (),
        spans: Sequence[Span] = (),
    ) -> None:
        """Attach a reason, tags and marked spans to a vote, in place of its earlier ones.

        Raises:
            KeyError: There is no such vote.
        """
        with self._connection.atomic():
            self._connection.update("vote", vote_id, {"reason": reason, "tags": to_json(tags)})
            self._connection.db.table("vote_span").delete_where("vote_id = ?", [vote_id])
            self._put_spans(vote_id, spans)

    def vote(self, vote_id: str) -> Vote:
        """Return one vote.

        Raises:
            KeyError: There is none with this id.
        """
        row = self._connection.row(f"SELECT {_COLUMNS} FROM vote WHERE id = ?", vote_id)
        if row is None:
            raise KeyError(vote_id)
        return _read_vote(row, self._spans("WHERE vote_id = ?", vote_id))

    def votes(self, include_voided: bool = False) -> tuple[Vote, ...]:
        """Return the votes of all raters in the order of casting."""
        where = "" if include_voided else "WHERE voided = 0"
        rows = self._connection.rows(f"SELECT {_COLUMNS} FROM vote {where} ORDER BY rowid")
        spans = self._spans("")
        return tuple(_read_vote(row, spans) for row in rows)

    def _put_spans(self, vote_id: str, spans: Sequence[Span]) -> None:
        for ordinal, span in enumerate(spans):
            self._connection.insert(
                "vote_span",
                {
                    "vote_id": vote_id,
                    "ordinal": ordinal,
                    "output_id": span.output_id,
                    "start_codepoint": span.start,
                    "end_codepoint": span.end,
                    "good": int(span.good),
                },
            )

    def _spans(self, where: str, *values: object) -> dict[str, list[Span]]:
        spans: dict[str, list[Span]] = {}
        for vote_id, output_id, start, end, good in self._connection.rows(
            "SELECT vote_id, output_id, start_codepoint, end_codepoint, good"
            f" FROM vote_span {where} ORDER BY vote_id, ordinal",
            *values,
        ):
            spans.setdefault(vote_id, []).append(Span(output_id, start, end, bool(good)))
        return spans


def _read_vote(row: Row, spans: dict[str, list[Span]]) -> Vote:
    return Vote(
        id=row[0],
        duel_id=row[1],
        rater_id=row[2],
        verdict=Verdict(row[3]),
        strength=Strength(row[4]),
        tags=tuple(from_json(row[5])),
        reason=row[6],
        spans=tuple(spans.get(row[0], ())),
        took_ms=row[7],
        cast_at=row[8],
        voided=bool(row[9]),
    )
