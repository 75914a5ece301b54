"""A judge that can be told by what to go, behind the fake service."""

from __future__ import annotations

import re
from collections.abc import Callable

from optimizer.records import CallRole, ModelSpec, Request
from tests.small_project import babble

JUDGE = ModelSpec("openai/judge")
LONGER, SHORTER = "Longer is better.", "Shorter is better."
ANSWERS = re.compile(r"<answer_(\d)>\n(.*?)\n</answer_\1>", re.DOTALL)


def answers_to(request: Request) -> tuple[str, str]:
    """Return the two answers that a judge is shown."""
    found = dict(ANSWERS.findall(request.messages[-1].content))
    return found["1"], found["2"]


def by_length(request: Request) -> str:
    """Judge by length, the way the criteria that the judge is told want it."""
    one, two = (len(text) for text in answers_to(request))
    wants_short = SHORTER in request.messages[-1].content
    better = "TIE" if one == two else "1" if (one < two) is wants_short else "2"
    return f"They differ in length.\n\nVERDICT: {better}"


def service_answers(
    writes: str = "", judges: Callable[[Request], str] = by_length
) -> Callable[[Request], str]:
    """Return what a fake service answers: babble, verdicts, one text for every writer."""

    def answer(request: Request) -> str:
        if request.role is CallRole.JUDGE:
            return judges(request)
        if request.role is CallRole.WRITE:
            return writes
        words = babble(request).split()
        return " ".join(words[: 4 + int(request.hash[:4], 16) % 9])

    return answer
