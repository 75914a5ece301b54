"""All votes and duels at once, column by column: a long history is read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.records import RaterKind, Span
from optimizer.store.connection import Connection
from optimizer.store.values import from_json

_BY = "WHERE (rater_id IN (SELECT id FROM rater WHERE kind = ?)) = ? ORDER BY vote.rowid"


@dataclass(frozen=True, slots=True)
class VoteSheet:
    """Votes in the order of casting, as they are stored, without what was said of them."""

    id: list[str]
    duel: list[str]
    rater: list[str]
    verdict: list[str]
    strength: list[str]
    voided: list[int]


@dataclass(frozen=True, slots=True)
class WordSheet:
    """What was said of the same votes, and how their duels came, in the same order.

    `spans` are by vote id.
    """

    tags: list[tuple[str, ...]]
    reason: list[str]
    took_ms: list[int | None]
    cast_at: list[str]
    picker: list[str]
    shown_at: list[str | None]
    spans: dict[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class DuelSheet:
    """Duels in the order of storing, as they are stored."""

    id: list[str]
    purpose: list[str]
    setting: list[str]
    looked_at: list[int]
    example: list[str]
    left_output: list[str]
    right_output: list[str]


class Sheets:
    """Reads the tables of votes as a whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def vote_sheet(self, *, people: bool) -> VoteSheet:
        """Return all votes of people, or those of all other raters; voided ones too."""
        ids, duel, rater, verdict, strength, voided = self._connection.words(
            "SELECT id, duel_id, rater_id, verdict, strength, CAST(voided AS TEXT)"
            f" FROM vote {_BY}",
            RaterKind.PERSON.value,
            people,
        )
        return VoteSheet(ids, duel, rater, verdict, strength, list(map(int, voided)))

    def word_sheet(self, *, people: bool) -> WordSheet:
        """Return what was said of the votes of `vote_sheet`."""
        whose = (RaterKind.PERSON.value, people)
        tags, reason, took_ms, cast_at, picker, shown_at = self._connection.columns(
            "SELECT tags, reason, took_ms, cast_at, picker, shown_at"
            f" FROM vote JOIN duel ON duel.id = duel_id {_BY}",
            *whose,
        )
        read = {text: tuple(from_json(text)) for text in set(tags)}
        spans: dict[str, tuple[Span, ...]] = {}
        for vote_id, output_id, start, end, good in self._connection.rows(
            "SELECT vote_id, output_id, start_codepoint, end_codepoint, good"
            f" FROM vote_span JOIN vote ON vote.id = vote_id {_BY}, ordinal",
            *whose,
        ):
            spans[vote_id] = (*spans.get(vote_id, ()), Span(output_id, start, end, bool(good)))
        told = [read[text] for text in tags]
        return WordSheet(told, reason, took_ms, cast_at, picker, shown_at, spans)

    def duel_sheet(self) -> DuelSheet:
        """Return all duels."""
        ids, *told = self._connection.words(
            "SELECT id, purpose, setting_id, CAST(looked_at AS TEXT) FROM duel ORDER BY rowid"
        )
        items, *shown = self._connection.words(
            "SELECT duel_id, example_id, left_output_id, right_output_id FROM duel_item"
            " WHERE ordinal = 0 ORDER BY rowid"
        )
        if ids != items:
            # Both are written together; a file that was put together by hand may mix them.
            place = {duel_id: at for at, duel_id in enumerate(items)}
            known = [at for at, duel_id in enumerate(ids) if duel_id in place]
            told = [[column[at] for at in known] for column in told]
            ids = [ids[at] for at in known]
            shown = [[column[place[duel_id]] for duel_id in ids] for column in shown]
        purpose, setting, looked_at = told
        return DuelSheet(ids, purpose, setting, list(map(int, looked_at)), *shown)

    def output_owners(self) -> tuple[list[str], list[str]]:
        """Return the ids of all outputs of every setting, and of the prompts that made them."""
        outputs, prompts = self._connection.words("SELECT id, prompt_id FROM output")
        return outputs, prompts
