"""The curve while it is drawn: the history bit by bit, and behind it what is learned meanwhile."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.records import Candidate, Hunch
from optimizer.reports.curve import Past, checkpoints, coarse_first
from optimizer.views import CurvePoint
from optimizer.votes.judgements import Judgements

PIECE_S = 0.05
"""So long a piece of work may keep other computations waiting, unless one point takes longer."""

REST = 1.0
_LONGEST_REST_S = 0.2
"""Where one point takes longer, so much of its time is rested after it, for the window's sake."""


@dataclass(frozen=True, slots=True, eq=False)
class CurvePicture:
    """What the whole score curve is computed from.

    Attributes:
        candidates: The pool, parents before children.
        judgements: Votes that teach, in the order cast.
        start_id: The start prompt.
        setting_id: The setting.
        hunches: What the person expects of some prompts.
        examples: Tuning example id to its place in the order.
    """

    candidates: tuple[Candidate, ...]
    judgements: Judgements
    start_id: str
    setting_id: str
    hunches: tuple[Hunch, ...] = ()
    examples: Mapping[str, int] = field(default_factory=dict)

    def past(self) -> Past:
        """Prepare the history for looking back."""
        return Past(self.candidates, self.judgements, self.start_id, self.hunches, self.examples)

    def run(self) -> tuple[CurvePoint, ...]:
        """Compute the whole curve at once, for whoever can wait."""
        past = self.past()
        return tuple(past.point(votes) for votes in checkpoints(len(self.judgements)))


class Drawing:
    """One curve being computed; its pieces run on the compute thread, one after the other.

    Args:
        picture: What it is computed from.
        before: The curve that it replaces, as far as the same is asked.
    """

    def __init__(self, picture: CurvePicture, before: Drawing | None = None) -> None:
        self.picture = picture
        votes = len(picture.judgements)
        self._left = coarse_first(checkpoints(votes))
        self._points = before.trimmed(votes) if before and before.same_question(picture) else {}
        self._old = set(self._points)
        self._latest: set[int] = set()
        self._past: Past | None = None

    @property
    def points(self) -> tuple[CurvePoint, ...]:
        """The points that are known, by votes."""
        return tuple(self._points[votes] for votes in sorted(self._points))

    @property
    def finished(self) -> bool:
        """Whether the whole history is drawn."""
        return not self._left

    def same_question(self, picture: CurvePicture) -> bool:
        """Return whether another curve is about the same start prompt, setting and examples."""

        def asked(of: CurvePicture) -> tuple[object, ...]:
            return of.start_id, of.setting_id, of.hunches, len(of.examples)

        return asked(self.picture) == asked(picture)

    def trimmed(self, votes: int) -> dict[int, CurvePoint]:
        """Return the points up to so many votes."""
        return {n: point for n, point in self._points.items() if n <= votes}

    def piece(self) -> tuple[CurvePoint, ...]:
        """Compute the next few points; runs on the compute thread, and changes nothing told."""
        if self._past is None:
            self._past = self.picture.past()
        begun, made = time.monotonic(), []
        for votes in self._left:
            made.append(self._past.point(votes))
            if time.monotonic() - begun > PIECE_S:
                break
        took = time.monotonic() - begun
        if took > 2 * PIECE_S:
            time.sleep(REST * min(took, _LONGEST_REST_S))
        return tuple(made)

    def add(self, made: Sequence[CurvePoint]) -> None:
        """Take in a piece; once all are there, nothing is left of the curve before."""
        self._left = self._left[len(made) :]
        for new in made:
            if new.votes not in self._latest:
                self._old.discard(new.votes)
                self._points[new.votes] = new
        if self.finished:
            self._points = {n: known for n, known in self._points.items() if n not in self._old}
            self._old = set()

    def add_latest(self, latest: CurvePoint) -> None:
        """Take in what is believed now: it ends the curve."""
        self._points = {**self.trimmed(latest.votes), latest.votes: latest}
        self._old.discard(latest.votes)
        self._latest.add(latest.votes)
