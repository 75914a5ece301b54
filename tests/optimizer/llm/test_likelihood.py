"""Reading probabilities ends as soon as the person stopped it."""

from __future__ import annotations

import threading

import pytest

from optimizer.errors import ModelFault
from optimizer.llm.likelihood import LocalLikelihood
from optimizer.local.model import Endpoint
from optimizer.records import Message
from optimizer.stopping import CANCELLED, stoppable

NOWHERE = Endpoint("http://127.0.0.1:9/v1", "key", "model", 2048, slots=1)
ASKED = (Message("user", "Positive or negative?"),)


def test_who_was_stopped_asks_nothing_more() -> None:
    stop = threading.Event()
    likelihood = LocalLikelihood(lambda: NOWHERE)
    read = stoppable(lambda: likelihood.first(ASKED, ("yes", "no")), stop)
    with pytest.raises(ModelFault) as reached:
        read()
    assert reached.value.kind == "local_model", "nobody answers there"
    stop.set()
    with pytest.raises(ModelFault) as stopped:
        read()
    assert stopped.value.kind == CANCELLED
