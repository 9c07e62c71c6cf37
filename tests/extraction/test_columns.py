from concurrent.futures import ThreadPoolExecutor

from interpreted import load_interpreted

from newscrawler.extraction import feature_table

SIZES = [0, 1, 7, 500, 8192, 8193, 20_000, 3] * 5


def assert_columns_are_apart(number: int, code: object = feature_table) -> None:
    columns = [code.zeros(size) for size in SIZES]  # type: ignore[attr-defined]
    assert [len(column) for column in columns] == SIZES
    assert not any(any(column) for column in columns)
    for index, column in enumerate(columns):
        for place in range(len(column)):
            column[place] = number + index
    assert all(set(column) <= {number + index} for index, column in enumerate(columns))


def test_no_two_columns_share_memory() -> None:
    assert_columns_are_apart(1)


def test_nor_do_those_of_different_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(list(pool.map(assert_columns_are_apart, range(1, 9)))) == 8


def test_interpreted_they_are_apart_too() -> None:
    code = load_interpreted("feature_table")["feature_table"]
    assert_columns_are_apart(1, code)
