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
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tests.benchmarks.method_told import EMPTY, Told, with_line
from tests.benchmarks.method_words import (
    DEMANDS,
    Demand,
    core_of,
    demand_of,
    plain,
    sentences,
)

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
_FORM = re.compile(r"^\s*(?:#{1,4}\s|\d{1,2}[.)]\s)", re.MULTILINE)


def scripted_answer(told: Sequence[str], seed: str) -> str:
    """Return the writer's answer, in the form that the wording asks for.

    Args:
        told: The messages, the system's first.
        seed: The same request and seed get the same answer.
    """
    request = Told(told, seed)
    form = _FORMS.get(request.name)
    if form is not None:
        return form(request)
    if "count" not in request.blocks:
        return f"<prompt>{request.better(0)}</prompt>"
    several = (_version(request, number) for number in range(int(request.blocks["count"])))
    return "\n".join(f"<prompt>{text}</prompt>" for text in several)


def _version(request: Told, number: int) -> str:
    if request.name == "apohf_pool":
        return request.reworded(request.base, 2)
    return request.better(number)


def _listed_causes(request: Told, most: int = 4) -> str:
    causes = request.causes()
    lines = [
        f"{n}. The answers have this fault: {tag} ({max(1, round(count))} of the cases)"
        for n, (tag, count) in enumerate(list(causes.items())[:most], start=1)
        if count >= 1 or n == 1
    ]
    return "\n".join(lines) or "1. The answers could be clearer than they are now."


def _criticism(request: Told) -> str:
    """Causes as a numbered list."""
    return f"{_listed_causes(request)}\nKeep: all that is not named here."


def _direction(request: Told) -> str:
    """A direction out of scores, criteria and earlier directions."""
    return f"<direction>The answers have this fault: {request.cause(0)}</direction>"


def _find_step(request: Told) -> str:
    """The step that fails."""
    count = max(1, len(_FORM.findall(request.base)))
    step = request.rng.randint(1, count)
    return f"<step>{step}</step><problem>The fault is: {request.cause(0)}</problem>"


def _fix_step(request: Told) -> str:
    """One step with what it lacks."""
    step = request.blocks["step"]
    demand = _demand(request.cause(0))
    wording = request.rng.choice(demand.wordings) if demand else ""
    text = f"{step} {wording}" if wording else request.reworded(step, 1)
    return f"<behaviour>{text}</behaviour>"


def _steps(request: Told) -> str:
    """The prompt as numbered steps."""
    own = sentences(request.reworded(request.base, 1))
    rest = "\n".join(f"{n}. {sentence}" for n, sentence in enumerate(own[1:], start=1))
    return f"<prompt>{own[0]}\nGo through these steps in this order:\n{rest}</prompt>"


def _patterns(request: Told) -> str:
    """Patterns of failures."""
    tags = list(request.causes())[:2] or [request.cause(0)]
    return "\n".join(f"<pattern>The fault is: {tag}</pattern>" for tag in tags)


def _branch(request: Told) -> str:
    """A branch of its own for a pattern."""
    demand = _demand(request.cause(0))
    wording = request.rng.choice(demand.wordings) if demand else "Say it more plainly."
    line = f"If they {request.rng.choice(_CASES)}, {wording}"
    return f"<place>new</place><line>{line}</line>"


def _used_branches(request: Told) -> str:
    """Every branch is used by a row."""
    return "\n".join(f"{n}: 1" for n in range(1, 9))


def _parts(request: Told) -> str:
    """A new instruction among the parts of the program."""
    return f"<why>They lack it.</why><instruction>{request.better(0)}</instruction>"


def _plan(request: Told) -> str:
    """A plan of sections."""
    return f"goals: what the prompt asks for\nconstraints: the rest\n{_listed_causes(request, 1)}"


def _sections(request: Told) -> str:
    """The sentences of the prompt in sections, with what the plan adds."""
    text = request.mended(request.base, request.cause(0))
    own = [sentence for sentence in sentences(text) if sentence not in _ROLES]
    return (
        f"<role>{request.rng.choice(_ROLES)}</role>\n<goals>{own[0]}</goals>\n"
        f"<constraints>{chr(10).join(own[1:]) or own[0]}</constraints>"
    )


