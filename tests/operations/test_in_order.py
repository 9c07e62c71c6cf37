"""Work on a stream, several things at a time."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from newscrawler.operations.in_order import in_order


async def numbers(count: int) -> AsyncIterator[int]:
    for number in range(count):
        yield number


async def test_results_come_in_order_though_the_first_take_longest() -> None:
    async def work(number: int) -> int:
        await asyncio.sleep((9 - number) * 0.002)
        return number

    assert [result async for result in in_order(numbers(9), work, 4)] == list(range(9))


async def test_never_more_than_so_many_are_under_way() -> None:
    under_way, most = 0, 0

    async def work(number: int) -> int:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return number

    assert len([result async for result in in_order(numbers(40), work, 5)]) == 40
    assert most == 5


async def test_where_one_fails_what_is_under_way_is_done_and_nothing_is_begun() -> None:
    done: list[int] = []

    async def work(number: int) -> int:
        if number == 2:
            raise ValueError(number)
        await asyncio.sleep(0.01)
        done.append(number)
        return number

    with pytest.raises(ValueError, match="2"):
        assert [result async for result in in_order(numbers(40), work, 4)]
    assert done == [0, 1, 3, 4, 5]
