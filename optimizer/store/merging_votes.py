"""The votes of two copies of one project: all of them, each once, at most one in force a rater."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from optimizer.said import say
from optimizer.store.connection import Connection, Row
from optimizer.store.values import from_json, to_json

_VOTE = "id, duel_id, rater_id, verdict, strength, tags, reason, took_ms, cast_at, voided"
_ABOUT_VOTES = ("vote", "void", "restore", "change")
_MERGED = "merged "


class VoteMerger:
    """Takes duels and votes out of the attached copy `other`.

    Args:
        connection: The open project, inside a transaction.
        outputs: New ids of outputs that had to be moved.
        conflicts: Where disagreements are told.
    """

    def __init__(
        self, connection: Connection, outputs: Mapping[str, str], conflicts: list[str]
    ) -> None:
        self._connection = connection
        self._outputs = outputs
        self._conflicts = conflicts

    def changed_there(self) -> dict[str, bool]:
        """Return the votes that the other copy voided or restored; True where we did too.

        Must be asked before the events are merged: it is what only one copy has in its log.
        """
        mine, theirs = self._touched("main", "other"), self._touched("other", "main")
        return {vote_id: vote_id in mine for vote_id in theirs}

    def merge(self, changed: Mapping[str, bool]) -> int:
        """Take the votes in; returns how many are new.

        Args:
            changed: What `changed_there` said.
        """
        self._merge_duels()
        new = self._connection.rows(
            f"SELECT {_VOTE} FROM other.vote WHERE id NOT IN (SELECT id FROM main.vote)"
            " ORDER BY rowid"
        )
        for vote in new:
            self._add(vote)
        known = {row[0] for row in new}
        self._merge_states({key: here for key, here in changed.items() if key not in known})
        self._merge_words()
        return len(new)

    def _merge_duels(self) -> None:
        new = self._connection.rows(
            "SELECT id, purpose, picker, seed, setting_id, looked_at FROM other.duel"
            " WHERE id NOT IN (SELECT id FROM main.duel) ORDER BY rowid"
        )
        self._connection.insert_all(
            "duel",
            (
                {
                    "id": row[0],
                    "purpose": row[1],
                    "picker": row[2],
                    "seed": row[3],
                    "setting_id": row[4],
                    # What is on the screen here is not what was on the other's.
                    "shown_at": None,
                    "looked_at": row[5],
                }
                for row in new
            ),
        )
        self._connection.insert_all(
            "duel_item",
            (
                {
                    "duel_id": row[0],
                    "ordinal": row[1],
                    "example_id": row[2],
                    "left_output_id": self._outputs.get(row[3], row[3]),
                    "right_output_id": self._outputs.get(row[4], row[4]),
                }
                for row in self._connection.rows(
                    "SELECT duel_id, ordinal, example_id, left_output_id, right_output_id"
                    " FROM other.duel_item WHERE (duel_id, ordinal) NOT IN"
                    " (SELECT duel_id, ordinal FROM main.duel_item) ORDER BY rowid"
                )
            ),
        )

    def _add(self, vote: Row) -> None:
        values = dict(zip(_VOTE.split(", "), vote, strict=True))
        standing = None if values["voided"] else self._in_force(vote[1], vote[2])
        if standing is not None:
            values["voided"] = 1
            if standing[1:] != vote[3:5]:
                self._conflicts.append(
                    say(
                        "{rater} judged one pair in both copies: {standing} counts here, {vote} of "
                        "the other copy is kept as taken back.",
                        rater=self._rater(vote[2]),
                        standing=standing[1],
                        vote=vote[3],
                    )
                )
        self._connection.insert("vote", values)
        self._add_spans(vote[0])

    def _add_spans(self, vote_id: str) -> None:
        for ordinal, output_id, start, end, good in self._connection.rows(
            "SELECT ordinal, output_id, start_codepoint, end_codepoint, good"
            " FROM other.vote_span WHERE vote_id = ? ORDER BY ordinal",
            vote_id,
        ):
            self._connection.insert(
                "vote_span",
                {
                    "vote_id": vote_id,
                    "ordinal": ordinal,
                    "output_id": self._outputs.get(output_id, output_id),
                    "start_codepoint": start,
                    "end_codepoint": end,
                    "good": good,
                },
            )

    def _merge_states(self, changed: Mapping[str, bool]) -> None:
        """Let a vote be voided or in force as whoever changed it last alone left it."""
        for vote_id, duel_id, rater_id, mine, theirs in self._connection.rows(
            "SELECT ours.id, ours.duel_id, ours.rater_id, ours.voided, theirs.voided"
            " FROM main.vote AS ours JOIN other.vote AS theirs ON theirs.id = ours.id"
            # Those that are taken back come first: a vote put back may stand in their place.
            " WHERE ours.voided <> theirs.voided ORDER BY theirs.voided DESC, ours.rowid"
        ):
            if vote_id not in changed:
                continue
            blocked = not theirs and self._in_force(duel_id, rater_id) is not None
            if changed[vote_id] or blocked:
                state = (
                    say("is taken back here and counts")
                    if mine
                    else say("counts here and is taken back")
                )
                self._conflicts.append(
                    say(
                        "A vote of {rater} {state} in the other copy: it stays so.",
                        rater=self._rater(rater_id),
                        state=state,
                    )
                )
            else:
                self._connection.update("vote", vote_id, {"voided": theirs})

    def _merge_words(self) -> None:
        """Take over tags, reasons and marks that only the other copy has."""
        for vote_id, rater_id, tags, reason, their_tags, their_reason in self._connection.rows(
            "SELECT ours.id, ours.rater_id, ours.tags, ours.reason, theirs.tags, theirs.reason"
            " FROM main.vote AS ours JOIN other.vote AS theirs ON theirs.id = ours.id"
            " WHERE ours.tags <> theirs.tags OR ours.reason <> theirs.reason ORDER BY ours.rowid"
        ):
            both = list(dict.fromkeys([*from_json(tags), *from_json(their_tags)]))
            self._connection.update(
                "vote", vote_id, {"tags": to_json(both), "reason": reason or their_reason}
            )
            if reason and their_reason and reason != their_reason:
                self._conflicts.append(
                    say(
                        "{rater} gave one vote two reasons: “{reason}” stays, “{their_reason}” is "
                        "that of the other copy.",
                        rater=self._rater(rater_id),
                        reason=reason,
                        their_reason=their_reason,
                    )
                )
        for (vote_id,) in self._connection.rows(
            "SELECT DISTINCT vote_id FROM other.vote_span"
            " WHERE vote_id NOT IN (SELECT vote_id FROM main.vote_span)"
        ):
            self._add_spans(vote_id)

    def _in_force(self, duel_id: str, rater_id: str) -> Row | None:
        return self._connection.row(
            "SELECT id, verdict, strength FROM main.vote"
            " WHERE duel_id = ? AND rater_id = ? AND voided = 0",
            duel_id,
            rater_id,
        )

    def _rater(self, rater_id: str) -> str:
        row = self._connection.row("SELECT name FROM main.rater WHERE id = ?", rater_id)
        return str(row[0]) if row is not None else rater_id

    def _touched(self, here: str, there: str) -> set[str]:
        """Return the votes whose state changed by what only one copy's log has."""
        rows = self._connection.rows(
            f"SELECT kind, data FROM {here}.event WHERE id NOT IN (SELECT id FROM {there}.event)"
        )
        touched: set[str] = set()
        for kind, data in rows:
            about = from_json(data)
            kind = kind.removeprefix(_MERGED)
            if kind in ("undo", "redo"):
                action = self._connection.row(
                    f"SELECT kind, data FROM {here}.event WHERE id = ?", about["action"]
                )
                if action is None:
                    continue
                kind, about = action[0].removeprefix(_MERGED), from_json(action[1])
            if kind in _ABOUT_VOTES:
                touched.update(_votes(about))
        return touched


def _votes(data: Mapping[str, object]) -> Iterable[str]:
    return (str(data[name]) for name in ("vote", "old", "new") if name in data)
