"""The settings that every crawl of a program gets."""

from pathlib import Path

from newscrawler.operations.settings_of_crawl import crawl_settings
from newscrawler.settings import Environment


def test_a_copy_is_deep_and_says_the_same() -> None:
    settings = crawl_settings(Environment(None, Path("/data")), SPIDER_MIDDLEWARES={"a": 1})
    copied = settings.copy()
    assert copied.copy_to_dict() == settings.copy_to_dict()
    copied["SPIDER_MIDDLEWARES"].set("b", 2)
    copied.set("NEWSCRAWLER_DATA_DIR", "/elsewhere", priority="cmdline")
    assert settings["SPIDER_MIDDLEWARES"].copy_to_dict() == {"a": 1}
    assert settings["NEWSCRAWLER_DATA_DIR"] == "/data"


def test_what_cannot_be_pickled_is_copied_too() -> None:
    settings = crawl_settings(Environment(None, Path("/data")), ADDED=lambda: 7)
    assert settings.copy()["ADDED"]() == 7
