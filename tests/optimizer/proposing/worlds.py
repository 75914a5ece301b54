"""A small world with a hidden quality, a competent writer, and a person who votes by it.

A prompt is as good as the number of wishes that its words hold. A model that follows it fulfils
on each row the wish of that row, if the prompt holds it. The writer knows how to put a wish into
words once it hears of it: in the criteria, or by the name that a vote gave.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from optimizer.proposing.moves.sections import sections_of, tell_sections
from optimizer.protocols import Proposer
from optimizer.records import (
    Candidate,
    Column,
    Example,
    JudgedDuel,
    Prompt,
    Snapshot,
    Task,
    Verdict,
)
from optimizer.wordings import load_wording, wording_names
from tests.optimizer.proposing.growing import Answering, grown, with_means
from tests.optimizer.proposing.pools import START, snapshot

WISHES = {
    "greeting": "Say hello to begin with.",
    "day": "Name the day of delivery.",
    "help": "Offer further help at the end.",
    "thanks": "Thank them for writing.",
}
NAMES = tuple(WISHES)
ROWS = tuple(
    Example(
        f"r{n}",
        {"message": f"Question {n}?", "facts": f"Fact {n}."},
        reference=f"done {NAMES[n % 4]}" if n < 4 else None,
    )
    for n in range(8)
)
TASK = Task(
    "t",
    "Replies",
    criteria=" ".join(WISHES.values()),
    columns=(Column("message"), Column("facts")),
)


def quality(prompt: Prompt) -> int:
    """How many wishes a prompt holds."""
    words = f"{prompt.system}\n{prompt.instruction}"
    return sum(wish[:-1].casefold() in words.casefold() for wish in WISHES.values())


def output(prompt: Prompt, row: Example) -> str:
    """What the model answers: whether it fulfils the wish of this row."""
    name = NAMES[int(row.id[1:]) % 4]
    held = WISHES[name][:-1].casefold() in f"{prompt.system}\n{prompt.instruction}".casefold()
    return f"done {name}" if held else f"nothing about {name}"


def judged(pool: Snapshot, by: str) -> Snapshot:
    """The pool after its prompts answered, and were judged by a person, a judge or a metric."""
    members = pool.candidates
    answers = {c.id: {row.id: output(c.prompt, row) for row in ROWS} for c in members}
    worth = {c.id: float(quality(c.prompt)) for c in members}
    pool = with_means(pool, worth)
    # As in the program, what is clearly beaten is no longer live.
    pool = replace(
        pool,
        standings={
            key: replace(known, live=worth[key] > max(worth.values()) - 2 or key == pool.start.id)
            for key, known in pool.standings.items()
        },
    )
    if by == "metric":
        # Without a vote the posterior knows next to nothing.
        flat = {c.id: replace(pool.standings[c.id], mean=0.0, win_rate=0.5) for c in members}
        pool = replace(pool, standings=flat, incumbent=pool.start)
        scores = {
            key: {row: float(said.startswith("done")) for row, said in told.items()}
            for key, told in answers.items()
        }
        return replace(pool, answers=answers, scores=scores)
    said = tuple(_duels(pool, members))
    if by == "judge":
        return replace(pool, answers=answers, judge_duels=said)
    return replace(pool, answers=answers, duels=said)


def _duels(pool: Snapshot, members: tuple[Candidate, ...]) -> list[JudgedDuel]:
    """Each prompt against its parent: on a row that both miss, and on one that tells them apart."""
    duels: list[JudgedDuel] = []
    for member in members:
        parent = next((c for c in members if c.id in member.parents), pool.start)
        both_miss = [row for row in ROWS if _missed(member, row) and _missed(parent, row)]
        apart = [row for row in ROWS if _missed(member, row) != _missed(parent, row)]
        duels += [_duel(len(duels), member, parent, row) for row in both_miss[:1]]
        duels += [_duel(len(duels), member, parent, row) for row in apart[:2]]
    return duels


def _missed(member: Candidate, row: Example) -> bool:
    return output(member.prompt, row).startswith("nothing")


def _duel(number: int, member: Candidate, parent: Candidate, row: Example) -> JudgedDuel:
    missed = _missed(member, row), _missed(parent, row)
    verdicts = {(True, True): Verdict.BOTH_BAD, (True, False): Verdict.RIGHT}
    return JudgedDuel(
        vote_id=f"v{number}",
        duel_id=f"d{number}",
        example=row,
        left_prompt=member.id,
        right_prompt=parent.id,
        left_text=output(member.prompt, row),
        right_text=output(parent.prompt, row),
        verdict=verdicts.get(missed, Verdict.LEFT),
        tags=(output(member.prompt, row).split()[-1],),
    )


def world() -> Snapshot:
    """The start prompt alone, unjudged."""
    return snapshot(start=START, task=TASK, examples=ROWS)


def competent(seed: int = 0) -> Answering:
    """A writer that does what each wording asks for, by rules."""
    writer = _Competent(Random(seed))
    return Answering(writer.answer)


def rounds(
    proposers: Sequence[Proposer], pool: Snapshot, count: int, writer: Answering, by: str
) -> list[int]:
    """The best quality in the pool after each round of these proposers in turn."""
    best = []
    for number in range(count):
        pool = judged(pool, by=by)
        found = proposers[number % len(proposers)].propose(pool, writer, Random(number))
        pool = grown(pool, found, lambda proposal: float(quality(proposal.prompt)))
        best.append(max(quality(c.prompt) for c in pool.candidates))
    return best


class _Competent:
    """The rules of the competent writer, by the wording that it is asked with."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._said = 0
        self._systems = {load_wording(name).system.split("\n")[0]: name for name in wording_names()}
        self._rules: Mapping[str, Callable[[str], str]] = {
            "judge_sets": self._judge,
            "direction": lambda told: f"<direction>Say more of: {self._wish(told)}</direction>",
            "abo_find": lambda told: (
                f"<step>1</step><problem>It lacks: {self._wish(told)}</problem>"
            ),
            "abo_fix": lambda told: (
                f"<behaviour>{block(told, 'step')} {self._wish(told)}</behaviour>"
            ),
            "abo_steps": self._steps,
            "ampo_patterns": lambda told: f"<pattern>All lack: {self._wish(told)}</pattern>",
            "ampo_branch": self._branch,
            "ampo_prune": lambda _: "1: 1\n2: 2\n3: 3\n4: 4",
            "optoprime": self._parts,
            "langgpt_analyst": lambda told: f"goals: {self._wish(told)}",
            "langgpt_designer": self._sections,
            "langgpt_tester": lambda _: "none",
            "metatextgrad": self._wording,
            "spo_optimize": lambda told: (
                f"<modification>{self._wish(told)}</modification>\n{self._one(told)}"
            ),
        }

    def answer(self, told: str) -> str:
        """Answer as the wording asks for."""
        name = self._systems.get(told.split("\n")[0], "")
        if name in self._rules:
            return self._rules[name](told)
        if "<count>" in told:
            return "\n".join(self._one(told) for _ in range(int(block(told, "count"))))
        if "<prompt> and </prompt>" in told:
            return self._one(told)
        return f"1. The answers lack this: {self._wish(told)}"

    def _wish(self, told: str) -> str:
        """One of the wishes that the present prompt lacks, one that is complained of first."""
        text = current(told).casefold()
        missing = [wish for wish in WISHES.values() if wish[:-1].casefold() not in text]
        named = [wish for wish in missing if told.count(wish[:-1]) > 1]
        return self._rng.choice(named or missing or [""])

    def _one(self, told: str) -> str:
        self._said += 1
        more = self._wish(told)
        return f"<prompt>{current(told)} {more} Note {self._said * 7919}.</prompt>"

    def _steps(self, told: str) -> str:
        return f"<prompt>Do so:\n1. {current(told)}\n2. {self._wish(told)}</prompt>"

    def _branch(self, told: str) -> str:
        wish = self._wish(told)
        return f"<place>new</place><line>If {wish.split()[-1][:-1]} matters to them: {wish}</line>"

    def _parts(self, told: str) -> str:
        return (
            f"<why>They lack it.</why><instruction>{current(told)} {self._wish(told)}</instruction>"
        )

    def _sections(self, told: str) -> str:
        own = sections_of(current(told), ["role", "goals"])
        goals = own.get("goals", tell_sections(own))
        return f"<role>You help customers.</role><goals>{goals} {self._wish(told)}</goals>"

    def _wording(self, told: str) -> str:
        system, user = block(told, "present_system"), block(told, "present_user")
        return f"<system>{system} Take your time.</system><user>{user}</user>"

    def _judge(self, told: str) -> str:
        ones = len(re.findall(r"^Answer 1: done", told, re.MULTILINE))
        twos = len(re.findall(r"^Answer 2: done", told, re.MULTILINE))
        verdict = "TIE" if ones == twos else "1" if ones > twos else "2"
        return f"<feedback>They should all be done.</feedback>\nVERDICT: {verdict}"


def block(told: str, tag: str) -> str:
    """What stands between two tags of a request."""
    return told.split(f"<{tag}>\n", 1)[1].split(f"\n</{tag}>", 1)[0]


def current(told: str) -> str:
    """The prompt that is to be improved, wherever a wording shows it."""
    if "<parts>\n" in told:
        return block(told, "parts").split("instruction:\n", 1)[1].split("\n\ncue:", 1)[0]
    if "<prompt>\n" in told:
        return block(told, "prompt")
    if "<history>\n" in told:
        last = block(told, "history").split("Prompt:\n")[-1]
        return last.split("\nScore:")[0]
    return ""
