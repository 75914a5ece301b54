from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.inbox import Inbox, Urgency


@given(st.lists(st.sampled_from(Urgency)))
def test_the_most_urgent_comes_first_and_equals_in_order(urgencies: list[Urgency]) -> None:
    inbox = Inbox()
    for number, urgency in enumerate(urgencies):
        inbox.post((urgency, number), urgency)

    taken = []
    while (item := inbox.take_now()) is not None:
        taken.append(item)
    assert taken == sorted((urgency, number) for number, urgency in enumerate(urgencies))


def test_items_need_no_order_of_their_own() -> None:
    inbox = Inbox()
    items = [object(), object()]
    for item in items:
        inbox.post(item)

    assert [inbox.take(None), inbox.take(None)] == items


def test_an_empty_inbox_gives_nothing() -> None:
    assert Inbox().take_now() is None
    assert Inbox().take(0.0) is None
