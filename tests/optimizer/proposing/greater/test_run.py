"""GReaTer runs to its stop, with a known model in the place of the one with open weights."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from optimizer import facilities
from optimizer.proposing.greater import child, search
from optimizer.store import Store
from optimizer.template import start_prompt
from tests.fake_service import FakeService
from tests.optimizer.proposing.greater.toy import Toy
from tests.optimizer.test_methods_run import answer, labelled
from tests.small_project import Hand

START = "Is it a fine day? Answer good or bad.\n\nReview: {{message}}\n\nAnswer:"


def test_its_children_stand_before_the_gates_and_its_run_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(job: Mapping[str, Any], limit_s: float) -> list[dict[str, Any] | None]:
        told = io.StringIO()
        child.main(io.StringIO(json.dumps(job)), told, lambda *_: Toy())
        found: list[dict[str, Any] | None] = json.loads(told.getvalue())["found"]
        return found

    monkeypatch.setenv("PAIRTUNE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(search, "steps_apart", steps)
    monkeypatch.setattr(facilities, "has_gradients", lambda: True)
    path = tmp_path / "reviews.pairtune"
    draft: Any = labelled("greater", {"prompts": 1, "rows": 6, "answers": 40, "places": 1})
    draft = replace(draft, start=start_prompt(START), models={})
    hand = Hand.create(path, draft, FakeService(answer, threaded=True))
    try:
        hand.until(lambda: bool(hand.status and hand.status.run and hand.status.run.finished))
    finally:
        hand.close()
    with Store.open(path) as store:
        assert store.runs()[0].stop_reason == "1 new prompts were written"
        (made,) = [p for p in store.proposals() if p.proposer == "greater" and p.prompt_id]
        pool = {c.id: c for c in store.candidates()}
    assert pool[made.prompt_id or ""].prompt.instruction == (
        "Is it a great day? Answer good or bad."
    )
    assert "loss 0.13 instead of 0.69" in made.reason
    assert [pool[parent].handle for parent in made.parents] == ["Start"]
