"""The judge looks at new prompts before they enter, on the real engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.commands import ProposeNow
from optimizer.errors import ModelFault
from optimizer.events import FaultRaised
from optimizer.proposing.moves.hack_opinion import KEY
from optimizer.records import CallRole, ModelSpec, Options, Request, StoredProposal
from optimizer.store import Store
from tests.fake_service import Answer, FakeService
from tests.optimizer.judges_asked import JUDGE, by_length
from tests.small_project import Hand, babble, small_draft

ASKED = Options(judge=True, judge_votes=40)
TEXT = "Reply to the message {manner}.\n\nMessage: {{{{message}}}}\n\nReply:"
MANNERS = ("in a warm and friendly way", "as an old friend would", "with care and patience")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.pairtune"


def about_prompt(request: Request) -> bool:
    return request.role is CallRole.JUDGE and "<after>" in request.messages[-1].content


def service(judged: Callable[[Request], Answer]) -> FakeService:
    manners = iter(MANNERS * 20)

    def answer(request: Request) -> Answer:
        if about_prompt(request):
            return judged(request)
        if request.role is CallRole.JUDGE:
            return by_length(request)
        if request.role is CallRole.WRITE:
            return f"<prompt>{TEXT.format(manner=next(manners))}</prompt>"
        return babble(request)

    return FakeService(answer, threaded=True)


def begin(path: Path, fake: FakeService, options: Options, wanted: int = 1) -> Hand:
    """Run until so many proposals of a writer are recorded; a judge's fault is no failure."""
    draft = small_draft(
        models={CallRole.WRITE: ModelSpec("openai/writer"), CallRole.JUDGE: JUDGE},
        options=options,
        method="rephrase",
    )
    hand = Hand.create(path, draft, fake)
    hand.post(ProposeNow("rephrase"))
    hand.until(lambda: bool(hand.pool and len(hand.pool.proposals) >= wanted))
    return hand


def play(path: Path, fake: FakeService, options: Options, wanted: int = 1) -> Hand:
    """Run so far, and close the project."""
    hand = begin(path, fake, options, wanted)
    hand.close()
    fake.close()
    return hand


def written(path: Path) -> list[StoredProposal]:
    with Store.open(path) as store:
        return list(store.proposals())


def quote_manner(request: Request) -> str:
    """Find the first manner gamed, and nothing else."""
    after = re.search(r"<after>\n(.*?)\n</after>", request.messages[-1].content, re.DOTALL)
    assert after is not None
    if MANNERS[0] in after[1]:
        return f"Nobody asked for warmth.\n<demand>{MANNERS[0]}</demand>\nVERDICT: GAMED"
    return "Nothing new is stricter.\nVERDICT: FINE"


def test_a_judge_refuses_with_the_words_and_lets_the_others_pass(path: Path) -> None:
    fake = service(quote_manner)
    play(path, fake, ASKED, wanted=3)
    first, *others = written(path)
    assert first.refusal is not None
    assert first.refusal.gate == "prompt hacking"
    assert MANNERS[0] in first.refusal.reason
    assert first.prompt_id is None
    assert others[0].refusal is None
    assert dict(others[0].edit)[KEY]["finding"] == "fine"  # type: ignore[index]
    with Store.open(path) as store:
        checks = [r for r in fake.requests if about_prompt(r)]
        assert store.spend()[CallRole.JUDGE].calls >= len(checks) >= 2


@pytest.mark.parametrize("answer", ["I cannot say.", ModelFault("No answer.", kind="timeout")])
def test_without_an_answer_the_rules_decide(path: Path, answer: Answer) -> None:
    fake = service(lambda request: answer)
    hand = play(path, fake, ASKED)
    first = written(path)[0]
    assert first.refusal is None
    told = [e.fault.message for e in hand.events if isinstance(e, FaultRaised)]
    assert ("No answer." in told) is isinstance(answer, ModelFault)


@pytest.mark.parametrize("options", [Options(judge=False), Options(judge=True, judge_votes=0)])
def test_a_judge_that_is_off_or_has_said_all_is_not_asked(path: Path, options: Options) -> None:
    fake = service(lambda request: "VERDICT: FINE")
    play(path, fake, options)
    assert not [r for r in fake.requests if about_prompt(r)]


def test_checks_are_taken_out_of_the_judges_budget(path: Path) -> None:
    fake = service(lambda request: "VERDICT: FINE")
    hand = begin(path, fake, Options(judge=True, judge_votes=2), wanted=3)
    told = re.compile("The judge has given all of its 2 verdicts, [12] of them on new prompts")
    hand.until(lambda: any(told.fullmatch(note) for note in hand.status.notes))
    hand.close()
    fake.close()
    checks = [r for r in fake.requests if about_prompt(r)]
    duels = [r for r in fake.requests if r.role is CallRole.JUDGE and not about_prompt(r)]
    assert len(checks) + len(duels) / 2 <= 2
