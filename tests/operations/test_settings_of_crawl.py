"""The settings that every crawl of a program gets."""

from pathlib import Path

import pytest

from newscrawler.operations.settings_of_crawl import LEAST_BYTES_UNDER_WAY, crawl_settings, settings_of_one
from newscrawler.settings import NEWSCRAWLER_BYTES_UNDER_WAY, SCRAPER_SLOT_MAX_ACTIVE_SIZE, Environment


def test_a_copy_is_deep_and_says_the_same() -> None:
    settings = crawl_settings(Environment(None, Path("/data")), SPIDER_MIDDLEWARES={"a": 1}, LISTS=[[1], 2], FLAT=[1])
    settings.freeze()
    copied = settings.copy()
    assert copied.copy_to_dict() == settings.copy_to_dict()
    assert {name: copied.getpriority(name) for name in copied} == {
        name: settings.getpriority(name) for name in settings
    }
    assert copied.frozen
    copied.frozen = False
    copied["LISTS"][0].append(3)
    copied["FLAT"].append(3)
    assert (settings["LISTS"], settings["FLAT"]) == ([[1], 2], [1])
    copied["SPIDER_MIDDLEWARES"].frozen = False
    copied["SPIDER_MIDDLEWARES"].set("b", 2)
    copied.set("NEWSCRAWLER_DATA_DIR", "/elsewhere", priority="cmdline")
    assert settings["SPIDER_MIDDLEWARES"].copy_to_dict() == {"a": 1}
    assert settings["NEWSCRAWLER_DATA_DIR"] == "/data"


def test_a_function_is_copied_too() -> None:
    settings = crawl_settings(Environment(None, Path("/data")), ADDED=lambda: 7)
    assert settings.copy()["ADDED"]() == 7


@pytest.mark.parametrize(
    ("crawls", "most"),
    [
        (0, SCRAPER_SLOT_MAX_ACTIVE_SIZE),
        (1, SCRAPER_SLOT_MAX_ACTIVE_SIZE),
        (20, NEWSCRAWLER_BYTES_UNDER_WAY // 20),
        (50, LEAST_BYTES_UNDER_WAY),
    ],
)
def test_crawls_side_by_side_share_the_pages_that_may_be_under_way(crawls: int, most: int) -> None:
    settings = crawl_settings(Environment(None, Path("/data")))
    own = settings_of_one(settings, crawls)
    assert own.getint("SCRAPER_SLOT_MAX_ACTIVE_SIZE") == most
    assert settings.getint("SCRAPER_SLOT_MAX_ACTIVE_SIZE") == SCRAPER_SLOT_MAX_ACTIVE_SIZE


@pytest.mark.parametrize("most", [7, 50_000_000])
def test_what_is_set_for_each_crawl_is_not_shared(most: int) -> None:
    settings = crawl_settings(Environment(None, Path("/data")), SCRAPER_SLOT_MAX_ACTIVE_SIZE=most)
    assert settings_of_one(settings, 20).getint("SCRAPER_SLOT_MAX_ACTIVE_SIZE") == most
