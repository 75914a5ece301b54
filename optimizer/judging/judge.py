"""The LLM judge: asked in both orders, it abstains when it flips, is unsure or cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from optimizer.identity import content_hash
from optimizer.judging.worded import worded_request
from optimizer.records import (
    CallRole,
    Example,
    ModelSpec,
    Options,
    Rater,
    RaterKind,
    Request,
    Strength,
    Task,
    Verdict,
)
from optimizer.spoken import spoken
from optimizer.wordings import load_wording

MAX_TOKENS = 700
_VERDICT = re.compile(r"verdict\W*(1|2|tie|both\s+bad|unsure)\b", re.IGNORECASE)
_SAID = {"1": Verdict.LEFT, "2": Verdict.RIGHT, "tie": Verdict.TIE, "both bad": Verdict.BOTH_BAD}
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a judge makes of two answers after both orders.

    `verdict` SKIP is an abstention, with its cause in `reason`.
    """

    verdict: Verdict
    strength: Strength
    reason: str

    @property
    def abstains(self) -> bool:
        """Whether this is no evidence."""
        return self.verdict is Verdict.SKIP


@dataclass(frozen=True, slots=True)
class Judge:
    """A model that judges, by the user's criteria or by a version of them written for it.

    `criteria` is that version; empty for the user's own.
    """

    model: ModelSpec
    criteria: str = ""

    @property
    def rater(self) -> Rater:
        """Who its votes are by: another wording or other criteria make it another rater."""
        own = [self.model.identity, load_wording("judge").hash]
        if self.criteria:
            own.append(self.criteria)
        return Rater(
            f"judge-{content_hash(own)[:16]}", RaterKind.JUDGE, f"Judge: {self.model.title}"
        )


def sitting(model: ModelSpec | None, options: Options) -> tuple[Judge, ...]:
    """Return the judges of a project: the chosen model first, then the rest of the panel.

    Args:
        model: The judge model; None when there is none.
        options: They name further models of the same provider, and the first judge's criteria.
    """
    if model is None:
        return ()
    judges = [Judge(model, options.judge_criteria.strip())]
    provider = model.model.rpartition("/")[0]
    for name in options.judge_panel.split(","):
        wanted = name.strip()
        if not wanted:
            continue
        if provider and not wanted.startswith(f"{provider}/"):
            wanted = f"{provider}/{wanted}"
        # The price was said of the first model alone.
        further = replace(model, model=wanted, file="", price_in=None, price_out=None)
        if all(further.identity != judge.model.identity for judge in judges):
            judges.append(Judge(further))
    return tuple(judges)


def judge_requests(
    judge: Judge, task: Task, example: Example, left: str, right: str
) -> tuple[Request, Request]:
    """Return the two calls of one judgement: the pair as it stands, and exchanged.

    Args:
        judge: Who is asked; it is told neither prompts nor their names.
        task: Its description and criteria are what counts.
        example: The row both answered.
        left: One answer.
        right: The other one.
    """
    return (
        _request(judge, task, example, left, right),
        _request(judge, task, example, right, left),
    )


def read_verdict(text: str) -> Verdict | None:
    """Return the verdict at the end of a judge's answer, answer 1 being left.

    Args:
        text: The whole answer; thinking aloud is taken off.

    Returns:
        None when it is unsure, says nothing readable, or says two things in its last lines.
    """
    said = [" ".join(word.casefold().split()) for word in _VERDICT.findall(spoken(text))]
    return _SAID.get(said[-1]) if said else None


def combine(first: str, exchanged: str) -> Opinion:
    """Return what the two answers of a judge add up to.

    Args:
        first: Its answer on the pair as it stands.
        exchanged: Its answer on the exchanged pair.

    Returns:
        A clear verdict when both orders agree, a slight one when one of them says tie, and an
        abstention when it flips or an answer cannot be read.
    """
    one, other = read_verdict(first), read_verdict(exchanged)
    if one is None or other is None:
        return _abstention("no readable verdict")
    other = other.exchanged
    if one is other:
        return Opinion(one, Strength.CLEARLY, _reasoning(first))
    sides = {one, other} & {Verdict.LEFT, Verdict.RIGHT}
    if len(sides) == 1:
        return Opinion(sides.pop(), Strength.SLIGHTLY, _reasoning(first))
    if not sides:
        return Opinion(Verdict.TIE, Strength.CLEARLY, _reasoning(first))
    return _abstention("flipped when the order was exchanged")


def same_family(judge: ModelSpec, answerer: ModelSpec) -> bool:
    """Whether judge and answer model are of one family, which favours its own style.

    Args:
        judge: The judge's model.
        answerer: The answer model.
    """
    if judge.bundled or answerer.bundled:
        return judge.bundled and answerer.bundled and judge.file == answerer.file
    return _family(judge) == _family(answerer)


def _request(judge: Judge, task: Task, example: Example, one: str, two: str) -> Request:
    values = {
        "task": task.description.strip() or task.name,
        "criteria": judge.criteria or task.criteria.strip() or _NONE,
        "example": example.lines,
        "expected": example.reference or _NONE,
        "answer_1": one,
        "answer_2": two,
    }
    wording = load_wording("judge")
    return worded_request(CallRole.JUDGE, judge.model, wording, values, max_tokens=MAX_TOKENS)


def _abstention(cause: str) -> Opinion:
    return Opinion(Verdict.SKIP, Strength.CLEARLY, f"abstained: {cause}")


def _reasoning(answer: str) -> str:
    return _VERDICT.sub("", spoken(answer)).strip()


def _family(spec: ModelSpec) -> str:
    name = spec.model.rsplit("/", 1)[-1].casefold()
    return re.split(r"[-_:.\d]", name, maxsplit=1)[0]
