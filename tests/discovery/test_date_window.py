"""The window of a back-fill: whose days, which listings, which links."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery.address_dates import DaySpan
from newscrawler.discovery.date_window import DateWindow, choose_children, choose_links
from newscrawler.model.link import ArticleLink, FurtherListing

HOST = "https://www.elbkurier.example"
QUARTER = DateWindow(date(2024, 1, 1), date(2024, 3, 31), "Europe/Berlin")
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - see timezones
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Seoul", "Pacific/Auckland"])


def child(name: str, modified_on: str | None = None) -> FurtherListing:
    return FurtherListing(
        f"{HOST}/{name}", datetime.fromisoformat(modified_on).replace(tzinfo=UTC) if modified_on else None
    )


def chosen(*children: FurtherListing, window: DateWindow = QUARTER) -> list[str]:
    return [one.url.removeprefix(f"{HOST}/") for one in choose_children(children, window)]


def test_its_days_are_those_of_the_outlet() -> None:
    assert QUARTER.begins_at == datetime(2023, 12, 31, 23, tzinfo=UTC)
    assert QUARTER.ends_at == datetime(2024, 3, 31, 22, tzinfo=UTC)  # summer time began that day
    assert QUARTER.holds(QUARTER.begins_at)
    assert not QUARTER.holds(QUARTER.ends_at)


def test_a_day_in_an_address_may_be_one_of_utc() -> None:
    first = DateWindow(date(2024, 3, 1), date(2024, 3, 1), "America/Los_Angeles")
    assert [first.meets(DaySpan(day, day)) for day in (date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 2))] == [
        False,
        True,
        True,
    ]
    assert not DateWindow(date(2024, 3, 1), date(2024, 3, 1), "UTC").meets(DaySpan(date(2024, 3, 2), date(2024, 3, 2)))


def test_children_of_other_months_are_left_out_and_the_newest_come_first() -> None:
    months = [child(f"sitemap-2024-{month:02}.xml") for month in range(1, 13)]
    assert chosen(*months) == [f"sitemap-2024-{month:02}.xml" for month in (3, 2, 1)]


def test_children_that_changed_last_before_the_window_are_left_out() -> None:
    children = [child("post-sitemap1.xml", "2021-05-01"), child("post-sitemap2.xml", "2024-02-01"), child("a.xml")]
    assert chosen(*children) == ["post-sitemap2.xml", "a.xml"]


@pytest.mark.parametrize("modified_on", ["0001-01-01", "1970-01-01", "2023-12-01"])
def test_the_days_in_a_childs_address_are_believed_before_its_lastmod(modified_on: str) -> None:
    assert chosen(child("sitemap-2024-03.xml", modified_on), child("a.xml", modified_on)) == ["sitemap-2024-03.xml"]


def test_children_that_say_nothing_are_read_in_the_order_of_their_index() -> None:
    assert chosen(child("b.xml"), child("a.xml"), child("c.xml")) == ["b.xml", "a.xml", "c.xml"]


def test_an_index_of_ten_thousand_days_is_not_read_whole() -> None:
    first = date(2000, 1, 1)
    days = [child(f"sitemap-{first + timedelta(days=number)}.xml") for number in range(10_000)]
    assert len(chosen(*days)) == 91 + 1  # and the day of UTC before the first


@pytest.mark.parametrize(
    ("link", "is_wanted"),
    [
        (ArticleLink(f"{HOST}/2024/02/05/a"), True),
        (ArticleLink(f"{HOST}/2023/02/05/a"), False),
        (ArticleLink(f"{HOST}/2024/04/02/a"), False),
        (ArticleLink(f"{HOST}/a"), True),
        (ArticleLink(f"{HOST}/a", modified_at=datetime(2023, 5, 1, tzinfo=UTC)), False),
        (ArticleLink(f"{HOST}/a", modified_at=datetime(2025, 5, 1, tzinfo=UTC)), True),  # changed later
        (ArticleLink(f"{HOST}/2024/02/05/a", modified_at=datetime(2023, 5, 1, tzinfo=UTC)), True),
        # Changed before the days in the address: of the two the address is believed.
        (ArticleLink(f"{HOST}/2024/a", modified_at=datetime(2023, 5, 1, tzinfo=UTC)), True),
        (ArticleLink(f"{HOST}/2024/03/a", modified_at=datetime(2024, 2, 20, tzinfo=UTC)), True),
        (ArticleLink(f"{HOST}/2024/03/a", modified_at=datetime(1970, 1, 1, tzinfo=UTC)), True),
        (ArticleLink(f"{HOST}/2023/a", modified_at=datetime(2023, 5, 1, tzinfo=UTC)), False),
        (ArticleLink(f"{HOST}/wm-2006-06-09-rueckblick/12345"), True),  # a day that the headline speaks of
        (ArticleLink(f"{HOST}/2023/02/05/a", published_at=datetime(2024, 2, 5, tzinfo=UTC)), True),
        (ArticleLink(f"{HOST}/2024/02/05/a", published_at=datetime(2023, 2, 5, tzinfo=UTC)), False),
    ],
)
def test_links_are_of_the_window_by_what_is_known_of_them(link: ArticleLink, *, is_wanted: bool) -> None:
    assert bool(choose_links([link], QUARTER)) is is_wanted


def test_the_newest_links_come_first_and_those_without_a_date_last() -> None:
    links = [ArticleLink(f"{HOST}/{path}") for path in ("b", "2024/01/05/a", "2024/03/05/a", "a", "2024/02/a")]
    assert [link.url.removeprefix(f"{HOST}/") for link in choose_links(links, QUARTER)] == [
        "2024/03/05/a",
        "2024/02/a",
        "2024/01/05/a",
        "b",
        "a",
    ]


@given(INSTANTS, ZONES, st.sampled_from(["published", "local address", "UTC address", "lastmod", "nothing"]))
def test_no_article_of_the_window_is_left_out(published_at: datetime, zone: str, known_by: str) -> None:
    day = published_at.astimezone(ZoneInfo(zone)).date()
    window = DateWindow(day - timedelta(days=3), day, zone)
    links = {
        "published": ArticleLink(f"{HOST}/a", published_at=published_at),
        "local address": ArticleLink(f"{HOST}/{day:%Y/%m/%d}/a"),
        "UTC address": ArticleLink(f"{HOST}/{published_at:%Y/%m/%d}/a"),
        "lastmod": ArticleLink(f"{HOST}/a", modified_at=published_at + timedelta(hours=1)),
        "nothing": ArticleLink(f"{HOST}/a"),
    }
    assert choose_links([links[known_by]], window)
