"""Numbered sitemaps are read from the newer end on, and none that may hold an article of the window is passed over."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery.date_window import DateWindow, PastListing
from newscrawler.discovery.numbered_sitemaps import rows_of
from newscrawler.model.link import ArticleLink

MAY = DateWindow(date(2024, 5, 1), date(2024, 5, 31))
FIRST = datetime(2024, 1, 15, tzinfo=UTC)
Days = Sequence[int | None]  # of the articles of one sitemap, after FIRST; None: without a date


def children(count: int) -> list[PastListing]:
    return [PastListing(f"https://a.example/post-sitemap{number}.xml") for number in range(1, count + 1)]


def links(days: Days) -> list[ArticleLink]:
    dates = [None if day is None else FIRST + timedelta(days=day) for day in days]
    return [ArticleLink(f"https://a.example/{n}", modified_at=moment) for n, moment in enumerate(dates)]


def read(sitemaps: Sequence[Days]) -> list[int]:
    """The numbers of those that are read, in their order."""
    (row,), _ = rows_of(children(len(sitemaps)), MAY)
    numbers = []
    while row.left and not row.is_done:
        numbers.append(int(row.left[0].url.removesuffix(".xml").rpartition("sitemap")[2]))
        row = row.after(links(sitemaps[numbers[-1] - 1]), MAY)
    return numbers


def test_they_are_read_from_the_newer_end_to_the_window_and_a_little_further() -> None:
    assert read([[10 * n, 10 * n + 9] for n in range(60)]) == [60, 1, *range(59, 7, -1), 6, 4, 3]
    assert read([[10 * n, 10 * n + 9] for n in reversed(range(60))]) == [60, 1, *range(2, 54), 55, 57, 58]
    assert read([[n, n] for n in range(400)])[-3:] == [78, 52, 27]


def test_an_older_archive_that_was_taken_over_later_hides_no_article_of_the_window() -> None:
    own = [[10 * n] for n in range(-30, 60)]  # the window is from the 107th day on
    taken_over = [[n] for n in range(-250, -240)]
    new = [[600 + n] for n in range(5)]
    assert sorted(read([[-400], *own, *taken_over, *new])) == list(range(1, 107))


def test_all_are_read_where_the_order_proves_nothing() -> None:
    long_past = [[n] for n in (5, 3, 8, 2, 9, 1, 7, 4)]
    assert sorted(read([*long_past, [300]])) == list(range(1, 10))
    assert len(read([[None]] * 9)) == 9
    assert len(read([[5 * n, None] for n in range(40)])) == 40
    assert len(read([[n, 150] for n in range(40)])) == 40  # each has an article that was changed later
    assert len(read([[], *([[n] for n in range(40)])])) == 41


def test_one_that_cannot_be_read_disproves_nothing() -> None:
    sitemaps: list[Days] = [[10 * n, 10 * n + 9] for n in range(60)]
    sitemaps[20] = []
    assert read(sitemaps) == [60, 1, *range(59, 7, -1), 6, 4, 3]
    sitemaps[5] = []  # among the samples
    assert read(sitemaps) == [60, 1, *range(59, 7, -1), 6, 4, 3]


def test_few_of_a_name_and_such_with_days_are_left_as_they_are() -> None:
    dated = [PastListing(child.url, date(2024, 5, 7)) for child in children(9)]
    for listings in (children(5), dated, [PastListing("https://a.example/news.xml")]):
        assert rows_of(listings, MAY) == ([], listings)
    after = [PastListing(child.url, MAY.last) for child in children(9)]
    assert len(rows_of(after, MAY)[0]) == 1
    rows, others = rows_of([*children(9), *(PastListing(f"https://a.example/page-{n}.xml") for n in range(7))], MAY)
    assert ([len(row.left) for row in rows], others) == ([9, 7], [])


@given(data=st.data(), count=st.integers(6, 30), is_turned=st.booleans())
def test_no_article_of_the_window_is_passed_over_where_they_are_in_order(
    data: st.DataObject, count: int, *, is_turned: bool
) -> None:
    days = sorted(data.draw(st.lists(st.integers(0, 250), min_size=count, max_size=4 * count)))
    size = -(-len(days) // count)
    sitemaps = [days[start : start + size] for start in range(0, size * count, size)]
    sitemaps = sitemaps[::-1] if is_turned else sitemaps
    of_may = {
        number for number, each in enumerate(sitemaps, 1) if any(MAY.holds(FIRST + timedelta(days=day)) for day in each)
    }
    assert of_may <= set(read(sitemaps))
