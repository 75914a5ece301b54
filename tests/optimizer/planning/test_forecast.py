"""What is said before the calls are made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from optimizer.commands import SetCaps, SetModels, SetOptions
from optimizer.events import VoteStored
from optimizer.planning.forecast import foresee
from optimizer.records import CallRole, Caps, ModelSpec, Options
from tests.fake_service import FakeService
from tests.small_project import Hand, babble, small_draft

PRICED = (1.0, 2.0)


def opened(
    path: Path, caps: Caps | None = None, price: tuple[float, float] | None = PRICED
) -> Hand:
    service = FakeService(babble, threaded=True, price=price)
    hand = Hand.create(path / "run.pairtune", small_draft(caps=caps), service)
    hand.until(lambda: hand.status is not None and hand.status.forecast is not None)
    return hand


def test_a_run_is_estimated_from_low_to_high(tmp_path: Path) -> None:
    hand = opened(tmp_path)
    assert hand.status is not None
    found = hand.status.forecast
    assert found is not None
    assert found.votes == 30
    assert 0 < found.calls[0] <= found.calls[1]
    assert found.cost_usd is not None
    assert 0 < found.cost_usd[0] < found.cost_usd[1]
    assert hand.status.caution == ""
    hand.close()


def test_the_votes_to_come_are_no_more_than_the_cap_on_votes(tmp_path: Path) -> None:
    hand = opened(tmp_path, Caps(votes=7))
    assert hand.status is not None
    assert hand.status.forecast is not None
    assert hand.status.forecast.votes == 7
    hand.close()


def test_caps_that_leave_no_room_are_warned_of_and_raising_them_ends_it(tmp_path: Path) -> None:
    hand = opened(tmp_path, Caps(calls=4))
    hand.until(lambda: bool(hand.status and "room for no new prompt" in hand.status.caution))
    hand.post(SetCaps(Caps(calls=100_000)))
    hand.until(lambda: bool(hand.status and not hand.status.caution))
    hand.close()


def test_a_cap_on_money_without_a_price_asks_for_one(tmp_path: Path) -> None:
    hand = opened(tmp_path, Caps(cost_usd=1.0), price=None)
    hand.until(lambda: bool(hand.status and "price of this model" in hand.status.stop_reason))
    hand.post(SetCaps(Caps(cost_usd=1.0, calls=100_000)))
    hand.pair()
    hand.close()


def test_a_project_is_foreseen_before_it_is_begun() -> None:
    models = {CallRole.ANSWER: ModelSpec("openai/m")}
    draft = small_draft(caps=Caps(cost_usd=1.0), models=models)
    priced, unpriced = FakeService(price=PRICED), FakeService(price=None)
    view, caution = foresee(draft, priced)
    assert (view.votes, caution) == (30, "")
    assert view.cost_usd is not None
    view, caution = foresee(draft, unpriced)
    assert view.cost_usd is None
    assert "price of a model is not known" in caution
    _, caution = foresee(replace(draft, caps=Caps(calls=3)), priced)
    assert "no new prompt" in caution


def test_what_is_foreseen_is_that_of_the_chosen_method_with_its_settings() -> None:
    models = {CallRole.ANSWER: ModelSpec("openai/m"), CallRole.WRITE: ModelSpec("openai/w")}
    draft = small_draft(models=models, method="opro")
    service = FakeService(price=PRICED)
    eight, _ = foresee(draft, service)
    one, _ = foresee(replace(draft, method_settings={"children": 1}), service)
    assert eight.calls[0] > one.calls[0]
    few, _ = foresee(replace(draft, method_settings={"prompts": 2, "children": 1}), service)
    assert few.calls[1] < one.calls[1]


def test_another_model_is_estimated_anew(tmp_path: Path) -> None:
    hand = opened(tmp_path)
    assert hand.status is not None
    assert hand.status.forecast is not None
    before = hand.status.forecast.calls
    writer = replace(ModelSpec("openai/writer"), price_in=1.0)
    hand.post(SetModels({CallRole.ANSWER: ModelSpec("openai/m"), CallRole.WRITE: writer}))
    hand.until(
        lambda: bool(
            hand.status and hand.status.forecast and hand.status.forecast.calls[1] > before[1]
        )
    )
    hand.close()


def test_a_run_stops_at_its_own_cap_and_goes_on_when_it_is_raised(tmp_path: Path) -> None:
    hand = opened(tmp_path)
    hand.post(SetOptions(Options(run_votes=2)))
    for _ in range(2):
        hand.vote()
        hand.wait(lambda event: event if isinstance(event, VoteStored) else None)
    hand.vote()
    hand.until(lambda: bool(hand.status and "2 votes for this run" in hand.status.stop_reason))
    hand.post(SetOptions(Options()))
    hand.until(lambda: bool(hand.status and not hand.status.stop_reason))
    hand.close()
