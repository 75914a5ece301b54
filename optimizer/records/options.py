"""What the person chose about the engine's work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optimizer.records.call import Caps


@dataclass(frozen=True, slots=True)
class Options:
    """How a project is tuned, beside its models and caps.

    Attributes:
        judge: Whether the judge model votes beside the person.
        judge_votes: How many verdicts each judge may give in all.
        metric: The metric that scores answers against the expected ones; empty for none.
        probe_share: The share of duels that repeat an earlier one with its sides exchanged.
        picker: The rule that chooses pairs.
        run_votes, run_calls, run_tokens, run_cost_usd: Limits of each run; 0 is none.
        judge_panel: Further judges: models of the same provider, with commas between them.
        judge_criteria: The criteria as they were rewritten for the judge; empty for the user's.
        answers: How many answers on tuning rows may be made for the metric's sake; 0 makes none
            beyond those that pairs need.
        check_answers: How many answers on held-out rows may be made when those are used up.
        unattended: Whether labels alone decide, so that no pair is made ready for a person.
        novelty_radius: A new prompt closer than this to a known one is refused; 0 for no net.
        drift_limit: A new prompt farther than this from the start one is refused; 0 for no limit.
    """

    judge: bool = False
    judge_votes: int = 200
    metric: str = ""
    probe_share: float = 0.05
    picker: str = "eubo"
    run_votes: int = 0
    run_calls: int = 0
    run_tokens: int = 0
    run_cost_usd: float = 0.0
    judge_panel: str = ""
    judge_criteria: str = ""
    answers: int = 0
    check_answers: int = 200
    unattended: bool = False
    novelty_radius: float = 0.0
    drift_limit: float = 0.0

    @property
    def run_caps(self) -> Caps:
        """The limits of each run; the project's own hold beside them."""
        return Caps(
            self.run_votes or None,
            self.run_calls or None,
            self.run_tokens or None,
            self.run_cost_usd or None,
        )

    def with_run_caps(self, caps: Caps) -> Options:
        """Return the same options with other limits of each run."""
        return replace(
            self,
            run_votes=caps.votes or 0,
            run_calls=caps.calls or 0,
            run_tokens=caps.tokens or 0,
            run_cost_usd=caps.cost_usd or 0.0,
        )
