"""What a scripted writer reads in a request, and how it changes a prompt after it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from random import Random

from optimizer.wordings import load_wording, wording_names
from tests.benchmarks.method_words import (
    DEMANDS,
    FILLERS,
    HARD,
    TOO_LONG,
    core_of,
    other_words,
    sentences,
)

SIDE_EFFECT = 0.25
"""How often a rewrite touches one more sentence than was called for."""

AT_ONCE = 3
"""So many causes a rewrite does away with, where the wording does not ask for a single one."""

_ONE_THING = {"direction_follow", "gpo_gradient", "spo_optimize"}
EMPTY = {core_of(filler) for filler in FILLERS}
_FROM_CRITERIA, _FROM_SCORES = 0.4, 0.1
_BLOCK = re.compile(r"<(\w+)>\n(.*?)\n</\1>", re.DOTALL)
_SCORED = re.compile(r"Prompt:\n(.*?)\nScore: (\d+)", re.DOTALL)
_HISTORY = re.compile(
    r"Prompt \d+ \(score (\d+), \d+ words\):\n(.*?)(?=\n\nPrompt \d+ \(|\Z)", re.S
)
_FAILED = re.compile(r"\((?:gain -[\d.]+|gain \+0\.0\d|its prompt was not let in)\)")


class Told:
    """One request, as a writer reads it that has rules only; chance comes from the seed.

    Args:
        told: The messages, the system's first.
        seed: Of what is left to chance.
    """

    def __init__(self, told: Sequence[str], seed: str) -> None:
        self.rng = Random(seed)
        self.told = "\n".join(told)
        self.blocks: dict[str, str] = dict(_BLOCK.findall(told[-1]))
        self.name = _wording_of(told[0])

    # -- what it reads ----------------------------------------------------------------------

    @property
    def base(self) -> str:
        """The prompt that is to be improved, wherever a wording shows it."""
        for tag in ("prompt", "draft", "first", "piece"):
            if tag in self.blocks:
                return self.blocks[tag]
        if "parts" in self.blocks:
            return self.blocks["parts"].split("instruction:\n", 1)[1].split("\n\ncue:", 1)[0]
        history = _SCORED.findall(self.blocks.get("history", ""))
        return history[-1][0] if history else ""

    def causes(self) -> dict[str, float]:
        """What to do something about, by the tag of a demand or a general complaint."""
        base, found = self.base, defaultdict[str, float](float)
        skipped = {"prompt", "draft", "criteria", "directions", "parts", "computation", "history"}
        told = "\n".join(text for tag, text in self.blocks.items() if tag not in skipped)
        if "own_set" in self.blocks:
            told = self._on_own_set()
        for tag in (*(demand.tag for demand in DEMANDS), TOO_LONG, HARD):
            found[tag] += sum(int(n) for n in re.findall(rf"{tag} \((\d+) of", told))
            found[tag] += len(re.findall(rf"{tag}(?! \(\d+ of)", told))
        for own, better in _contrasts(self.told):
            for demand in DEMANDS:
                found[demand.tag] += demand.sign in better and demand.sign not in own
        for demand in DEMANDS:
            asked = demand.asked_in(self.blocks.get("criteria", ""))
            found[demand.tag] += _FROM_CRITERIA * asked
        for tag, weight in self.by_scores().items():
            found[tag] += weight
        for line in self.blocks.get("directions", "").splitlines():
            if _FAILED.search(line):
                for tag in [tag for tag in found if tag in line]:
                    del found[tag]
        held = {demand.tag for demand in DEMANDS if demand.asked_in(base)}
        left = {tag: count for tag, count in found.items() if count > 0 and tag not in held}
        return dict(sorted(left.items(), key=lambda item: -item[1]))

    def by_scores(self) -> dict[str, float]:
        """What the better of the scored prompts have in common and the worse ones lack."""
        scored = [(text, int(score)) for text, score in _SCORED.findall(self.told)]
        scored += [(text, int(score)) for score, text in _HISTORY.findall(self.told)]
        found: dict[str, float] = {}
        for demand in DEMANDS:
            with_it = [score for text, score in scored if demand.asked_in(text)]
            without = [score for text, score in scored if not demand.asked_in(text)]
            if with_it and without:
                lead = sum(with_it) / len(with_it) - sum(without) / len(without)
                found[demand.tag] = _FROM_SCORES * lead if lead > 3 else 0.0
        lengths = sorted((len(text.split()), score) for text, score in scored)
        half = len(lengths) // 2
        if half and lengths[0][0] < 0.9 * lengths[-1][0]:
            short = sum(score for _, score in lengths[:half]) / half
            long = sum(score for _, score in lengths[-half:]) / half
            found[TOO_LONG] = _FROM_SCORES * max(0.0, short - long - 3)
        return found

    def _on_own_set(self) -> str:
        """The feedback on the own set of answers, and what people said of both."""
        own = f"Set {self.blocks['own_set'].strip()}"
        lines = self.blocks.get("feedback", "").splitlines()
        return "\n".join(line for line in lines if line.startswith((own, "- ")))

    # -- what it writes ---------------------------------------------------------------------

    def cause(self, number: int) -> str:
        """The cause that the n-th version does away with; a guess when nothing is known."""
        causes = self.causes()
        drawn = sorted(causes, key=lambda tag: (-causes[tag], self.rng.random()))
        if number < len(drawn):
            return drawn[number]
        tried = [text for text, _ in _SCORED.findall(self.told)]
        fresh = [
            demand.tag
            for demand in DEMANDS
            if not any(demand.asked_in(text) for text in (*tried, self.base))
        ]
        return self.rng.choice([*fresh, HARD, HARD])

    def better(self, number: int) -> str:
        """The prompt without the n-th cause, and without the next ones that were complained of."""
        text = self.mended(self.base, self.cause(number))
        if self.name not in _ONE_THING:
            known = [tag for tag, count in self.causes().items() if count >= 1]
            for tag in known[number + 1 : number + AT_ONCE]:
                text = self.mended(text, tag)
        if self.name != "gpo_gradient" and self.rng.random() < SIDE_EFFECT:
            text = self.reworded(text, 1)
        return text

    def mended(self, text: str, tag: str) -> str:
        demand = next((demand for demand in DEMANDS if demand.tag == tag), None)
        if demand is not None:
            return with_line(text, self.rng.choice(demand.wordings))
        return self.shorter(text, 2) if tag == TOO_LONG else self.reworded(text, 1)

    def reworded(self, text: str, count: int) -> str:
        own = sentences(text)
        for sentence in self.rng.sample(own, min(count, len(own))):
            text = text.replace(sentence, other_words(sentence, self.rng.randrange(1000)), 1)
        return text

    def shorter(self, text: str, most: int) -> str:
        """Take out sentences that say nothing; without any, say one in other words."""
        empty = [sentence for sentence in sentences(text) if core_of(sentence) in EMPTY]
        for sentence in self.rng.sample(empty, min(most, len(empty))):
            text = re.sub(rf"[ \t]*(?:\d+[.)] )?{re.escape(sentence)}", "", text, count=1).lstrip()
        text = "\n".join(line for line in text.splitlines() if line.strip())
        return text if empty else self.reworded(text, 1)


_SYSTEMS: dict[str, str] = {}


def _wording_of(system: str) -> str:
    if not _SYSTEMS:
        _SYSTEMS.update({load_wording(n).system.split("\n")[0]: n for n in wording_names()})
    return next((n for head, n in _SYSTEMS.items() if system.startswith(head)), "")


def _contrasts(told: str) -> list[tuple[str, str]]:
    """Own answers with those that were preferred to them, or were expected."""
    pairs = re.findall(
        r"^Answer of this prompt: (.*)\nAnswer that was preferred: (.*)", told, re.MULTILINE
    )
    output = re.search(r"<output>\n(.*?)\n</output>", told, re.DOTALL)
    expected = re.search(r"<expected>\n(.*?)\n</expected>", told, re.DOTALL)
    if output and expected and "none" not in (output[1], expected[1]):
        pairs.append((output[1], expected[1]))
    return pairs


def with_line(text: str, line: str) -> str:
    """The text with one more demand; where it has numbered steps, as one of them."""
    steps = re.findall(r"^\s*(\d{1,2})[.)]\s", text, re.MULTILINE)
    return f"{text}\n{int(steps[-1]) + 1}. {line}" if len(steps) > 1 else f"{text}\n{line}"
