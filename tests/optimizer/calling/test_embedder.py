"""The handle by which proposers ask the named embedding model."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from optimizer.calling.calls import CANCELLED
from optimizer.calling.embedder import EmbedderHandle
from optimizer.calling.writer import WriterCall
from optimizer.commands import ProposeNow
from optimizer.errors import ModelFault
from optimizer.llm.embeddings import embedding_request
from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.records import CallRole, Completion, ModelSpec
from tests.fake_service import FakeService
from tests.optimizer.proposing.meanings import meaning
from tests.small_project import Hand, babble, small_draft

EMBED = ModelSpec("openai/embedder", price_in=1.0, price_out=0.0)


def handle(answer: Callable[[WriterCall], None]) -> EmbedderHandle:
    return EmbedderHandle(EMBED, answer, threading.Event())


def test_every_text_is_asked_for_as_the_engine_asks_for_it() -> None:
    asked = []

    def answer(call: WriterCall) -> None:
        asked.append(call.request.hash)
        call.answer.set_result(Completion("[3.0, 4.0]", "stop", 2, 0, 0.5, 1))

    found = handle(answer)
    vectors = found.vectors(["one", "two"])
    assert asked == [embedding_request(EMBED, text).hash for text in ("one", "two")]
    assert np.allclose(vectors["one"], [0.6, 0.8])
    assert (found.spent.calls, found.spent.cost_usd) == (2.0, 1.0)


@pytest.mark.parametrize("outcome", ["no vector", ModelFault("Down.", kind="timeout")])
def test_what_cannot_be_embedded_is_left_out(outcome: str | ModelFault) -> None:
    def answer(call: WriterCall) -> None:
        if "good" in call.request.messages[0].content:
            call.answer.set_result(Completion("[1.0]", "stop", 1, 0, 0.0, 1))
        elif isinstance(outcome, str):
            call.answer.set_result(Completion(outcome, "stop", 1, 0, 0.0, 1))
        else:
            call.answer.set_exception(outcome)

    assert set(handle(answer).vectors(["good", "bad"])) == {"good"}


def test_who_stops_it_stops_it() -> None:
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(ModelFault) as caught:
        EmbedderHandle(EMBED, lambda call: None, stopped).vectors(["one"])
    assert caught.value.kind == CANCELLED


def test_a_run_of_zopo_embeds_its_neighbours_and_pays_none_twice(tmp_path: Path) -> None:
    def answers(request: object) -> str:
        if request.role is CallRole.EMBED:  # type: ignore[attr-defined]
            return json.dumps(meaning(request.messages[0].content).tolist())  # type: ignore[attr-defined]
        return babble(request)  # type: ignore[arg-type]

    fake = FakeService(answers, threaded=True)
    draft = small_draft(models={CallRole.EMBED: EMBED}, method="zopo")
    hand = Hand.create(tmp_path / "p.pairtune", draft, fake)
    for _ in range(6):
        hand.vote()
    hand.post(ProposeNow("zopo"))
    hand.until(
        lambda: any(
            p.proposer == "zopo" and "taken: by lot" not in p.hypothesis
            for p in (hand.pool.proposals if hand.pool else ())
        )
    )
    hand.close()
    fake.close()
    texts = [r.messages[0].content for r in fake.requests if r.role is CallRole.EMBED]
    assert len(texts) == len(set(texts))
    assert len(texts) > 20
    assert instructions(draft.start) in texts
