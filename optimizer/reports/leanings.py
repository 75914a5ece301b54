"""What a person's votes go by beside the prompts: the length of an output, and its Markdown."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.bench import look_of
from optimizer.preference import Ballots, Pool, prior_grid
from optimizer.preference.arrays import FloatArray
from optimizer.preference.reports import Z90, logistic
from optimizer.preference.verdict_model import Columns, fit_verdicts
from optimizer.views import LeaningView, Trait
from optimizer.votes.judgements import Judgements

ENOUGH_VOTES = 20
LATEST = 300
"""Older votes are left out: people change, and the fit takes longer with every prompt."""
NEWS = 5
"""After so many votes more or less the leanings are looked at again."""

_LEAST_SPREAD = 0.02
_TRAITS = (Trait.LENGTH, Trait.MARKDOWN)


@dataclass(frozen=True, slots=True, eq=False)
class VotedGaps:
    """One person's latest votes, with how the two outputs of each differ in looks.

    Attributes:
        ballots: The votes; prompts are numbered among those that stand in them.
        prompts: How many these are.
        gaps: Left minus right in the log of words and in Markdown marks per line, shape (n, 2).
    """

    ballots: Ballots
    prompts: int
    gaps: FloatArray

    def leanings(self) -> tuple[LeaningView, ...]:
        """Return how far the votes go by each trait in which the outputs differ at all.

        The weight of a trait is learned together with the prompts' utilities, so that what a
        prompt is worth is not mistaken for a liking of its length.
        """
        spread = self.gaps.std(axis=0)
        told = [k for k in range(len(_TRAITS)) if spread[k] > _LEAST_SPREAD]
        if len(self.ballots) < ENOUGH_VOTES or not told:
            return ()
        signed = self.gaps[:, told] / spread[told]
        columns = Columns(signed, np.zeros((len(signed), 0)))
        model = fit_verdicts(prior_grid(Pool.flat(self.prompts)), self.ballots, columns)
        means, deviations = model.signed_weights()
        units = np.array(
            [math.log(2.0) / spread[k] if _TRAITS[k] is Trait.LENGTH else 1.0 for k in told]
        )
        rates, lows, highs = (
            logistic(units * (means + z * deviations)).tolist() for z in (0.0, -Z90, Z90)
        )
        traits = [_TRAITS[k] for k in told]
        return tuple(map(LeaningView, traits, rates, lows, highs))


class VotedLooks:
    """Knows how the outputs of a person's latest votes look; each text is read once.

    Args:
        texts: Returns the texts of outputs by their ids.
    """

    def __init__(self, texts: Callable[[Collection[str]], Mapping[str, str]]) -> None:
        self._texts = texts
        self._looks: dict[str, tuple[float, float]] = {}
        self._whose = ("", "")
        self._seen = 0
        self._gaps: VotedGaps | None = None

    def gaps(self, votes: Judgements, rater_id: str, setting_id: str) -> VotedGaps | None:
        """Return one person's latest votes with what they are about; None while there are few.

        Args:
            votes: The votes that teach, oldest first.
            rater_id: The person.
            setting_id: What the votes are about.
        """
        own, whose = votes.by(rater_id), (rater_id, setting_id)
        if whose == self._whose and abs(len(own) - self._seen) < NEWS:
            return self._gaps
        self._whose, self._seen = whose, len(own)
        self._gaps = self._look(own[-LATEST:]) if len(own) >= ENOUGH_VOTES else None
        return self._gaps

    def _look(self, votes: Judgements) -> VotedGaps:
        duels = [entry.duel for entry in votes]
        shown = {output for duel in duels for output in (duel.left_output, duel.right_output)}
        unseen = shown - self._looks.keys()
        self._looks |= {output: look_of(text) for output, text in self._texts(unseen).items()}
        names = dict.fromkeys(name for d in duels for name in (d.left_prompt, d.right_prompt))
        looks = [(self._looks[d.left_output], self._looks[d.right_output]) for d in duels]
        sides = np.array(looks, dtype=np.float64)
        return VotedGaps(
            ballots=votes.ballots({name: k for k, name in enumerate(names)}, {}),
            prompts=len(names),
            gaps=sides[:, 0] - sides[:, 1],
        )
