"""The simulated person in front of the window, for demonstrations."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.compare.compare_page import ComparePage
from optimizer.simulated import SIMULATED, SimulatedPerson

EVERY_MS = 700


class SimulatedVoter(QObject):
    """Votes on the pair on the screen, again and again.

    Args:
        page: Where it votes; every vote of the page is marked as its own.
        seed: Which person.
    """

    def __init__(self, page: ComparePage, seed: int) -> None:
        super().__init__(page)
        self._page = page
        self._person = SimulatedPerson(seed)
        page.model.rater = SIMULATED
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.vote)
        self._timer.start(EVERY_MS)

    def vote(self) -> None:
        """Vote once, if there is a pair."""
        pair = self._page.model.current
        if pair is not None and self._page.model.may_vote:
            self._page.vote(self._person.judge(pair).verdict)
