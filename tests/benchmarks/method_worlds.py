"""Simulated worlds in which methods are compared: a hidden quality, answers, and who votes by it.

A world says what a prompt is worth on each row, in logits, and makes the answers. People see the
answers only; what they may complain of is what an answer lacks on its row. In every world each
row favours some prompts a little by chance, and every sentence that is put in, taken out or worded
anew has a small effect of its own that nobody can foresee.

- `reasons`: six demands are missed, each on every other row, and people say what they miss. Much is
  won by whoever puts their complaints into words; three of the six are in the library too.
- `wording`: no demand matters. Every change of a sentence, of the layout or of the worked examples
  is a step at random that usually hurts (mean -0.3, spread 0.6). What counts is to try small steps
  and to keep the few that help.
- `structure`: the start prompt is long-winded, and models follow short prompts better; sections or
  steps help, and so does another layout. Its three real demands must not get lost.
- `shown`: the model hardly follows words, but imitates worked examples: up to four help, the better
  their answers the more. The layout matters too.
- `mixed`: a little of everything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from optimizer.records import Column, Example, Layout, Prompt, Split, Task
from optimizer.simulated import TIES
from optimizer.template import start_prompt
from tests.benchmarks.method_words import (
    DEMANDS,
    FILLERS,
    HARD,
    TOO_LONG,
    UNUSUAL,
    Demand,
    core_of,
    plain,
    sentences,
    structured,
)

ROWS, HELD_OUT = 20, 8
FULFILLED = math.log(3.0)
"""What a demand is worth on a row that calls for it: the answer that has it wins three times of
four where everything else is equal and nobody errs."""

_CORE = (
    "Reply to the message of the customer.",
    "Use the facts that are given.",
    "Write in plain language.",
    "Keep a friendly tone.",
)
_FIELDS = "\n\nMessage: {{message}}\n\nFacts: {{facts}}\n\nReply:"
_MEANT = tuple(core_of(sentence) for sentence in _CORE)
_GRADE = re.compile(r"\[([+-]\d+\.\d\d)\]$")
_TALK = re.findall(r"\w+", "well then so we see that this is how it is here and now as ever")
_SHOWN = (0.6, 0.4, 0.3, 0.2)
_LONG = 24  # words from which on an answer is called too long


@dataclass(frozen=True, slots=True)
class Taste:
    """What matters in a world, in logits.

    Attributes:
        wished: How many demands matter.
        fulfilled: What each is worth on a row that calls for it.
        fillers: How many empty sentences the start prompt holds.
        core: Mean and spread of what a sentence of the start prompt is worth.
        sentence: The same of any other sentence.
        layout: The same of a change of the layout.
        shown: What worked examples are worth, as a factor; None for a step at random.
        longer: What is lost for each doubling of the words above `ideal`.
        ideal: So many words a prompt may have.
        sections: What sections or steps are worth.
        complaint: What is said where no demand is missed; empty for nothing.
    """

    wished: int = 0
    fulfilled: float = FULFILLED
    fillers: int = 0
    core: tuple[float, float] = (0.15, 0.1)
    sentence: tuple[float, float] = (-0.05, 0.15)
    layout: tuple[float, float] = (-0.05, 0.15)
    shown: float | None = 0.1
    longer: float = 0.1
    ideal: int = 60
    sections: float = 0.0
    complaint: str = ""


WORLDS: Mapping[str, Taste] = {
    "reasons": Taste(wished=6),
    "wording": Taste(
        core=(0.3, 0.4),
        sentence=(-0.3, 0.6),
        layout=(-0.3, 0.6),
        shown=None,
        longer=0.0,
        complaint=HARD,
    ),
    "structure": Taste(
        fillers=6,
        core=(0.7, 0.1),
        layout=(0.0, 0.4),
        shown=0.0,
        longer=0.9,
        ideal=30,
        sections=0.6,
        complaint=TOO_LONG,
    ),
    "shown": Taste(
        wished=4,
        fulfilled=0.3,
        sentence=(0.0, 0.08),
        layout=(0.0, 0.3),
        shown=1.2,
        longer=0.0,
        complaint=UNUSUAL,
    ),
    "mixed": Taste(
        wished=4,
        fulfilled=0.8,
        fillers=3,
        core=(0.3, 0.1),
        layout=(-0.1, 0.3),
        shown=0.5,
        longer=0.5,
        ideal=40,
        sections=0.2,
        complaint=TOO_LONG,
    ),
}


@dataclass
class World:
    """One simulated world, drawn by its seed; see the module's text.

    It is also the taste by which the simulated person votes: `quality` reads an answer.
    """

    name: str
    seed: int
    taste: Taste = field(init=False)

    def __post_init__(self) -> None:
        self.taste = WORLDS[self.name]
        rng = Random(f"{self.name}/{self.seed}/wishes")
        library = [demand for demand in DEMANDS if len(demand.wordings) > 2]
        own = [demand for demand in DEMANDS if len(demand.wordings) == 2]
        half = self.taste.wished // 2
        self.wishes = (*rng.sample(library, half), *rng.sample(own, self.taste.wished - half))
        self._wordings = [wording for wish in self.wishes for wording in wish.wordings]
        fillers = rng.sample(FILLERS, self.taste.fillers)
        rest = [*_CORE[1:], *fillers]
        rng.shuffle(rest)
        self.start = start_prompt(" ".join((_CORE[0], *rest)) + _FIELDS)
        self.rows = tuple(
            Example(
                f"row-{n}",
                {"message": f"Question {n}, please help.", "facts": f"Case {n}, nothing else."},
                split=Split.TUNING if n < ROWS else Split.HELD_OUT,
            )
            for n in range(ROWS + HELD_OUT)
        )
        named = [wish.wordings[-1] for wish in self.wishes[:1]]
        named.append(rng.choice([d for d in DEMANDS if d not in self.wishes]).wordings[-1])
        self.task = Task(
            "task",
            "Replies",
            description="Replies to customers of a shop.",
            criteria=" ".join(["A good reply helps and is kind.", *sorted(named)]),
            columns=(Column("message"), Column("facts")),
        )
        self._called: dict[str, tuple[Demand, ...]] = {
            row.id: tuple(
                w for w in self.wishes if Random(f"{self.seed}/{row.id}/{w.tag}").random() < 0.5
            )
            for row in self.rows
        }
        self._drawn: dict[str, float] = {}
        self._general: dict[str, tuple[float, frozenset[str]]] = {}

    # -- what a prompt is worth -------------------------------------------------------------

    def worth(self, prompt: Prompt) -> float:
        """Return the mean hidden quality of a prompt's answers over all rows, in logits."""
        return sum(self.on_row(prompt, row) for row in self.rows) / len(self.rows)

    def win_rate(self, prompt: Prompt) -> float:
        """Return how often a prompt beats the start prompt when nobody errs; a tie is half."""
        return sum(
            _beats(self.on_row(prompt, row) - self.on_row(self.start, row)) for row in self.rows
        ) / len(self.rows)

    def on_row(self, prompt: Prompt, row: Example) -> float:
        """Return the hidden quality of a prompt's answer to one row, in logits."""
        if prompt.id not in self._general:
            text = _words_of(prompt)
            asked = frozenset(wish.tag for wish in self.wishes if wish.asked_in(text))
            self._general[prompt.id] = self._in_general(prompt), asked
        general, asked = self._general[prompt.id]
        met = sum(wish.tag in asked for wish in self._called[row.id])
        luck = self._draw(f"{prompt.id}/{row.id}", (0.0, 0.4))
        return general + self.taste.fulfilled * met + luck

    def called_for(self, row: Example) -> tuple[Demand, ...]:
        """Return the wishes that a row calls for: every other one, as it falls."""
        return self._called[row.id]

    def _in_general(self, prompt: Prompt) -> float:
        taste, text = self.taste, _words_of(prompt)
        there = sentences(text)
        meant = {core_of(sentence) for sentence in there}
        known = {plain(each) for each in (*_CORE, *FILLERS, *self._wordings)}
        # A sentence of the start prompt does what it was for in other words as well.
        total = sum(self._draw(f"core/{each}", taste.core) for each in _MEANT if each in meant)
        strange = sorted({plain(sentence) for sentence in there} - known)
        total += sum(self._draw(f"sentence/{each}", taste.sentence) for each in strange)
        total += self._of_layout(prompt) + self._of_examples(prompt)
        length = len(text.split())
        if length > taste.ideal:
            total -= taste.longer * math.log2(length / taste.ideal)
        return total + (taste.sections if structured(text) else 0.0)

    def _of_layout(self, prompt: Prompt) -> float:
        start, own = self.start.layout, prompt.layout
        changed = [
            f"layout/{aspect}/{getattr(own, aspect)}"
            for aspect in Layout.__dataclass_fields__
            if aspect != "demonstrations" and getattr(own, aspect) != getattr(start, aspect)
        ]
        if prompt.demonstrations and own.demonstrations != start.demonstrations:
            changed.append(f"layout/demonstrations/{own.demonstrations}")
        if prompt.parameters != self.start.parameters:
            changed.append(f"layout/parameters/{prompt.parameters}")
        return sum(self._draw(each, self.taste.layout) for each in changed)

    def _of_examples(self, prompt: Prompt) -> float:
        """Return what the worked examples are worth: many good ones help, or it is a draw."""
        answers = [demonstration.answer for demonstration in prompt.demonstrations]
        if not answers:
            return 0.0
        if self.taste.shown is None:
            return self._draw(f"shown/{'/'.join(sorted(answers))}", (-0.3, 0.6))
        grades = [graded(answer) for answer in answers]
        good = sum(1.5 / (1.0 + math.exp(0.7 - grade)) for grade in grades) / len(grades)
        return self.taste.shown * good * sum(_SHOWN[: len(answers)])

    def _draw(self, key: str, normal: tuple[float, float]) -> float:
        if key not in self._drawn:
            self._drawn[key] = Random(f"{self.name}/{self.seed}/{key}").gauss(*normal)
        return self._drawn[key]

    # -- answers, and what people say of them -----------------------------------------------

    def answer(self, prompt: Prompt, row: Example) -> str:
        """Return what the model answers: signs of met wishes, talk, and a mark of its quality."""
        text = _words_of(prompt)
        signs = [demand.sign for demand in DEMANDS if demand.asked_in(text)]
        rng = Random(f"{prompt.id}/{row.id}/talk")
        talk = rng.choices(_TALK, k=8 + len(text.split()) // 4)
        return f"{' '.join([*signs, *talk])}. [{self.on_row(prompt, row):+.2f}]"

    def quality(self, text: str, example: Example) -> float:
        """Return how good an answer is, in logits, as the simulated person sees it."""
        return graded(text)

    def complaint(self, better: str, worse: str, row: Example, rng: Random) -> str:
        """Return what a person says against the worse of two answers; empty for nothing.

        Args:
            better: The answer that was preferred.
            worse: The other one.
            row: Their row.
            rng: The source of chance.
        """
        missed = [wish for wish in self.called_for(row) if wish.sign not in worse]
        apart = [wish for wish in missed if wish.sign in better]
        if missed and (apart or rng.random() < 0.6):
            return rng.choice(apart or missed).tag
        said = self.taste.complaint
        if said == TOO_LONG and len(worse.split()) < _LONG:
            return ""
        return said if rng.random() < 0.6 else ""


def graded(answer: str) -> float:
    """Return the quality that an answer carries; an unreadable one is worth nothing."""
    found = _GRADE.search(answer.strip())
    return float(found[1]) if found else 0.0


def _words_of(prompt: Prompt) -> str:
    return f"{prompt.system}\n{prompt.instruction}"


def word_count(prompt: Prompt) -> int:
    """Return how many words of instruction a prompt has."""
    return len(_words_of(prompt).split())


def _beats(difference: float) -> float:
    one, other = math.exp(difference / 2.0), math.exp(-difference / 2.0)
    return (one + TIES / 2.0) / (one + other + TIES)
