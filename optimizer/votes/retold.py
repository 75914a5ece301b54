"""Votes and actions as they are told: in a reveal, in the history, in the text of undo."""

from __future__ import annotations

from optimizer.actions import ActionLog
from optimizer.board import Board
from optimizer.records import Marked, Strength, Verdict, Vote
from optimizer.said import say
from optimizer.store import LoggedEvent
from optimizer.views import HistoryRow, Reveal, example_title
from optimizer.votes.evidence import Judgement
from optimizer.votes.history_rows import HistoryRows
from optimizer.votes.judgements import teaching
from optimizer.votes.notes import NOTE
from optimizer.votes.spans import marked

FAST = "fast"
"""The kind of event that notes a vote which came sooner than its outputs can be read."""
_SAID = {
    Verdict.LEFT: say("left better"),
    Verdict.RIGHT: say("right better"),
    Verdict.TIE: say("tie"),
    Verdict.BOTH_BAD: say("both bad"),
    Verdict.SKIP: say("skipped"),
}
_SLIGHTLY = {
    Verdict.LEFT: say("left slightly better"),
    Verdict.RIGHT: say("right slightly better"),
}


class Retold:
    """Tells of votes; changes nothing.

    Args:
        board: What is known.
        actions: The log.
    """

    def __init__(self, board: Board, actions: ActionLog) -> None:
        self._board = board
        self._actions = actions
        self.reread()

    def note_fast(self, vote_id: str) -> None:
        """Take in that a vote came sooner than its outputs can be read."""
        self._fast.add(vote_id)

    def describe(self, action: LoggedEvent | None) -> str:
        """Return what an action was, in words: `vote 12: left better`."""
        if action is None:
            return ""
        data, roster = action.data, self._board.roster
        if action.kind in ("vote", "void", "restore", "change"):
            vote_id = str(data.get("vote") or data.get("new"))
            number = self._board.casebook.number(vote_id)
            said = said_of(self._board.casebook[vote_id].vote)
            if action.kind == "vote":
                return say("vote {number}: {verdict}", number=number, verdict=said)
            return {
                "void": say("voiding of vote {number}", number=number),
                "restore": say("restoring of vote {number}", number=number),
                "change": say("change of vote to {verdict}", verdict=said),
            }[action.kind]
        prompt = str(data.get("prompt") or data.get("new"))
        name = roster[prompt].name if prompt in roster else say("a prompt")
        on = bool(data.get("archived", data.get("pinned", True)))
        return {
            "archive": say("archiving of {name}", name=name)
            if on
            else say("taking back of {name}", name=name),
            "pin": say("pinning of {name}", name=name)
            if on
            else say("unpinning of {name}", name=name),
            "start": say("start prompt {name}", name=name),
            NOTE: say("note on {name}", name=name),
            "hunch": say("hunch about {name}", name=name),
        }.get(action.kind, action.kind)

    def reveal(self, vote_id: str) -> Reveal:
        """Return what a vote was about."""
        entry = self._board.casebook[vote_id]
        roster = self._board.roster
        return Reveal(
            vote_id=vote_id,
            number=self._board.casebook.number(vote_id),
            verdict=entry.vote.verdict,
            left_name=roster[entry.duel.left_prompt].name,
            right_name=roster[entry.duel.right_prompt].name,
            left_prompt=entry.duel.left_prompt,
            right_prompt=entry.duel.right_prompt,
            purpose=entry.duel.purpose,
            judge=self._board.jury.opinion(entry.duel) if self._board.options.judge else None,
            strength=entry.vote.strength,
        )

    def row(self, vote_id: str) -> HistoryRow:
        """Return a vote as the history shows it."""
        board = self._board
        entry, number = board.casebook[vote_id], board.casebook.number(vote_id)
        vote, duel = entry.vote, entry.duel
        return HistoryRow(
            vote_id=vote.id,
            duel_id=duel.id,
            number=number,
            cast_at=vote.cast_at,
            example_id=duel.example_id,
            example_title=example_title(board.examples[duel.example_id].fields),
            verdict=vote.verdict,
            strength=vote.strength,
            tags=vote.tags,
            reason=vote.reason,
            left_name=board.roster[duel.left_prompt].name,
            right_name=board.roster[duel.right_prompt].name,
            left_prompt=duel.left_prompt,
            right_prompt=duel.right_prompt,
            took_ms=vote.took_ms,
            rater=board.raters.get(vote.rater_id, vote.rater_id),
            purpose=duel.purpose,
            voided=vote.voided,
            marks=self._marked(entry),
            fast=vote_id in self._fast,
            teaches=entry.teaches(board.setting_id),
            looked_at=duel.looked_at,
        )

    def rows(self) -> HistoryRows:
        """Return the whole history, oldest first."""
        board, columns = self._board, self._board.casebook.columns
        spans = columns.words.spans
        board.texts.fetch({span.output_id for marks in spans.values() for span in marks})
        return HistoryRows(
            columns=columns,
            size=len(columns),
            teaches=teaching(columns, board.setting_id),
            titles=tuple(example_title(board.examples[e].fields) for e in columns.examples.names),
            names=tuple(board.roster[prompt].name for prompt in columns.prompts.names),
            raters=dict(board.raters),
            fast=frozenset(self._fast),
            marks={v: self._marked(board.casebook[v]) for v, marks in spans.items() if marks},
        )

    def reread(self) -> None:
        """Read from the log anew which votes came sooner than their outputs can be read."""
        self._fast = {str(event.data["vote"]) for event in self._actions.noted((FAST,))}

    def _marked(self, entry: Judgement) -> tuple[Marked, ...]:
        texts = self._board.texts.fetch({span.output_id for span in entry.vote.spans})
        return marked(entry.vote.spans, entry.duel, texts)


def said_of(vote: Vote) -> str:
    """Return a verdict in words."""
    slightly = vote.strength is Strength.SLIGHTLY
    return (_SLIGHTLY if slightly else _SAID).get(vote.verdict, _SAID[vote.verdict])
