"""The prompts table: a row is made when somebody looks at it, a figure of all rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, overload

import numpy as np

from optimizer.preference.arrays import BoolArray, IntArray
from optimizer.records import Candidate, Standing
from optimizer.reports.standing_columns import Standings
from optimizer.scoring import ScoreRow
from optimizer.store import AnswerCost
from optimizer.views import CandidateView, Kind, WordingVersion

NO_ANSWERS = AnswerCost(0, None, None)
_KINDS = tuple(Kind(*states) for states in product((False, True), repeat=len(Kind._fields)))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of prompts beside how they stand, by prompt id.

    Attributes:
        best: Who is recommended.
        costs: What answers cost.
        scores: What the metric says.
        retired: Why a method's rule took some out.
        notes: What the person wrote down.
        figures: Figures of their words, by name.
        wordings: Which text of the person's own the writer was told.
    """

    best: str = ""
    costs: Mapping[str, AnswerCost] = field(default_factory=dict)
    scores: Mapping[str, ScoreRow] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    wordings: Mapping[str, WordingVersion] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What candidates are by themselves, shape (K,) each: the start prompt, archived, pinned."""

    start: BoolArray
    archived: BoolArray
    pinned: BoolArray

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> Traits:
        """Return the traits of candidates, in their order."""
        size = len(candidates)
        return cls(
            np.fromiter((each.start for each in candidates), dtype=bool, count=size),
            np.fromiter((each.archived for each in candidates), dtype=bool, count=size),
            np.fromiter((each.pinned for each in candidates), dtype=bool, count=size),
        )

    def take(self, places: IntArray) -> Traits:
        """Return those of the candidates at some places."""
        return Traits(self.start[places], self.archived[places], self.pinned[places])


class CandidateRows(Sequence[CandidateView]):
    """The rows of all candidates, or of some; never changed.

    Args:
        candidates: Whose rows.
        standings: How each stands, in the same order.
        words: How long each is, shape (K,).
        pareto: Whom no other is at least as good as in every aim, shape (K,).
        facts: What else is known.
        places: The places of all rows by prompt id, where that is at hand.
        traits: Who is the start prompt, archived and pinned, where that is at hand.
    """

    def __init__(
        self,
        candidates: tuple[Candidate, ...],
        standings: Standings,
        words: IntArray,
        pareto: BoolArray,
        facts: Facts,
        places: Mapping[str, int] | None = None,
        traits: Traits | None = None,
    ) -> None:
        self.candidates = candidates
        self._standings = standings
        self._words = words
        self._pareto = pareto
        self._facts = facts
        self._places = places
        self._known_traits = traits

    def __len__(self) -> int:
        return len(self.candidates)

    @overload
    def __getitem__(self, place: int) -> CandidateView: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[CandidateView, ...]: ...

    def __getitem__(self, place: int | slice) -> CandidateView | tuple[CandidateView, ...]:
        if isinstance(place, slice):
            return tuple(self[at] for at in range(len(self))[place])
        at = range(len(self))[place]
        return self._row(
            self.candidates[at],
            self._standings.at(at),
            int(self._words[at]),
            pareto=bool(self._pareto[at]),
        )

    def __iter__(self) -> Iterator[CandidateView]:
        columns = (self.candidates, self._standings.in_order())
        told = (self._words.tolist(), self._pareto.tolist())
        return (
            self._row(candidate, standing, words, pareto=pareto)
            for candidate, standing, words, pareto in zip(*columns, *told, strict=True)
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def place_of(self, prompt_id: str) -> int | None:
        """Return the place of a prompt's row, or None."""
        if self._places is None:
            self._places = {each.id: place for place, each in enumerate(self.candidates)}
        return self._places.get(prompt_id)

    def figures(self, name: str) -> list[Any]:
        """Return one figure of all rows; see `PoolRows`."""
        if self._standings.tells(name):
            return list(self._standings.figures(name).tolist())
        if name == "words":
            return list(self._words.tolist())
        if name == "pareto":
            return list(self._pareto.tolist())
        if name == "incumbent":
            best = self.place_of(self._facts.best)
            return [place == best for place in range(len(self))]
        if name == "mean_cost_usd":
            costs = self._facts.costs
            return [costs.get(each.id, NO_ANSWERS).mean_cost_usd for each in self.candidates]
        scores = self._facts.scores
        return [scores.get(each.id) for each in self.candidates] if scores else [None] * len(self)

    def order(self, name: str, falling: bool) -> list[int] | None:
        """Return the places of all rows by one figure; see `PoolRows`."""
        figures = self._words if name == "words" else None
        if self._standings.tells(name):
            figures = self._standings.figures(name)
        if figures is None:
            return None
        return list(np.argsort(-figures if falling else figures, kind="stable").tolist())

    def kinds(self) -> frozenset[Kind]:
        """Return what kinds of rows there are."""
        best = np.zeros(len(self), dtype=bool)
        if (place := self.place_of(self._facts.best)) is not None:
            best[place] = True
        traits, stands = self._traits, self._standings.figures
        columns = (traits.start, traits.archived, traits.pinned, best, stands("live"))
        codes = np.zeros(len(self), dtype=np.int64)
        for column in (*columns, stands("aside")):
            codes = 2 * codes + column
        return frozenset(_KINDS[code] for code in np.flatnonzero(np.bincount(codes)).tolist())

    def kept(self) -> list[int]:
        """Return the places of the prompts that are not archived."""
        return list(np.flatnonzero(~self._traits.archived).tolist())

    def playing(self) -> list[int]:
        """Return the places of the prompts in play."""
        live = self._standings.figures("live") & ~self._traits.archived
        return list(np.flatnonzero(live).tolist())

    def start(self) -> int | None:
        """Return the place of the start prompt, if it is among them."""
        places = np.flatnonzero(self._traits.start).tolist()
        return places[0] if places else None

    def span(self, deviations: float) -> tuple[float, float] | None:
        """Return from where to where strengths reach; see `PoolRows`."""
        if not len(self):
            return None
        means, reach = self._standings.mean, deviations * self._standings.figures("sd")
        return float((means - reach).min()), float((means + reach).max())

    @cached_property
    def _traits(self) -> Traits:
        known = self._known_traits
        return Traits.of(self.candidates) if known is None else known

    def only(self, places: Sequence[int]) -> CandidateRows:
        """Return the rows at some places."""
        chosen = np.array(places, dtype=np.int64)
        return CandidateRows(
            tuple(map(self.candidates.__getitem__, places)),
            self._standings.take(chosen),
            self._words[chosen],
            self._pareto[chosen],
            self._facts,
            traits=self._traits.take(chosen),
        )

    def _row(
        self, candidate: Candidate, standing: Standing, words: int, *, pareto: bool
    ) -> CandidateView:
        key, facts = candidate.id, self._facts
        cost = facts.costs.get(key, NO_ANSWERS)
        return CandidateView(
            candidate=candidate,
            standing=standing,
            incumbent=key == facts.best,
            words=words,
            outputs=cost.outputs,
            mean_answer_tokens=cost.mean_tokens_out,
            mean_cost_usd=cost.mean_cost_usd,
            mean_latency_ms=cost.mean_latency_ms,
            score=facts.scores.get(key),
            pareto=pareto,
            retired=facts.retired.get(key, ""),
            note=facts.notes.get(key, ""),
            figures=facts.figures.get(key, {}),
            wording=facts.wordings.get(key),
        )
