"""Turns a frozen picture of a session into the prompts table, on another thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from optimizer.evidence import Judgement
from optimizer.findings import Evidence, Findings, find
from optimizer.hypotheses import hypotheses
from optimizer.metric_agreement import metric_agreement
from optimizer.portfolio import gain_report
from optimizer.proposing.moves.elites import LENGTH_AXIS, RULES_AXIS, TONES, Niche, niche_of
from optimizer.records import Candidate, Example, RaterKind, Split, StoredProposal, Task
from optimizer.said import say
from optimizer.scoring import (
    Merit,
    Scorecard,
    ScoreRow,
    Unclear,
    pareto_set,
    score_card,
    score_verdict,
    trade_off,
)
from optimizer.store import AnswerCost
from optimizer.template import prompt_text
from optimizer.views import (
    Advice,
    CalibrationView,
    CandidateView,
    ConfirmationView,
    EliteMap,
    EliteView,
    HeadToHeadView,
    PoolView,
)

_NO_ANSWERS = AnswerCost(0, None, None)


@dataclass(frozen=True, slots=True)
class PoolPicture:
    """What the prompts table is computed from.

    Attributes:
        task: The task.
        evidence: The pool and the votes.
        proposals: All proposals so far.
        answer_costs: Per prompt, what its answers cost.
        confirmations: Results on held-out examples.
        head_to_head: Results of two chosen prompts on chosen examples.
        notes: What the person wrote down, by prompt id.
        calibration: How the judge was calibrated, if it was.
        metric: How people call the metric; empty for none.
        scores: Its scores by prompt id and example id.
        examples: All examples.
        unclear: Answers in which no one label was found.
        competing: The proposers that compete for the next turn; empty where they take turns.
        readers: Who of them reads the reasons that people give.
        judgements: The votes that teach.
        figures: Figures of the prompts' words, by prompt id and name.
        mapped: Whether the method at work keeps a map of the kinds of prompts.
        alone: Whether labels alone decide.
    """

    task: Task
    evidence: Evidence
    proposals: tuple[StoredProposal, ...]
    answer_costs: Mapping[str, AnswerCost]
    confirmations: tuple[ConfirmationView, ...] = ()
    head_to_head: tuple[HeadToHeadView, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    calibration: CalibrationView | None = None
    metric: str = ""
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    competing: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    judgements: Sequence[Judgement] = ()
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    mapped: bool = False
    alone: bool = False

    def tuning_scores(self) -> Mapping[str, Mapping[str, float]]:
        """Return the scores without those of held-out rows."""
        rows = {each.id for each in self.examples if each.split is Split.TUNING}
        return {
            prompt: {row: value for row, value in found.items() if row in rows}
            for prompt, found in self.scores.items()
        }

    def run(self) -> PoolView:
        """Return the prompts table, from nothing."""
        return PoolReader().read(self)


class PoolReader:
    """Reads pictures; what rests on the votes alone is computed once for the same votes."""

    def __init__(self) -> None:
        self._findings: Findings | None = None
        self._words: dict[str, int] = {}
        self._niches: dict[tuple[str, str], Niche] = {}

    def read(self, picture: PoolPicture) -> PoolView:
        """Return the prompts table."""
        found = self._findings = find(picture.evidence, self._findings)
        evidence = picture.evidence
        card, start_id = None, evidence.start_id
        if any(picture.scores.values()):
            card = score_card(
                picture.metric, picture.scores, picture.examples, start_id, picture.unclear
            )
        merits = self._merits(picture, found, card)
        best = found.best
        kept = pareto_set(merits)
        others = [(c.handle, merits[c.id]) for c in evidence.candidates if c.id in kept]
        unit = say("score") if card else say("strength")
        told = tuple(score_verdict(card, best.id, start_id, best.handle)) if card else ()
        return PoolView(
            candidates=tuple(
                self._row(c, picture, found, card.row(c.id) if card else None, c.id in kept)
                for c in evidence.candidates
            ),
            scorecard=card,
            verdict=told,
            trade_off=trade_off(merits[best.id], others, unit)
            if best.id in merits and len(merits) > 1
            else "",
            proposals=picture.proposals,
            gains=gain_report(
                picture.proposals,
                evidence.candidates,
                evidence.posterior,
                picture.competing,
                picture.readers if _said_why(picture) else (),
                picture.tuning_scores() if picture.alone else None,
            ),
            hypotheses=hypotheses(evidence.candidates, evidence.posterior, picture.judgements),
            advice=_advised(found.advice, told, len(evidence.ballots)),
            incumbent_id=found.best.id,
            start_id=evidence.start_id,
            raters=tuple(
                replace(rater, agreement=metric_agreement(evidence, picture.scores))
                if rater.kind is RaterKind.METRIC
                else rater
                for rater in found.raters
            ),
            self_agreement=found.self_agreement,
            company=found.company,
            confirmations=picture.confirmations,
            head_to_head=picture.head_to_head,
            order=found.order,
            over_optimized=found.over_optimized,
            matrix=found.matrix,
            hunches=evidence.hunches,
            calibration=picture.calibration,
            elites=self._map(picture, merits, scored=card is not None) if picture.mapped else None,
        )

    def _map(self, picture: PoolPicture, merits: Mapping[str, Merit], *, scored: bool) -> EliteMap:
        """Return the map of the kinds of prompts; those that nobody judged are not on it."""
        start = merits.get(picture.evidence.start_id)
        return EliteMap(
            lengths=LENGTH_AXIS,
            rules=RULES_AXIS,
            tones=TONES,
            elites=self._elites(picture, merits),
            scored=scored,
            start=start.quality if start else None,
        )

    def _elites(self, picture: PoolPicture, merits: Mapping[str, Merit]) -> tuple[EliteView, ...]:
        evidence = picture.evidence
        start = next((c.prompt for c in evidence.candidates if c.id == evidence.start_id), None)
        if start is None:
            return ()
        judged = [c for c in evidence.candidates if c.id in merits]
        for candidate in judged:
            key = (candidate.id, evidence.start_id)
            if key not in self._niches:
                self._niches[key] = niche_of(candidate.prompt, start)
        ordered = sorted(judged, key=lambda candidate: -merits[candidate.id].quality)
        cells: dict[Niche, list[Candidate]] = {}
        for candidate in ordered:
            cells.setdefault(self._niches[candidate.id, evidence.start_id], []).append(candidate)
        return tuple(
            EliteView(
                length=niche.length,
                rules=niche.rules,
                tone=niche.tone,
                prompt_id=members[0].id,
                strength=merits[members[0].id].quality,
                rivals=len(members),
            )
            for niche, members in cells.items()
        )

    def _row(
        self,
        candidate: Candidate,
        picture: PoolPicture,
        found: Findings,
        score: ScoreRow | None,
        pareto: bool,
    ) -> CandidateView:
        cost = picture.answer_costs.get(candidate.id, _NO_ANSWERS)
        return CandidateView(
            candidate=candidate,
            standing=found.standings[candidate.id],
            incumbent=candidate.id == found.best.id,
            words=self._count_words(candidate),
            outputs=cost.outputs,
            mean_answer_tokens=cost.mean_tokens_out,
            mean_cost_usd=cost.mean_cost_usd,
            mean_latency_ms=cost.mean_latency_ms,
            score=score,
            pareto=pareto,
            retired=picture.evidence.retired.get(candidate.id, ""),
            note=picture.notes.get(candidate.id, ""),
            figures=picture.figures.get(candidate.id, {}),
        )

    def _merits(
        self, picture: PoolPicture, found: Findings, card: Scorecard | None
    ) -> dict[str, Merit]:
        """Return what each prompt that was judged is worth and takes."""
        merits = {}
        for candidate in picture.evidence.candidates:
            if candidate.archived:
                continue
            row = card.row(candidate.id) if card else None
            counted = candidate.id in picture.evidence.counts
            quality = found.standings[candidate.id].mean if counted and not card else None
            quality = row.shrunken if row is not None else quality
            if quality is not None:
                cost = picture.answer_costs.get(candidate.id, _NO_ANSWERS)
                merits[candidate.id] = Merit(
                    quality, self._count_words(candidate), cost.mean_cost_usd, cost.mean_latency_ms
                )
        return merits

    def _count_words(self, candidate: Candidate) -> int:
        if candidate.id not in self._words:
            self._words[candidate.id] = len(prompt_text(candidate.prompt).split())
        return self._words[candidate.id]


def _said_why(picture: PoolPicture) -> bool:
    """Return whether any vote came with a reason."""
    votes = (judgement.vote for judgement in picture.judgements)
    return any(vote.tags or vote.reason or vote.spans for vote in votes)


def _advised(advice: Advice, told: tuple[str, ...], votes: int) -> Advice:
    """Return the advice; where nobody voted, it is what the scores say."""
    if votes or not told:
        return advice
    return replace(advice, text=say("No votes yet. By its labels: {told}", told=told[0]))
