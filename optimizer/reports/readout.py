"""Turns a frozen picture of a session into the prompts table, on another thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.breeding.child_gains import Families
from optimizer.breeding.hypotheses import hypotheses
from optimizer.breeding.portfolio import gain_report
from optimizer.metrics.metric_agreement import metric_agreement
from optimizer.preference.arrays import BoolArray, IntArray
from optimizer.proposing.moves.elites import LENGTH_AXIS, RULES_AXIS, TONES, Niche, niche_of
from optimizer.records import Candidate, Example, RaterKind, Split, StoredProposal, Task
from optimizer.reports.candidate_rows import CandidateRows, Facts, Traits
from optimizer.reports.findings import Evidence, Findings, find
from optimizer.reports.leanings import VotedGaps
from optimizer.reports.merits import Merits, quality_by_scores, quality_by_votes
from optimizer.said import say
from optimizer.scoring import ScoreRow, Unclear, score_card, score_verdict, trade_off
from optimizer.standings import Members
from optimizer.store import AnswerCost
from optimizer.template import prompt_text
from optimizer.views import (
    Advice,
    CalibrationView,
    ConfirmationView,
    EliteMap,
    EliteView,
    HeadToHeadView,
    LeaningView,
    PoolView,
    WordingVersion,
)
from optimizer.votes.judgements import Judgements
from optimizer.word_count import split_words


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
        wordings: The person's own texts of wordings, by the hash that proposals name.
        mapped: Whether the method at work keeps a map of the kinds of prompts.
        alone: Whether labels alone decide.
        gaps: How the outputs of the person's latest votes differ in looks; None while few voted.
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
    judgements: Judgements = field(default_factory=lambda: Judgements.of(()))
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    wordings: Mapping[str, WordingVersion] = field(default_factory=dict)
    mapped: bool = False
    alone: bool = False
    gaps: VotedGaps | None = None

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


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """What rests on the candidates alone: their lengths, their places by id, and who wrote them."""

    words: IntArray
    places: Mapping[str, int]
    families: Families
    traits: Traits


class PoolReader:
    """Reads pictures; what rests on the votes or the pool alone is computed once for the same."""

    def __init__(self) -> None:
        self._findings: Findings | None = None
        self._lengths: dict[str, int] = {}
        self._pool: _Pool | None = None
        self._niches: dict[tuple[str, str], Niche] = {}
        self._gaps: VotedGaps | None = None
        self._leanings: tuple[LeaningView, ...] = ()

    def read(self, picture: PoolPicture) -> PoolView:
        """Return the prompts table."""
        found = self._findings = find(picture.evidence, self._findings)
        evidence = picture.evidence
        card, start_id, pool = None, evidence.start_id, self._pool_of(evidence.candidates)
        if any(picture.scores.values()):
            card = score_card(
                picture.metric, picture.scores, picture.examples, start_id, picture.unclear
            )
        scores = {row.prompt_id: row for row in card.rows} if card else None
        merits = _merits(picture, found, scores, pool.words)
        kept = merits.pareto()
        facts = Facts(
            best=found.best.id,
            costs=picture.answer_costs,
            scores=scores or {},
            retired=evidence.retired,
            notes=picture.notes,
            figures=picture.figures,
            wordings=_told(picture),
        )
        told = (
            tuple(score_verdict(card, found.best.id, start_id, found.best.handle)) if card else ()
        )
        return PoolView(
            candidates=CandidateRows(
                evidence.candidates,
                found.standings,
                pool.words,
                kept,
                facts,
                pool.places,
                pool.traits,
            ),
            scorecard=card,
            verdict=told,
            trade_off=_given_up(evidence, merits, kept, found.best, scored=card is not None),
            proposals=picture.proposals,
            gains=gain_report(
                picture.proposals,
                evidence.candidates,
                evidence.posterior,
                picture.competing,
                picture.readers if picture.readers and picture.judgements.say_why() else (),
                picture.tuning_scores() if picture.alone else None,
                pool.families,
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
            leanings=self._leanings_of(picture.gaps),
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

    def _leanings_of(self, gaps: VotedGaps | None) -> tuple[LeaningView, ...]:
        if gaps is not self._gaps:
            self._gaps, self._leanings = gaps, gaps.leanings() if gaps is not None else ()
        return self._leanings

    def _map(self, picture: PoolPicture, merits: Merits, *, scored: bool) -> EliteMap:
        """Return the map of the kinds of prompts; those that nobody judged are not on it."""
        evidence = picture.evidence
        place = evidence.index.get(evidence.start_id)
        start = None if place is None else merits.at(place)
        return EliteMap(
            lengths=LENGTH_AXIS,
            rules=RULES_AXIS,
            tones=TONES,
            elites=self._elites(evidence, merits) if place is not None else (),
            scored=scored,
            start=start.quality if start else None,
        )

    def _elites(self, evidence: Evidence, merits: Merits) -> tuple[EliteView, ...]:
        start = evidence.candidates[evidence.index[evidence.start_id]].prompt
        judged = np.flatnonzero(merits.judged)
        ranked = judged[np.argsort(-merits.quality[judged], kind="stable")].tolist()
        cells: dict[Niche, list[int]] = {}
        for place in ranked:
            candidate = evidence.candidates[place]
            key = (candidate.id, evidence.start_id)
            if key not in self._niches:
                self._niches[key] = niche_of(candidate.prompt, start)
            cells.setdefault(self._niches[key], []).append(place)
        return tuple(
            EliteView(
                length=niche.length,
                rules=niche.rules,
                tone=niche.tone,
                prompt_id=evidence.candidates[members[0]].id,
                strength=float(merits.quality[members[0]]),
                rivals=len(members),
            )
            for niche, members in cells.items()
        )

    def _pool_of(self, candidates: tuple[Candidate, ...]) -> _Pool:
        if self._pool is None or self._pool.families.candidates is not candidates:
            for candidate in candidates:
                if candidate.id not in self._lengths:
                    self._lengths[candidate.id] = len(split_words(prompt_text(candidate.prompt)))
            words = [self._lengths[candidate.id] for candidate in candidates]
            places = {candidate.id: place for place, candidate in enumerate(candidates)}
            self._pool = _Pool(
                np.array(words, dtype=np.int64),
                places,
                Families.of(candidates),
                Traits.of(candidates),
            )
        return self._pool


def _told(picture: PoolPicture) -> dict[str, WordingVersion]:
    """Return by prompt id which text of the person's own its writer was told."""
    if not picture.wordings:
        return {}
    return {
        proposal.prompt_id: picture.wordings[proposal.wording_hash]
        for proposal in picture.proposals
        if proposal.prompt_id is not None and proposal.wording_hash in picture.wordings
    }


