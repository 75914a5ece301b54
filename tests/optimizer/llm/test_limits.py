"""Slots: order, halving after a 429, growing back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from optimizer.llm.limits import SlotLimit


def run(scenario: Callable[[SlotLimit], Coroutine[Any, Any, None]], most: int = 8) -> None:
    asyncio.run(scenario(SlotLimit(most)))


def test_slots_are_given_in_order_of_arrival() -> None:
    async def scenario(slots: SlotLimit) -> None:
        order = []

        async def use(number: int) -> None:
            await slots.take()
            order.append(number)
            await asyncio.sleep(0)
            slots.give_back()

        await asyncio.gather(*(use(number) for number in range(20)))
        assert order == list(range(20))
        assert slots.in_use == 0

    run(scenario, most=2)


def test_a_burst_of_429_halves_the_slots_once() -> None:
    async def scenario(slots: SlotLimit) -> None:
        started = asyncio.get_running_loop().time()
        for _ in range(8):
            slots.slow_down(started, None)
        assert slots.limit == 4
        await asyncio.sleep(0.001)
        for _ in range(4):
            slots.slow_down(asyncio.get_running_loop().time() + 1, None)
        assert slots.limit == 1 or slots.limit < 4
        assert slots.limit >= 1

    run(scenario)


def test_good_answers_bring_the_slots_back_one_by_one() -> None:
    async def scenario(slots: SlotLimit) -> None:
        slots.slow_down(asyncio.get_running_loop().time(), None)
        assert slots.limit == 4
        for _ in range(4):
            slots.speed_up()
        assert slots.limit == 5
        for _ in range(100):
            slots.speed_up()
        assert slots.limit == 8

    run(scenario)


def test_fewer_slots_hold_new_calls_back_until_enough_are_returned() -> None:
    async def scenario(slots: SlotLimit) -> None:
        for _ in range(4):
            await slots.take()
        slots.slow_down(asyncio.get_running_loop().time(), None)
        waiting = asyncio.ensure_future(slots.take())
        for _ in range(2):
            slots.give_back()
            await asyncio.sleep(0)
            assert not waiting.done()
        slots.give_back()
        await waiting
        assert slots.in_use == slots.limit == 2

    run(scenario, most=4)


def test_a_cancelled_wait_loses_no_slot() -> None:
    async def scenario(slots: SlotLimit) -> None:
        await slots.take()
        first, second = (asyncio.ensure_future(slots.take()) for _ in range(2))
        await asyncio.sleep(0)
        slots.give_back()  # the slot is given to the first in the very moment of its cancel
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        await second
        slots.give_back()
        assert slots.in_use == 0

    run(scenario, most=1)


def test_a_pause_is_told_and_can_be_ended() -> None:
    async def scenario(slots: SlotLimit) -> None:
        assert slots.pause_left_s() == 0
        slots.slow_down(asyncio.get_running_loop().time(), 100.0)
        slots.slow_down(asyncio.get_running_loop().time(), 1.0)
        assert slots.pause_left_s() > 50
        slots.resume()
        assert slots.pause_left_s() == 0

    run(scenario)
