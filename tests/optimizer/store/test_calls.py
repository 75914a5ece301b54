from __future__ import annotations

from optimizer.records import CallRole, Completion, Parameters, RoleSpend
from optimizer.store import Store
from tests.optimizer.store.making import call


def test_an_equal_request_finds_the_first_successful_answer(empty: Store) -> None:
    empty.put_call(call("1", error="refused", finish=""), None)
    empty.put_call(call("2"), "first", Parameters(temperature=0.5))
    empty.put_call(call("3"), "second")

    assert empty.find_completion("request-1") == (
        "2",
        Completion("first", "stop", 10, 5, 0.25, 120),
    )
    assert empty.find_completion("request-2") is None


def test_a_failed_call_is_kept_but_never_an_answer(empty: Store) -> None:
    empty.put_call(call("1", error="refused", cost_usd=None), "half an ans")

    assert empty.find_completion("request-1") is None
    assert empty.calls()[0].error == "refused"


def test_calls_are_newest_last_and_limited(empty: Store) -> None:
    made = [call(str(number), request_hash=str(number)) for number in range(4)]
    for one in made:
        empty.put_call(one, "text")

    assert empty.calls() == tuple(made)
    assert empty.calls(2) == tuple(made[2:])


def test_spend_is_counted_by_role_and_run(empty: Store) -> None:
    run = empty.start_run("auto", {}, seed=1)
    empty.put_call(call("1"), "a")
    empty.put_call(call("2", cost_usd=None, run_id=run), "b")
    empty.put_call(call("3", error="refused", cost_usd=None), None)
    empty.put_call(call("4", role=CallRole.WRITE, run_id=run), "c")

    assert empty.spend() == {
        CallRole.ANSWER: RoleSpend(3, 1, 30, 15, 0.25, 1),
        CallRole.WRITE: RoleSpend(1, 0, 10, 5, 0.25, 0),
        CallRole.JUDGE: RoleSpend(),
        CallRole.TEST: RoleSpend(),
        CallRole.EMBED: RoleSpend(),
    }
    assert empty.model_spend() == {"m": RoleSpend(4, 1, 40, 20, 0.5, 1)}
    assert empty.run_spend(run)[CallRole.ANSWER] == RoleSpend(1, 0, 10, 5, 0.0, 1)
    assert empty.run_spend("no run")[CallRole.WRITE] == RoleSpend()


def test_a_free_call_has_a_price(empty: Store) -> None:
    empty.put_call(call("1", cost_usd=0.0), "a")

    assert empty.spend()[CallRole.ANSWER].unpriced_calls == 0
    found = empty.find_completion("request-1")
    assert found is not None
    assert found[1].cost_usd == 0.0
