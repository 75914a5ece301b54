"""The simulated person at the keys of the terminal."""

from __future__ import annotations

from collections.abc import Callable

from app.cli.keys import END
from optimizer.records import Verdict
from optimizer.simulated import SimulatedPerson
from optimizer.views import PairView

KEYS = {Verdict.LEFT: "1", Verdict.RIGHT: "2", Verdict.TIE: "3", Verdict.BOTH_BAD: "4"}


class SimulatedKeys:
    """Presses the key that a simulated person would press; takes the place of `Keys`.

    Args:
        seed: Which person.
        pair: Tells what is on the screen.
        pressed: Told each key.
    """

    def __init__(
        self, seed: int, pair: Callable[[], PairView | None], pressed: Callable[[str], None]
    ) -> None:
        self._person = SimulatedPerson(seed)
        self._pair = pair
        self._pressed = pressed

    def start(self) -> None:
        """Wait for the first pair."""

    def next(self) -> None:
        """Judge what is on the screen."""
        pair = self._pair()
        self._pressed(END if pair is None else KEYS[self._person.judge(pair).verdict])

    def line(self, prompt: str) -> str:
        """Give no reason."""
        return ""
