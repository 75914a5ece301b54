"""Which proposers had nothing to offer, and until when they rest."""

from __future__ import annotations

REFUSED_RUNNING = 3
LONGEST_REST = 64


class Resting:
    """Counts what came to nothing; time is counted in votes."""

    def __init__(self) -> None:
        self._until: dict[str, int] = {}
        self._refusals: dict[str, int] = {}
        self._rests: dict[str, int] = {}

    def who(self, votes: int) -> set[str]:
        """Return who waits for more votes.

        Args:
            votes: How many there are.
        """
        return {name for name, until in self._until.items() if votes < until}

    def tire(self, name: str, votes: int) -> None:
        """Let a proposer rest until there are more votes, each time twice as many.

        One that never gets on would otherwise be the first in turn after every vote, and a weak
        writer would keep the others from work.

        Args:
            name: The proposer.
            votes: How many votes there are.
        """
        rest = self._rests.get(name, 1)
        self._until[name] = votes + rest
        self._rests[name] = min(2 * rest, LONGEST_REST)

    def note(self, name: str, votes: int, *, refused: bool) -> None:
        """Count a proposal; three refused ones running tire their proposer.

        Args:
            name: The proposer.
            votes: How many votes there are.
            refused: Whether it was refused.
        """
        if not refused:
            self._refusals.pop(name, None)
            self._rests.pop(name, None)
            return
        self._refusals[name] = self._refusals.get(name, 0) + 1
        if self._refusals[name] >= REFUSED_RUNNING:
            self._refusals.pop(name)
            self.tire(name, votes)

    def wake(self) -> None:
        """Let every proposer try again."""
        self._until.clear()
        self._refusals.clear()
        self._rests.clear()
