"""A named embedding model beside the pool: what gates and the posterior make of its vectors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from optimizer.breeding.hygiene import DRIFT_IN_MEANING
from optimizer.commands import AddPrompt, ProposeNow, Resume, SetModels, SetOptions
from optimizer.errors import ModelFault
from optimizer.events import FaultRaised
from optimizer.facilities import facilities
from optimizer.records import CallRole, ModelSpec, Need, Options, Prompt, Request
from optimizer.store import Store
from tests.fake_service import Answer, FakeService
from tests.optimizer.sessions import reopen
from tests.small_project import Hand, babble, small_draft

EMBED = ModelSpec("openai/embedder", price_in=1.0, price_out=0.0)
MODELS = {CallRole.WRITE: ModelSpec("openai/writer"), CallRole.EMBED: EMBED}
TEXT = "Reply to the message {manner}.\n\nMessage: {{{{message}}}}\n\nReply:"
MANNERS = ("warmly", "with all the patience of an old friend", "as a pirate would at sea")


def by_manner(request: Request) -> Answer:
    """See two manners as the same thing, and the pirate as far from everything."""
    text = request.messages[-1].content
    return json.dumps([0.0, 1.0, 0.2] if "pirate" in text else [1.0, 0.01 * len(text) % 0.1, 0.0])


def service(embedder: Callable[[Request], Answer]) -> FakeService:
    manners = iter(MANNERS * 20)

    def answer(request: Request) -> Answer:
        if request.role is CallRole.EMBED:
            return embedder(request)
        if request.role is CallRole.WRITE:
            return f"<prompt>{TEXT.format(manner=next(manners))}</prompt>"
        return babble(request)

    return FakeService(answer, threaded=True, price=(1.0, 1.0))


def play(path: Path, fake: FakeService, options: Options, wanted: int = 3) -> Hand:
    draft = small_draft(models=MODELS, options=options, method="rephrase")
    hand = Hand.create(path, draft, fake)
    for _ in range(wanted):
        hand.post(ProposeNow("rephrase"))
    hand.until(lambda: bool(hand.pool and len(hand.pool.proposals) >= wanted))
    return hand


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.pairtune"


def end(hand: Hand, fake: FakeService) -> None:
    hand.close()
    fake.close()


def test_what_means_the_same_is_refused_and_what_wanders_off_as_well(path: Path) -> None:
    fake = service(by_manner)
    hand = play(path, fake, Options(novelty_radius=0.05, drift_limit=0.6))
    end(hand, fake)
    with Store.open(path) as store:
        refusals = [p.refusal for p in store.proposals()[:3]]
        spend = store.spend()[CallRole.EMBED]
    assert [r.gate if r else "" for r in refusals] == ["novelty net", "novelty net", "drift"]
    texts = [r.messages[-1].content for r in fake.requests if r.role is CallRole.EMBED]
    # A call that is under way at the end is stopped, and not paid for.
    assert len(texts) == len(set(texts)) >= spend.calls >= 4
    assert spend.cost_usd > 0


def test_the_same_limits_go_by_words_where_no_model_is_named(path: Path) -> None:
    fake = service(by_manner)
    draft = small_draft(
        models={CallRole.WRITE: MODELS[CallRole.WRITE]},
        options=Options(novelty_radius=0.05, drift_limit=0.6),
        method="rephrase",
    )
    hand = Hand.create(path, draft, fake)
    hand.until(lambda: bool(hand.pool and len(hand.pool.proposals) >= 1))
    end(hand, fake)
    assert hand.pool.proposals[-1].refusal is None
    assert not [r for r in fake.requests if r.role is CallRole.EMBED]


def test_vectors_come_out_of_the_file_again_and_are_shown(path: Path) -> None:
    fake = service(by_manner)
    hand = play(path, fake, Options())
    hand.until(lambda: all(DRIFT_IN_MEANING in c.figures for c in hand.pool.candidates))
    end(hand, fake)
    paid = sum(r.role is CallRole.EMBED for r in fake.requests)
    assert paid >= 4

    again = service(by_manner)
    hand = Hand.open(path, again)
    hand.until(lambda: hand.status is not None and hand.pool is not None)
    hand.post(AddPrompt(Prompt("Write like a pirate to {{message}}."), ()))
    hand.until(lambda: len(hand.pool.candidates) > 4)
    hand.until(lambda: all(DRIFT_IN_MEANING in c.figures for c in hand.pool.candidates))
    far = {
        c.candidate.prompt.instruction: c.figures[DRIFT_IN_MEANING] for c in hand.pool.candidates
    }
    end(hand, again)
    assert sum(r.role is CallRole.EMBED for r in again.requests) == 1
    assert max(far, key=lambda text: far[text]).count("pirate") == 1


def test_a_fault_is_told_and_words_go_on_until_it_answers_again(path: Path) -> None:
    broken = True

    def embedder(request: Request) -> Answer:
        return ModelFault("It is off.", kind="server") if broken else by_manner(request)

    fake = service(embedder)
    hand = play(path, fake, Options(novelty_radius=0.05, drift_limit=0.6), wanted=1)
    told = [e.fault.message for e in hand.events if isinstance(e, FaultRaised)]
    assert [m for m in told if "It is off." in m and "by their words" in m]
    assert hand.pool.proposals[-1].refusal is None
    hand.until(lambda: any("likeness goes by words" in note for note in hand.status.notes))
    asked = sum(r.role is CallRole.EMBED for r in fake.requests)

    broken = False
    hand.post(Resume())
    hand.until(lambda: not hand.status.notes)
    hand.until(lambda: all(DRIFT_IN_MEANING in c.figures for c in hand.pool.candidates))
    assert sum(r.role is CallRole.EMBED for r in fake.requests) > asked
    end(hand, fake)


def test_an_answer_that_is_no_vector_is_a_fault(path: Path) -> None:
    fake = service(lambda request: "hello")
    hand = play(path, fake, Options(), wanted=1)
    assert [e for e in hand.events if isinstance(e, FaultRaised)]
    end(hand, fake)


def test_likeness_of_imported_prompts_enters_the_posterior(path: Path) -> None:
    fake = service(by_manner)
    hand = Hand.create(path, small_draft(models={CallRole.EMBED: EMBED}), fake)
    fields = small_draft().start.fields
    for text in ("Answer kindly.", "Answer politely.", "Answer as a pirate.", "Sing, pirate."):
        hand.post(AddPrompt(Prompt(text, fields=fields), ()))
    hand.until(lambda: bool(hand.pool and len(hand.pool.candidates) >= 5))
    hand.until(lambda: all(DRIFT_IN_MEANING in c.figures for c in hand.pool.candidates))
    end(hand, fake)

    session = reopen(path)
    board = session.board
    by_words = board.pool.features
    vectors = {}
    with Store.open(path) as store:
        assert not store.check()
    for request in (r for r in fake.requests if r.role is CallRole.EMBED):
        vector = np.array(json.loads(str(by_manner(request))), dtype=np.float32)
        vectors[request.messages[-1].content] = vector / np.linalg.norm(vector)
    board.vectors = vectors
    board.regard_likeness()
    job = board.belief.refit_job()
    assert job is not None
    assert job.pool.features is not None
    assert by_words is not None
    assert job.pool.features.shape != by_words.shape, "the model's vectors take the words' place"
    assert board.belief.accept(job, job.run())
    texts = [candidate.prompt.instruction for candidate in board.roster.candidates]
    covariance = board.posterior.covariance
    kind, polite = texts.index("Answer kindly."), texts.index("Answer politely.")
    pirate = texts.index("Answer as a pirate.")
    assert covariance[kind, polite] > covariance[kind, pirate] + 1e-3
    session.close()


def test_another_model_begins_afresh_and_none_is_none(path: Path) -> None:
    fake = service(by_manner)
    hand = play(path, fake, Options(), wanted=1)
    hand.post(SetModels({CallRole.EMBED: ModelSpec("openai/other")}))
    hand.until(lambda: any(r.model.model == "openai/other" for r in fake.requests))
    hand.post(SetModels({CallRole.EMBED: None}))
    hand.post(SetOptions(Options(drift_limit=0.5)))
    asked = len([r for r in fake.requests if r.role is CallRole.EMBED])
    count = len(hand.pool.proposals)
    hand.post(ProposeNow("rephrase"))
    hand.until(lambda: len(hand.pool.proposals) > count)
    end(hand, fake)
    assert len([r for r in fake.requests if r.role is CallRole.EMBED]) <= asked + 4


def test_a_model_that_is_changed_while_it_answers_leaves_no_prompt_without_a_vector(
    path: Path,
) -> None:
    fake = FakeService(lambda r: by_manner(r) if r.role is CallRole.EMBED else babble(r), held=True)
    hand = Hand.create(path, small_draft(models={CallRole.EMBED: EMBED}), fake)
    of = lambda name: [r for r in fake.requests if r.model.model == name]  # noqa: E731
    hand.until(lambda: len(of(EMBED.model)) == 2)
    hand.post(SetModels({CallRole.EMBED: ModelSpec("openai/other")}))
    hand.until(lambda: len(of("openai/other")) == 2)
    fake.release()
    hand.until(
        lambda: bool(hand.pool and all(DRIFT_IN_MEANING in c.figures for c in hand.pool.candidates))
    )
    end(hand, fake)


def test_methods_that_need_vectors_are_offered_with_the_model() -> None:
    assert Need.EMBEDDINGS in facilities({CallRole.EMBED: EMBED}, Options(), ())
    assert Need.EMBEDDINGS not in facilities({}, Options(), ())
