"""One modification of the best prompt, found by looking at three of its outputs.

J. Xiang et al., "Self-Supervised Prompt Optimization" (2025): no labels; every child is one of the
best so far, which gives way only to a strict majority of four judgements of their outputs on three
examples. Here the orders are balanced instead of drawn, and what cannot be read is an abstention.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import ClassVar

from optimizer.proposing.moves.answers import read_prompt, read_tagged
from optimizer.proposing.moves.asking import consult, criteria_text, room_for, wording_of
from optimizer.proposing.moves.cases import answered, tell_cases
from optimizer.proposing.moves.children import child
from optimizer.proposing.moves.editing import editable_text
from optimizer.proposing.moves.memory import own_proposals
from optimizer.proposing.moves.ranking import live_by_merit, merits, seen
from optimizer.proposing.moves.set_judging import CALLS, UNREADABLE, common_rows, judge_rows
from optimizer.protocols import Model
from optimizer.records import (
    Candidate,
    Choice,
    JudgedDuel,
    Proposal,
    SetJudging,
    Snapshot,
    Verdict,
)
from optimizer.said import say
from optimizer.selecting.strict_majority import replaces

JUDGED = "judged"
"""Where the edit of a child holds the contests that were judged before it was written."""


@dataclass(frozen=True, slots=True)
class Contest:
    """What the judge said of a challenger and the best prompt of its time, both by id."""

    challenger: str
    best: str
    wins: int
    losses: int
    ties: int
    abstentions: int

    @property
    def won(self) -> bool:
        """Whether the challenger takes the place of the best."""
        return replaces(self.wins, self.losses, self.ties, self.abstentions)


@dataclass(frozen=True, slots=True)
class Spo:
    """A child of the best by analysis and one modification in a sentence.

    `rows` is how many outputs are looked at and judged, `judgements` how often a child is judged
    against the best.
    """

    name: ClassVar[str] = "spo"
    needs_writer: ClassVar[bool] = True

    rows: int = 3
    judgements: int = 4

    @property
    def sets(self) -> SetJudging:
        """Every child is judged against the best; see `JudgedProposer`."""
        return SetJudging(self.judgements, self.rows)

    def propose(self, snapshot: Snapshot, writer: Model | None, rng: Random) -> list[Proposal]:
        """Modify the best prompt once; see `Proposer`."""
        return self._modify(snapshot, writer, champion(snapshot, self.name), ())

    def propose_with_judge(
        self, snapshot: Snapshot, writer: Model | None, judge: Model, rng: Random
    ) -> list[Proposal]:
        """Judge the children that nobody judged yet, then modify the best; see `JudgedProposer`."""
        fresh: list[Contest] = []
        best = first_best(snapshot, self.name)
        known = {(c.challenger, c.best): c for c in remembered_contests(snapshot, self.name)}
        for challenger in _challengers(snapshot, self.name):
            contest = known.get((challenger.id, best.id))
            if contest is None and not _by_person(snapshot, challenger, best):
                contest = self._judge(snapshot, judge, challenger, best)
                fresh += [contest] if contest is not None else []
            if _replaces(snapshot, challenger, best, contest):
                best = challenger
        return self._modify(snapshot, writer, best, fresh)

    def chosen(self, snapshot: Snapshot) -> Choice | None:
        """Take the best by strict majority; see `Choosing`."""
        best = champion(snapshot, self.name)
        if best.start:
            return None
        return Choice(best.id, say("the best so far gives way to a strict majority only"))

    def _judge(
        self, snapshot: Snapshot, judge: Model, challenger: Candidate, best: Candidate
    ) -> Contest | None:
        """Have the two compared on the rows; None while they have not answered them."""
        rows = common_rows(snapshot, challenger, best, self.rows)
        if len(rows) < min(self.rows, len(snapshot.examples)) or not rows:
            return None
        said = judge_rows(judge, snapshot, rows, self.judgements)
        return Contest(challenger.id, best.id, said.left, said.right, said.ties, said.abstentions)

    def _modify(
        self,
        snapshot: Snapshot,
        writer: Model | None,
        best: Candidate,
        fresh: Sequence[Contest],
    ) -> list[Proposal]:
        shown = answered(snapshot, best.id, self.rows)
        if writer is None or not shown:
            return []
        wording = wording_of(snapshot, "spo_optimize")
        text = editable_text(best.prompt)
        told = {
            "prompt": text,
            "criteria": criteria_text(snapshot),
            "outputs": tell_cases(shown),
        }
        answer = consult(writer, wording, told, room_for(text, 2))
        named = read_tagged(answer.text, "modification", cut=answer.truncated)
        # Without the tag the answer is read as one text, which would take the analysis in.
        tagged = "<prompt>" in answer.text.lower()
        edit: dict[str, object] = {
            "action": "modify the best",
            "modification": named[0] if named else "",
        }
        if fresh:
            edit[JUDGED] = [asdict(contest) for contest in fresh]
            edit[CALLS] = self.judgements * len(fresh)
            edit[UNREADABLE] = all(c.abstentions == self.judgements for c in fresh)
        return child(
            best,
            read_prompt(answer.text, cut=answer.truncated) if tagged or not named else None,
            proposer=self.name,
            label="one modification",
            reason=named[0] if named else "one modification after its outputs",
            edit=edit,
            wording=wording,
            hoped=f"should win a strict majority against {best.name}",
        )


def champion(snapshot: Snapshot, proposer: str) -> Candidate:
    """Return the best by strict majority: each child replaces it only if it won against it.

    Args:
        snapshot: The pool and its evidence.
        proposer: Whose children challenge, one after the other.

    Returns:
        It begins with the best of all others. What a judge said of their outputs is remembered;
        the person's own verdicts on the two come before it. Where no contest was judged, the
        verdicts of judges on single rows decide, and where nobody compared them the posterior.
    """
    best = first_best(snapshot, proposer)
    known = {(c.challenger, c.best): c for c in remembered_contests(snapshot, proposer)}
    for challenger in _challengers(snapshot, proposer):
        contest = known.get((challenger.id, best.id))
        if contest is None and not _duels(snapshot.duels, challenger, best):
            contest = _by_rows(snapshot, challenger, best)
            better = merits(snapshot)[challenger.id] > merits(snapshot)[best.id]
            if contest is None and seen(snapshot, challenger.id) and better:
                best = challenger
                continue
        if _replaces(snapshot, challenger, best, contest):
            best = challenger
    return best


def first_best(snapshot: Snapshot, proposer: str) -> Candidate:
    """Return the best of all prompts that are no children of this proposer in this run."""
    children = {p.prompt_id for p in own_proposals(snapshot, proposer)}
    live = live_by_merit(snapshot)
    return next((c for c in live if c.id not in children), snapshot.start)


def remembered_contests(snapshot: Snapshot, proposer: str) -> Iterator[Contest]:
    """Yield the contests that the record of this run holds, oldest first."""
    for proposal in own_proposals(snapshot, proposer):
        kept = proposal.edit.get(JUDGED)
        for entry in kept if isinstance(kept, Sequence) else ():
            contest = _read_contest(entry)
            if contest is not None:
                yield contest


def _read_contest(entry: object) -> Contest | None:
    """Return a contest out of the record, or None: it may be of another version."""
    if not isinstance(entry, Mapping) or set(entry) != set(Contest.__slots__):
        return None
    counts = [entry[name] for name in ("wins", "losses", "ties", "abstentions")]
    if not all(isinstance(count, int) for count in counts):
        return None
    return Contest(str(entry["challenger"]), str(entry["best"]), *counts)


def _challengers(snapshot: Snapshot, proposer: str) -> list[Candidate]:
    live = {candidate.id: candidate for candidate in live_by_merit(snapshot)}
    written = (p.prompt_id for p in own_proposals(snapshot, proposer) if p.prompt_id)
    return [live[key] for key in written if key in live]


def _replaces(
    snapshot: Snapshot, challenger: Candidate, best: Candidate, contest: Contest | None
) -> bool:
    own = _counted(_duels(snapshot.duels, challenger, best), challenger, best)
    if own.wins + own.losses + own.ties and (contest is None or own.wins != own.losses):
        return own.won
    return contest is not None and contest.won


def _by_person(snapshot: Snapshot, challenger: Candidate, best: Candidate) -> bool:
    own = _counted(_duels(snapshot.duels, challenger, best), challenger, best)
    return own.wins != own.losses


def _by_rows(snapshot: Snapshot, challenger: Candidate, best: Candidate) -> Contest | None:
    said = _counted(_duels(snapshot.judge_duels, challenger, best), challenger, best)
    return said if said.wins + said.losses + said.ties else None


def _duels(duels: Sequence[JudgedDuel], challenger: Candidate, best: Candidate) -> list[JudgedDuel]:
    pair = {best.id, challenger.id}
    return [duel for duel in duels if {duel.left_prompt, duel.right_prompt} == pair]


def _counted(duels: Sequence[JudgedDuel], challenger: Candidate, best: Candidate) -> Contest:
    wins = sum(duel.winner == challenger.id for duel in duels)
    losses = sum(duel.winner == best.id for duel in duels)
    skipped = sum(duel.verdict is Verdict.SKIP for duel in duels)
    ties = len(duels) - wins - losses - skipped
    return Contest(challenger.id, best.id, wins, losses, ties, skipped)