def _merits(
    picture: PoolPicture,
    found: Findings,
    scores: Mapping[str, ScoreRow] | None,
    words: IntArray,
) -> Merits:
    """Return what each prompt that was judged is worth and takes."""
    evidence = picture.evidence
    members = evidence.members or Members.of(evidence.candidates, evidence.start_id)
    quality = (
        quality_by_votes(members.ids, found.standings, evidence.counts)
        if scores is None
        else quality_by_scores(members.ids, scores)
    )
    return Merits.of(members.ids, members.archived, words, picture.answer_costs, quality)


def _given_up(
    evidence: Evidence,
    merits: Merits,
    kept: BoolArray,
    best: Candidate,
    *,
    scored: bool,
) -> str:
    """Say what the recommendation gives up; nothing while there is no other to compare with."""
    places = np.flatnonzero(kept).tolist()
    others = [(evidence.candidates[at].handle, merits.at(at)) for at in places]
    chosen = merits.at(evidence.index[best.id])
    if chosen is None or merits.judged.sum() < 2:
        return ""
    known = [(handle, merit) for handle, merit in others if merit is not None]
    return trade_off(chosen, known, say("score") if scored else say("strength"))


def _advised(advice: Advice, told: tuple[str, ...], votes: int) -> Advice:
    """Return the advice; where nobody voted, it is what the scores say."""
    if votes or not told:
        return advice
    return replace(advice, text=say("No votes yet. By its labels: {told}", told=told[0]))
