"""What is known of a run before it begins, and figures from low to high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.records import BroodSize, ModelSpec, Prompt, SetJudging

Price = tuple[float, float]
"""US dollars per million tokens of input and of output."""


@dataclass(frozen=True, slots=True)
class Range:
    """From a low figure to a high one."""

    low: float
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Range) -> Range:
        return Range(self.low * other.low, self.high * other.high)


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is known before a run.

    Attributes:
        votes: How many votes the person wants to cast.
        start: The start prompt.
        rows: Some rows of the data.
        examples: How many rows there are for tuning.
        answer_price: Of the answer model; None when it is not known.
        write_price: Of the writer; None when it is not known or there is none.
        writer: Whether there is a writer.
        bundled: Whether the bundled model answers.
        pool: How many prompts there are already.
        verdicts: How many verdicts a judge may still give; 0 when there is none.
        votes_too: Whether the judge votes on pairs, and does not only look at sets of outputs.
        checks: Whether the judge looks at every new prompt before it enters.
        sets: How sets of outputs are judged; None when none are.
        judge_price: Of the judge; None when it is not known or there is none.
        panel: Further judges, who may give as many verdicts each.
        panel_prices: What each of them costs; None where it is not known.
        embeds: Whether an embedding model is named.
        embed_price: Of the embedding model; None when it is not known or there is none.
        texts: How many texts a way of writing has embedded for one new prompt, beside the prompt.
        said: What the task says in words, which is embedded too.
        children: How many new prompts a method writes; None goes by the votes.
        brood: How many of them are written in one turn, and whether by one request.
        each: How many rows a prompt answers at least and at most; None goes by the votes.
        answers: How many outputs are made at most; None leaves it to the caps.
    """

    votes: int
    start: Prompt
    rows: Sequence[Mapping[str, str]]
    examples: int
    answer_price: Price | None
    write_price: Price | None = None
    writer: bool = False
    bundled: bool = False
    pool: int = 1
    verdicts: int = 0
    votes_too: bool = True
    checks: bool = True
    sets: SetJudging | None = None
    judge_price: Price | None = None
    panel: tuple[ModelSpec, ...] = ()
    panel_prices: tuple[Price | None, ...] = ()
    embeds: bool = False
    embed_price: Price | None = None
    texts: int = 0
    said: str = ""
    children: int | None = None
    brood: BroodSize = field(default_factory=BroodSize)
    each: tuple[int, int] | None = None
    answers: int | None = None
