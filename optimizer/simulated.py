"""A simulated person, for tests and demonstrations: votes by a hidden taste, as people err.

It reads what a person reads, two outputs and their example, and nothing else. Its votes are marked
as its own, so that nobody takes them for a person's.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from random import Random
from typing import Protocol

from optimizer.records import Example, Rater, RaterKind, Strength, Verdict
from optimizer.views import PairView
from optimizer.word_count import bare_words

SIMULATED = Rater("simulated person", RaterKind.PERSON, "Simulated person")

TIES, SIDE, CARELESS = 0.4, 0.2, 0.05
"""Davidson's weight of ties, the left side's advantage in logits, the share of random votes."""

CLEAR, BAD = 1.5, -2.0
"""From such a difference on a vote is clear; below such a quality an output is bad."""

_READ_MS, _DOUBT_MS = 1_500, 4_000
_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s|\*\*|^#", re.MULTILINE)


class Liking(Protocol):
    """What somebody likes in an answer."""

    def quality(self, text: str, example: Example) -> float:
        """Return how good an output is, in logits; arguments as for `Taste.quality`."""
        ...


@dataclass(frozen=True, slots=True)
class Taste:
    """What a simulated person likes.

    Attributes:
        words: The length it likes best, in words.
        brevity: How much it minds another length, in logits per doubling or halving.
        grounded: How much it likes words of the example taken up, in logits for all of them.
        plain: How much it minds lists and Markdown, in logits; negative when it likes them.
        right: How much it likes the expected answer to be in there, in logits.
    """

    words: float
    brevity: float
    grounded: float
    plain: float
    right: float

    @classmethod
    def of(cls, seed: int) -> Taste:
        """Return the taste of one simulated person."""
        rng = Random(f"taste {seed}")
        return cls(
            words=math.exp(rng.uniform(math.log(8), math.log(80))),
            brevity=rng.uniform(0.6, 1.4),
            grounded=rng.uniform(0.5, 2.0),
            plain=rng.uniform(-0.5, 1.0),
            right=rng.uniform(1.5, 3.0),
        )

    def quality(self, text: str, example: Example) -> float:
        """Return how good an output is, in logits.

        Args:
            text: The output.
            example: What it answers.
        """
        words = [word.casefold() for word in bare_words(text)]
        asked = set(bare_words(" ".join(example.fields.values()).casefold()))
        quality = -self.brevity * abs(math.log2(max(len(words), 1) / self.words))
        if asked:
            quality += self.grounded * len(asked & set(words)) / len(asked)
        quality -= self.plain * min(1.0, len(_MARK.findall(text)) / 3.0)
        expected = (example.reference or "").strip().casefold()
        if expected and expected in text.casefold():
            quality += self.right
        return quality


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a simulated person says of a pair, and how long it looked at it."""

    verdict: Verdict
    strength: Strength
    took_ms: int


@dataclass(frozen=True, slots=True)
class SimulatedPerson:
    """Votes by Davidson's model on the difference of quality; the same pair, the same vote.

    Attributes:
        seed: Of its errors, and of its taste where none is given.
        liking: A taste that is given to it.
    """

    seed: int
    liking: Liking | None = None

    @property
    def taste(self) -> Liking:
        """What it likes."""
        return self.liking or Taste.of(self.seed)

    def judge(self, pair: PairView) -> Opinion:
        """Judge a pair.

        Args:
            pair: What is on the screen.
        """
        rng = Random(f"{self.seed} {pair.left.output_id} {pair.right.output_id}")
        taste = self.taste
        left, right = (
            taste.quality(output.text, pair.example) for output in (pair.left, pair.right)
        )
        verdict = self._verdict(left - right + SIDE, rng)
        if verdict is Verdict.TIE and max(left, right) < BAD:
            verdict = Verdict.BOTH_BAD
        strength = Strength.CLEARLY if abs(left - right) >= CLEAR else Strength.SLIGHTLY
        doubt = _DOUBT_MS / (1.0 + abs(left - right))
        return Opinion(verdict, strength, _READ_MS + round(doubt * rng.uniform(0.5, 1.5)))

    def _verdict(self, difference: float, rng: Random) -> Verdict:
        choices = (Verdict.LEFT, Verdict.TIE, Verdict.RIGHT)
        if rng.random() < CARELESS:
            return rng.choice(choices)
        half = max(-30.0, min(30.0, difference)) / 2.0
        return rng.choices(choices, (math.exp(half), TIES, math.exp(-half)))[0]
