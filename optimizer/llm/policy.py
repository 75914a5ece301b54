"""How patient the client is: concurrency, deadlines, retries and the circuit breaker."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallPolicy:
    """Limits of the client; times are in seconds.

    Attributes:
        concurrency: Calls under way at once, per hosted model.
        bundled_concurrency: The same for the bundled model.
        deadline_s: From the first attempt of a call to its end, retries and pauses included.
        bundled_deadline_s: The same for the bundled model.
        attempts: How often one request is sent at most.
        first_pause_s: Mean pause before the second attempt; doubled for each further one.
        longest_pause_s: No pause is longer, save one that the provider asks for.
        breaker_faults: After so many faults in a row a model is no longer asked.
        breaker_pause_s: After this pause one trial call is let through; doubled at each failure.
        breaker_longest_s: The longest such pause.
    """

    concurrency: int = 8
    bundled_concurrency: int = 4
    deadline_s: float = 120.0
    bundled_deadline_s: float = 300.0
    attempts: int = 5
    first_pause_s: float = 0.5
    longest_pause_s: float = 20.0
    breaker_faults: int = 3
    breaker_pause_s: float = 30.0
    breaker_longest_s: float = 300.0