def _tested_sections(request: Told) -> str:
    """The section that has to change after the cases, or none."""
    demand = _demand(next(iter(request.causes()), ""))
    if demand is None:
        return "none"
    draft = request.blocks["draft"]
    body = draft.split("# Constraints\n", 1)[-1].split("\n\n# ", 1)[0]
    return f"<constraints>{with_line(body, request.rng.choice(demand.wordings))}</constraints>"


def _merged(request: Told) -> str:
    """What either of two prompts asks for."""
    first, second = request.blocks["first"], request.blocks["second"]
    known = {plain(sentence) for sentence in sentences(first)}
    for sentence in sentences(second):
        demand = demand_of(sentence)
        if demand is not None and not demand.asked_in(first) and plain(sentence) not in known:
            first = with_line(first, sentence)
    return f"<prompt>{first}</prompt>"


def _reworded(request: Told) -> str:
    """The same in other words."""
    return f"<prompt>{request.reworded(request.base, 2)}</prompt>"


def _with_merits(request: Told) -> str:
    """The same in other words, and with one empty sentence less."""
    return f"<prompt>{request.shorter(request.reworded(request.base, 1), 1)}</prompt>"


def _shortened(request: Told) -> str:
    """The same in a third fewer words, where anything can go."""
    goal = max(1, round(len(request.base.split()) / 45))
    return f"<prompt>{request.shorter(request.base, goal)}</prompt>"


def _piece(request: Told) -> str:
    """A piece with fewer words."""
    own = [sentence for sentence in sentences(request.base) if core_of(sentence) not in EMPTY]
    needed = re.search(r"exactly as they are: (.*)", request.told)
    kept = needed[1] if needed and needed[1] != "none" else "this"
    return f"<prompt>{' '.join(own) or f'Mind {kept}.'}</prompt>"


def _wording(request: Told) -> str:
    """A wording with one more sentence."""
    system, user = request.blocks["present_system"], request.told.split("<present_user>\n", 1)[1]
    user = user.split("\n</present_user>", 1)[0]
    return f"<system>{system} Take your time.</system><user>{user}</user>"


def _lessons(request: Told) -> str:
    """What trials taught."""
    causes = {**request.causes(), **request.by_scores()}
    tags = sorted(causes, key=lambda tag: -causes[tag])[:4]
    return "\n".join(f"- Answers had this fault: {tag}" for tag in tags if causes[tag] > 0) or (
        "- Nothing stands out so far."
    )


def _errors(request: Told) -> str:
    """The errors by type."""
    return _listed_causes(request)


def _compared_sets(request: Told) -> str:
    """Which of two sets of answers has more in it, and what each lacks."""
    ones = re.findall(r"^Answer 1: (.*)", request.told, re.MULTILINE)
    twos = re.findall(r"^Answer 2: (.*)", request.told, re.MULTILINE)
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


def _demand(tag: str) -> Demand | None:
    return next((demand for demand in DEMANDS if demand.tag == tag), None)


_FORMS: Mapping[str, Callable[[Told], str]] = {
    "critique": _criticism,
    "critique_related": _criticism,
    "direction": _direction,
    "abo_find": _find_step,
    "abo_fix": _fix_step,
    "abo_steps": _steps,
    "ampo_patterns": _patterns,
    "ampo_branch": _branch,
    "ampo_prune": _used_branches,
    "optoprime": _parts,
    "langgpt_analyst": _plan,
    "langgpt_designer": _sections,
    "langgpt_tester": _tested_sections,
    "merge": _merged,
    "rephrase": _reworded,
    "mepo": _with_merits,
    "shorten": _shortened,
    "shorten_chunk": _piece,
    "metatextgrad": _wording,
    "polca_lessons": _lessons,
    "promst_summary": _errors,
    "judge_sets": _compared_sets,
}
