"""One server for each file, and one more for who wants equal answers every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from optimizer.local import model as local_model
from optimizer.local.servers import LocalServers
from optimizer.records import CallRole, Message, ModelSpec, Parameters, Request, Setting


def test_each_place_has_a_server_of_its_own_and_all_are_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Any] = []

    class Fake:
        def __init__(self, file: Path | None, *, exact: bool) -> None:
            self.place, self.stopped = (file, exact), False
            made.append(self)

        def ensure(self) -> Any:
            return self.place

        def stop(self) -> None:
            self.stopped = True

    monkeypatch.setattr(local_model, "LocalModel", Fake)
    servers = LocalServers()
    own = Path("own.gguf")
    for spec, place in (
        (ModelSpec(), (None, False)),
        (ModelSpec(exact=True), (None, True)),
        (ModelSpec(file="own.gguf"), (own, False)),
        (ModelSpec(), (None, False)),
    ):
        found: Any = servers.endpoint(spec)
        assert found == place
    assert len(made) == 3
    servers.stop()
    assert all(each.stopped for each in made)


def test_an_exact_answer_is_another_one_and_older_ones_stay_what_they_were() -> None:
    def asked(spec: ModelSpec) -> Request:
        return Request(CallRole.ANSWER, spec, (Message("user", "Hello"),), Parameters(), 8)

    assert asked(ModelSpec()).hash != asked(ModelSpec(exact=True)).hash
    assert ModelSpec().identity == "799c55d702efedb7750db18b36386fc3"
    plain, exact = (Setting(s.identity, "") for s in (ModelSpec(), ModelSpec(exact=True)))
    assert plain.id != exact.id
