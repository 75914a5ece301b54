"""A scripted writer for the simulated worlds: competent, and no wiser than what it is told.

It does what each of the program's wordings asks for, in the form that is asked for. It knows how to
put a demand into words, which sentences say nothing, and how to say the same in other words. What
to demand it takes from the request alone: from complaints with their counts, from signs that stand
in a preferred answer and not in the other, from the criteria, from scores beside earlier prompts.
Where the request says nothing, it guesses among all demands that it can think of. Now and then it
words one more sentence anew than was called for, as writers do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from optimizer.wordings import load_wording, wording_names
from tests.benchmarks.method_words import (
    DEMANDS,
    FILLERS,
    HARD,
    TOO_LONG,
    Demand,
    core_of,
    demand_of,
    other_words,
    plain,
    sentences,
)

SIDE_EFFECT = 0.25
"""How often a rewrite touches one more sentence than was called for."""

_EMPTY = {core_of(filler) for filler in FILLERS}
_CASES = (
    "ask for something",
    "are waiting for an answer",
    "write in anger",
    "want to buy",
    "tell of a fault",
    "name a person",
    "have sent something back",
    "are in a hurry",
)
_ROLES = (
    "You answer letters for a shop.",
    "You work at the desk for customers.",
    "You are the voice of a shop.",
)
_FROM_CRITERIA, _FROM_SCORES = 0.4, 0.1
_BLOCK = re.compile(r"<(\w+)>\n(.*?)\n</\1>", re.DOTALL)
_SCORED = re.compile(r"Prompt:\n(.*?)\nScore: (\d+)", re.DOTALL)
_HISTORY = re.compile(
    r"Prompt \d+ \(score (\d+), \d+ words\):\n(.*?)(?=\n\nPrompt \d+ \(|\Z)", re.S
)
_FAILED = re.compile(r"\((?:gain -[\d.]+|gain \+0\.0\d|its prompt was not let in)\)")
_FORM = re.compile(r"^\s*(?:#{1,4}\s|\d{1,2}[.)]\s)", re.MULTILINE)


class ScriptedWriter:
    """One answer to one request; the same request and seed, the same answer."""

    def __init__(self, told: Sequence[str], seed: str) -> None:
        self._rng = Random(seed)
        self._told = "\n".join(told)
        self._blocks = dict(_BLOCK.findall(told[-1]))
        self._name = _wording_of(told[0])

    def answer(self) -> str:
        """Return the answer, in the form that the wording asks for."""
        rule = _RULES.get(self._name)
        if rule is not None:
            return rule(self)
        if "count" in self._blocks:
            count = int(self._blocks["count"])
            return "\n".join(f"<prompt>{text}</prompt>" for text in self._several(count))
        return f"<prompt>{self._better(0)}</prompt>"

    # -- what it reads ----------------------------------------------------------------------

    @property
    def _base(self) -> str:
        """The prompt that is to be improved, wherever a wording shows it."""
        for tag in ("prompt", "draft", "first", "piece"):
            if tag in self._blocks:
                return self._blocks[tag]
        if "parts" in self._blocks:
            return self._blocks["parts"].split("instruction:\n", 1)[1].split("\n\ncue:", 1)[0]
        history = _SCORED.findall(self._blocks.get("history", ""))
        return history[-1][0] if history else ""

    def _causes(self) -> dict[str, float]:
        """What to do something about, by the tag of a demand or a general complaint."""
        base, found = self._base, defaultdict[str, float](float)
        skipped = {"prompt", "draft", "criteria", "directions", "parts", "computation", "history"}
        told = "\n".join(text for tag, text in self._blocks.items() if tag not in skipped)
        if "own_set" in self._blocks:
            told = self._on_own_set()
        for tag in (*(demand.tag for demand in DEMANDS), TOO_LONG, HARD):
            found[tag] += sum(int(n) for n in re.findall(rf"{tag} \((\d+) of", told))
            found[tag] += len(re.findall(rf"{tag}(?! \(\d+ of)", told))
        for own, better in _contrasts(self._told):
            for demand in DEMANDS:
                found[demand.tag] += demand.sign in better and demand.sign not in own
        for demand in DEMANDS:
            asked = demand.asked_in(self._blocks.get("criteria", ""))
            found[demand.tag] += _FROM_CRITERIA * asked
        for tag, weight in self._by_scores().items():
            found[tag] += weight
        for line in self._blocks.get("directions", "").splitlines():
            if _FAILED.search(line):
                for tag in [tag for tag in found if tag in line]:
                    del found[tag]
        held = {demand.tag for demand in DEMANDS if demand.asked_in(base)}
        left = {tag: count for tag, count in found.items() if count > 0 and tag not in held}
        return dict(sorted(left.items(), key=lambda item: -item[1]))

    def _by_scores(self) -> dict[str, float]:
        """What the better of the scored prompts have in common and the worse ones lack."""
        scored = [(text, int(score)) for text, score in _SCORED.findall(self._told)]
        scored += [(text, int(score)) for score, text in _HISTORY.findall(self._told)]
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
        own = f"Set {self._blocks['own_set'].strip()}"
        lines = self._blocks.get("feedback", "").splitlines()
        return "\n".join(line for line in lines if line.startswith((own, "- ")))

    # -- what it writes ---------------------------------------------------------------------

    def _cause(self, number: int) -> str:
        """The cause that the n-th version does away with; a guess when nothing is known."""
        causes = self._causes()
        drawn = sorted(causes, key=lambda tag: (-causes[tag], self._rng.random()))
        if number < len(drawn):
            return drawn[number]
        tried = [text for text, _ in _SCORED.findall(self._told)]
        fresh = [
            demand.tag
            for demand in DEMANDS
            if not any(demand.asked_in(text) for text in (*tried, self._base))
        ]
        return self._rng.choice([*fresh, HARD, HARD])

    def _better(self, number: int) -> str:
        """The prompt without the n-th cause."""
        text = self._mended(self._base, self._cause(number))
        if self._name != "gpo_gradient" and self._rng.random() < SIDE_EFFECT:
            text = self._reworded(text, 1)
        return text

    def _mended(self, text: str, tag: str) -> str:
        demand = next((demand for demand in DEMANDS if demand.tag == tag), None)
        if demand is not None:
            return _with_line(text, self._rng.choice(demand.wordings))
        return self._shorter(text, 2) if tag == TOO_LONG else self._reworded(text, 1)

    def _several(self, count: int) -> Iterator[str]:
        for number in range(count):
            if self._name == "apohf_pool":
                yield self._reworded(self._base, 2)
            else:
                yield self._better(number)

    def _reworded(self, text: str, count: int) -> str:
        own = sentences(text)
        for sentence in self._rng.sample(own, min(count, len(own))):
            text = text.replace(sentence, other_words(sentence, self._rng.randrange(1000)), 1)
        return text

    def _shorter(self, text: str, most: int) -> str:
        """Take out sentences that say nothing; without any, say one in other words."""
        empty = [sentence for sentence in sentences(text) if core_of(sentence) in _EMPTY]
        for sentence in self._rng.sample(empty, min(most, len(empty))):
            text = re.sub(rf"[ \t]*(?:\d+[.)] )?{re.escape(sentence)}", "", text, count=1).lstrip()
        text = "\n".join(line for line in text.splitlines() if line.strip())
        return text if empty else self._reworded(text, 1)

    # -- the rules of single wordings -------------------------------------------------------

    def _listed_causes(self, most: int = 4) -> str:
        causes = self._causes()
        lines = [
            f"{n}. The answers have this fault: {tag} ({max(1, round(count))} of the cases)"
            for n, (tag, count) in enumerate(list(causes.items())[:most], start=1)
            if count >= 1 or n == 1
        ]
        return "\n".join(lines) or "1. The answers could be clearer than they are now."

    def criticism(self) -> str:
        """Causes as a numbered list."""
        return f"{self._listed_causes()}\nKeep: all that is not named here."

    def direction(self) -> str:
        """A direction out of scores, criteria and earlier directions."""
        return f"<direction>The answers have this fault: {self._cause(0)}</direction>"

    def find_step(self) -> str:
        """The step that fails."""
        count = max(1, len(_FORM.findall(self._base)))
        step = self._rng.randint(1, count)
        return f"<step>{step}</step><problem>The fault is: {self._cause(0)}</problem>"

    def fix_step(self) -> str:
        """One step with what it lacks."""
        step = self._blocks["step"]
        demand = self._demand(self._cause(0))
        wording = self._rng.choice(demand.wordings) if demand else ""
        text = f"{step} {wording}" if wording else self._reworded(step, 1)
        return f"<behaviour>{text}</behaviour>"

    def steps(self) -> str:
        """The prompt as numbered steps."""
        own = sentences(self._reworded(self._base, 1))
        rest = "\n".join(f"{n}. {sentence}" for n, sentence in enumerate(own[1:], start=1))
        return f"<prompt>{own[0]}\nGo through these steps in this order:\n{rest}</prompt>"

    def patterns(self) -> str:
        """Patterns of failures."""
        tags = list(self._causes())[:2] or [self._cause(0)]
        return "\n".join(f"<pattern>The fault is: {tag}</pattern>" for tag in tags)

    def branch(self) -> str:
        """A branch of its own for a pattern."""
        demand = self._demand(self._cause(0))
        wording = self._rng.choice(demand.wordings) if demand else "Say it more plainly."
        line = f"If they {self._rng.choice(_CASES)}, {wording}"
        return f"<place>new</place><line>{line}</line>"

    def used_branches(self) -> str:
        """Every branch is used by a row."""
        return "\n".join(f"{n}: 1" for n in range(1, 9))

    def parts(self) -> str:
        """A new instruction among the parts of the program."""
        return f"<why>They lack it.</why><instruction>{self._better(0)}</instruction>"

    def plan(self) -> str:
        """A plan of sections."""
        return f"goals: what the prompt asks for\nconstraints: the rest\n{self._listed_causes(1)}"

    def sections(self) -> str:
        """The sentences of the prompt in sections, with what the plan adds."""
        text = self._mended(self._base, self._cause(0))
        own = [sentence for sentence in sentences(text) if sentence not in _ROLES]
        return (
            f"<role>{self._rng.choice(_ROLES)}</role>\n<goals>{own[0]}</goals>\n"
            f"<constraints>{chr(10).join(own[1:]) or own[0]}</constraints>"
        )

    def tested_sections(self) -> str:
        """The section that has to change after the cases, or none."""
        demand = self._demand(next(iter(self._causes()), ""))
        if demand is None:
            return "none"
        draft = self._blocks["draft"]
        body = draft.split("# Constraints\n", 1)[-1].split("\n\n# ", 1)[0]
        return f"<constraints>{_with_line(body, self._rng.choice(demand.wordings))}</constraints>"

    def merged(self) -> str:
        """What either of two prompts asks for."""
        first, second = self._blocks["first"], self._blocks["second"]
        known = {plain(sentence) for sentence in sentences(first)}
        for sentence in sentences(second):
            demand = demand_of(sentence)
            if demand is not None and not demand.asked_in(first) and plain(sentence) not in known:
                first = _with_line(first, sentence)
        return f"<prompt>{first}</prompt>"

    def reworded(self) -> str:
        """The same in other words."""
        return f"<prompt>{self._reworded(self._base, 2)}</prompt>"

    def with_merits(self) -> str:
        """The same in other words, and with one empty sentence less."""
        return f"<prompt>{self._shorter(self._reworded(self._base, 1), 1)}</prompt>"

    def shortened(self) -> str:
        """The same in a third fewer words, where anything can go."""
        goal = max(1, round(len(self._base.split()) / 45))
        return f"<prompt>{self._shorter(self._base, goal)}</prompt>"

    def piece(self) -> str:
        """A piece with fewer words."""
        own = [sentence for sentence in sentences(self._base) if core_of(sentence) not in _EMPTY]
        needed = re.search(r"exactly as they are: (.*)", self._told)
        kept = needed[1] if needed and needed[1] != "none" else "this"
        return f"<prompt>{' '.join(own) or f'Mind {kept}.'}</prompt>"

    def wording(self) -> str:
        """A wording with one more sentence."""
        system, user = self._blocks["present_system"], self._told.split("<present_user>\n", 1)[1]
        user = user.split("\n</present_user>", 1)[0]
        return f"<system>{system} Take your time.</system><user>{user}</user>"

    def lessons(self) -> str:
        """What trials taught."""
        causes = {**self._causes(), **self._by_scores()}
        tags = sorted(causes, key=lambda tag: -causes[tag])[:4]
        return "\n".join(f"- Answers had this fault: {tag}" for tag in tags if causes[tag] > 0) or (
            "- Nothing stands out so far."
        )

    def errors(self) -> str:
        """The errors by type."""
        return self._listed_causes()

    def compared_sets(self) -> str:
        """Which of two sets of answers has more in it, and what each lacks."""
        ones = re.findall(r"^Answer 1: (.*)", self._told, re.MULTILINE)
        twos = re.findall(r"^Answer 2: (.*)", self._told, re.MULTILINE)
        lead, lacks = 0, {1: Counter[str](), 2: Counter[str]()}
        for one, two in zip(ones, twos, strict=False):
            for demand in DEMANDS:
                here, there = demand.sign in one, demand.sign in two
                lead += here - there
                if here != there:
                    lacks[1 if there else 2][demand.tag] += 1
        told = [
            f"Set {number} has this fault: {tag} ({count} of the cases)"
            for number, faults in lacks.items()
            for tag, count in faults.most_common(3)
        ]
        verdict = "TIE" if not lead else "1" if lead > 0 else "2"
        feedback = "\n".join(told) or "Both sets are much alike."
        return f"<feedback>{feedback}</feedback>\nVERDICT: {verdict}"

    def _demand(self, tag: str) -> Demand | None:
        return next((demand for demand in DEMANDS if demand.tag == tag), None)


_RULES: Mapping[str, Callable[[ScriptedWriter], str]] = {
    "critique": ScriptedWriter.criticism,
    "direction": ScriptedWriter.direction,
    "abo_find": ScriptedWriter.find_step,
    "abo_fix": ScriptedWriter.fix_step,
    "abo_steps": ScriptedWriter.steps,
    "ampo_patterns": ScriptedWriter.patterns,
    "ampo_branch": ScriptedWriter.branch,
    "ampo_prune": ScriptedWriter.used_branches,
    "optoprime": ScriptedWriter.parts,
    "langgpt_analyst": ScriptedWriter.plan,
    "langgpt_designer": ScriptedWriter.sections,
    "langgpt_tester": ScriptedWriter.tested_sections,
    "merge": ScriptedWriter.merged,
    "rephrase": ScriptedWriter.reworded,
    "mepo": ScriptedWriter.with_merits,
    "shorten": ScriptedWriter.shortened,
    "shorten_chunk": ScriptedWriter.piece,
    "metatextgrad": ScriptedWriter.wording,
    "polca_lessons": ScriptedWriter.lessons,
    "promst_summary": ScriptedWriter.errors,
    "judge_sets": ScriptedWriter.compared_sets,
}

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


def _with_line(text: str, line: str) -> str:
    """The text with one more demand; where it has numbered steps, as one of them."""
    steps = re.findall(r"^\s*(\d{1,2})[.)]\s", text, re.MULTILINE)
    return f"{text}\n{int(steps[-1]) + 1}. {line}" if len(steps) > 1 else f"{text}\n{line}"
