"""Where an exported prompt comes from and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer import __version__


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origin of an export.

    `win_rate`, with its 90 % interval from `low` to `high`, is against the start prompt, as is
    `p_beats_start`; None means that it is not known, or that it is the start prompt itself.
    `date` is ISO 8601, `model` the title of the answer model, `confirmed` what a confirmation on
    held-out rows came to, empty when there was none. `held_to` lists the texts that
    answers are held to where the endpoint can; empty leaves them free.
    """

    project: str
    votes: int
    p_beats_start: float | None
    win_rate: float | None
    low: float | None
    high: float | None
    date: str
    model: str
    prompt_name: str
    version: str = __version__
    confirmed: str = ""
    held_to: str = ""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return what a person reads: pairs of a name and a value, each on one line."""
        rate = _percent(self.win_rate)
        if self.low is not None and self.high is not None:
            rate += f" (90 % interval {_percent(self.low)} to {_percent(self.high)})"
        pairs = (
            ("Prompt", self.prompt_name),
            ("Project", self.project),
            ("Votes", str(self.votes)),
            ("Probability of beating the start prompt", _percent(self.p_beats_start)),
            ("Preferred to the start prompt", rate),
            *((("On fresh rows", self.confirmed),) if self.confirmed else ()),
            *((("Answers", f"one of {self.held_to}"),) if self.held_to else ()),
            ("Model", self.model),
            ("Date", self.date),
            ("Made with", f"PairTune {self.version}"),
        )
        return tuple((name, " ".join(value.split())) for name, value in pairs)

    def sentence(self) -> str:
        """Return the same on one line."""
        told = "; ".join(f"{name}: {value}" for name, value in self.lines()[:-1])
        return f"PairTune {self.version} | {told}"


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share * 100:.1f} %"
