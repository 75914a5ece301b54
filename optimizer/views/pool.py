"""The prompts and how they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, overload

from optimizer.records import Candidate, Hunch, Standing, StoredProposal
from optimizer.scoring.card import Scorecard, ScoreRow
from optimizer.views.advice import Advice, OrderView
from optimizer.views.method import WordingVersion
from optimizer.views.proposing import HypothesisView, ProposerGain
from optimizer.views.raters import (
    AgreementView,
    CalibrationView,
    CompanyView,
    LeaningView,
    RaterView,
)
from optimizer.views.trials import ConfirmationView, HeadToHeadView


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A row of the prompts table.

    `score` holds what the metric says of it; `pareto` that no other prompt is at least as good in
    quality, length, cost and time, and better in one; `retired` why a method's rule took it out;
    `wording` which text of the person's own its writer was told, if it was not the program's.
    """

    candidate: Candidate
    standing: Standing
    incumbent: bool
    words: int
    outputs: int
    mean_answer_tokens: float | None
    mean_cost_usd: float | None
    note: str = ""
    mean_latency_ms: float | None = None
    score: ScoreRow | None = None
    pareto: bool = False
    retired: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    wording: WordingVersion | None = None


class Kind(NamedTuple):
    """Which of the states of a prompt hold of a row."""

    start: bool
    archived: bool
    pinned: bool
    incumbent: bool
    live: bool
    aside: bool


class PoolRows(Protocol):
    """The rows of many prompts, too many to be made before somebody looks at them."""

    candidates: tuple[Candidate, ...]

    def __len__(self) -> int:
        """Return how many prompts there are."""
        ...

    @overload
    def __getitem__(self, place: int) -> CandidateView: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[CandidateView, ...]: ...

    def __iter__(self) -> Iterator[CandidateView]:
        """Yield the rows in their order."""
        ...

    def place_of(self, prompt_id: str) -> int | None:
        """Return the place of a prompt's row, or None."""
        ...

    def figures(self, name: str) -> list[Any]:
        """Return one figure of all rows.

        Args:
            name: A field of `Standing`, or `incumbent`, `words`, `mean_cost_usd`, `score` or
                `pareto`.
        """
        ...

    def only(self, places: Sequence[int]) -> PoolRows:
        """Return the rows at some places."""
        ...

    def order(self, name: str, falling: bool) -> list[int] | None:
        """Return the places of all rows by one figure, or None where some have no such figure.

        Args:
            name: As for `figures`.
            falling: Whether the largest comes first; equals keep their order either way.
        """
        ...

    def kinds(self) -> frozenset[Kind]:
        """Return what kinds of rows there are."""
        ...

    def kept(self) -> list[int]:
        """Return the places of the prompts that are not archived."""
        ...

    def playing(self) -> list[int]:
        """Return the places of the prompts in play."""
        ...

    def start(self) -> int | None:
        """Return the place of the start prompt, if it is among them."""
        ...

    def span(self, deviations: float) -> tuple[float, float] | None:
        """Return from where to where strengths reach, with so many deviations; None of no rows."""
        ...


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How one prompt stands against another: its expected win rate with the 90 % interval, and
    its votes."""

    win_rate: float
    low: float
    high: float
    wins: int
    losses: int
    ties: int

    @property
    def votes(self) -> int:
        """How often the two were compared."""
        return self.wins + self.losses + self.ties


@dataclass(frozen=True, slots=True)
class WinMatrix:
    """The judged prompts by id, strongest first, and `cells[row][column]`: the row's prompt
    against the column's, None against itself."""

    prompts: tuple[str, ...]
    cells: tuple[tuple[MatrixCell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class EliteView:
    """The best prompt in play of one kind: a cell of the map of length, rules and tone.

    `strength` is its mean in logits, or its score where labels are scored; `rivals` counts the
    prompts of the cell, itself included.
    """

    length: str
    rules: str
    tone: str
    prompt_id: str
    strength: float
    rivals: int


@dataclass(frozen=True, slots=True)
class EliteMap:
    """The map that a method keeps of the kinds of prompts: its axes, and the cells that are held.

    `elites` has the best kind first. `scored` says that their strengths are scores; `start` is the
    start prompt's own, None while nothing is known of it.
    """

    lengths: tuple[str, ...]
    rules: tuple[str, ...]
    tones: tuple[str, ...]
    elites: tuple[EliteView, ...] = ()
    scored: bool = False
    start: float | None = None


@dataclass(frozen=True, slots=True)
class PoolView:
    """The candidates, what was refused, what it earned, and the advice.

    The engine tells `candidates` as `PoolRows`; else they are a tuple.
    `scorecard` is the table of scores; `verdict` says what they mean for the recommended prompt,
    `trade_off` what the recommendation gives up. `elites` is the map of the kinds of prompts,
    None where the method at work keeps none.
    """

    candidates: Sequence[CandidateView]
    proposals: tuple[StoredProposal, ...]
    gains: tuple[ProposerGain, ...]
    advice: Advice
    incumbent_id: str
    start_id: str
    raters: tuple[RaterView, ...] = ()
    self_agreement: AgreementView | None = None
    company: CompanyView | None = None
    leanings: tuple[LeaningView, ...] = ()
    confirmations: tuple[ConfirmationView, ...] = ()
    order: OrderView | None = None
    over_optimized: bool = False
    matrix: WinMatrix | None = None
    head_to_head: tuple[HeadToHeadView, ...] = ()
    hunches: tuple[Hunch, ...] = ()
    calibration: CalibrationView | None = None
    scorecard: Scorecard | None = None
    verdict: tuple[str, ...] = ()
    trade_off: str = ""
    hypotheses: tuple[HypothesisView, ...] = ()
    elites: EliteMap | None = None
