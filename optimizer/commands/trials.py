"""Commands about trials: calibrations of the judge, confirmations, two prompts head to head."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalibrateJudge:
    """Rewrite the judge's criteria after the person's votes, if it then agrees more often."""


@dataclass(frozen=True, slots=True)
class StopCalibration:
    """End the calibration that is going on; the criteria stay as they were."""


@dataclass(frozen=True, slots=True)
class StartConfirmation:
    """Ask for blind duels on held-out examples between a prompt and the start prompt.

    None is the recommended prompt.
    """

    prompt_id: str | None = None
    duels: int = 20


@dataclass(frozen=True, slots=True)
class StopConfirmation:
    """End the confirmation that is going on; its votes stay."""


@dataclass(frozen=True, slots=True)
class CompareTwo:
    """Ask for blind duels between two prompts on some examples; none for the next ten."""

    first: str
    second: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopComparing:
    """End the comparison of two prompts that is going on; its votes stay."""
