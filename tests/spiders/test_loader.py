from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings

from newscrawler.catalogue import load_catalogue
from newscrawler.model.outlet import Outlet
from newscrawler.spiders.loader import OutletSpiderLoader, outlet_spider
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.spiders.outlet_settings import apply_outlet

FILE = """
name = "Elbkurier"
country = "DE"
language = "de"
timezone = "Europe/Berlin"
home = "https://www.elbkurier.example/"
feeds = ["https://feeds.example.net/elbkurier"]
delay_seconds = 2.5
max_pages_per_run = 40
[fetch]
cookies = true
obey_robots = false
"""
CODE = """
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.spiders.outlet_settings import apply_outlet


class Elbkurier(OutletSpider):
    def wants(self, link):
        return "/artikel/" in link.url
"""


def loader(folder: Path) -> OutletSpiderLoader:
    settings = Settings()
    settings.setmodule("newscrawler.settings")
    settings.set("NEWSCRAWLER_OUTLETS", [str(folder)])
    return OutletSpiderLoader.from_settings(settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "de_elbkurier.toml").write_text(FILE)
    return tmp_path


def test_every_outlet_file_is_a_spider(folder: Path) -> None:
    assert loader(folder).list() == sorted({"de_elbkurier", *load_catalogue().outlets})
    spider = loader(folder).load("de_elbkurier")
    assert issubclass(spider, OutletSpider)
    assert (spider.name, spider.outlet.name) == ("de_elbkurier", "Elbkurier")


def test_an_unknown_spider_is_a_key_error(folder: Path) -> None:
    with pytest.raises(KeyError, match="nobody"):
        loader(folder).load("nobody")


@pytest.mark.parametrize("module", ["archive", "failure", "loader", "outlet", "pages", "single_page"])
def test_an_outlet_may_be_called_as_a_module_of_ours(module: str) -> None:
    outlet = Outlet(id=module, name="Pages", home="https://pages.example/")
    assert outlet_spider(outlet).__mro__[1] is OutletSpider


def test_code_beside_the_outlet_file_is_its_spider(folder: Path) -> None:
    (folder / "de_elbkurier.py").write_text(CODE)
    spider = loader(folder).load("de_elbkurier")
    assert "Elbkurier" in spider.__name__
    assert "wants" in vars(spider.__mro__[1])


def test_code_without_a_spider_is_told(folder: Path) -> None:
    (folder / "de_elbkurier.py").write_text("x = 1\n")
    with pytest.raises(ImportError, match="must hold one subclass of OutletSpider for de_elbkurier, not 0"):
        loader(folder).load("de_elbkurier")


def test_a_broken_file_leaves_the_others(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "de_broken.toml").write_text("name = 1\n")
    assert "de_elbkurier" in loader(folder).list()
    assert "de_broken was skipped" in caplog.text


def test_a_request_finds_its_outlet(folder: Path) -> None:
    found = loader(folder).find_by_request(Request("https://www.elbkurier.example/artikel/1"))
    assert found == ["de_elbkurier"]


def test_the_outlet_file_sets_how_it_is_fetched(folder: Path) -> None:
    settings = Settings()
    settings.setmodule("newscrawler.settings")
    loader(folder).load("de_elbkurier").update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.5
    assert settings.getint("NEWSCRAWLER_MAX_ARTICLES") == 40
    assert settings.getbool("COOKIES_ENABLED")
    assert not settings.getbool("ROBOTSTXT_OBEY")


def test_no_delay_at_all_is_a_short_one_so_that_one_request_at_a_time_stays_one() -> None:
    """With a delay of 0 Scrapy starts the next request before it has counted the one that it started."""
    settings = Settings()
    apply_outlet(settings, Outlet(id="de_here", name="Here", delay_seconds=0))
    assert 0 < settings.getfloat("DOWNLOAD_DELAY") < 0.01


def test_code_that_ends_the_program_is_code_that_cannot_be_loaded(folder: Path) -> None:
    (folder / "de_elbkurier.py").write_text("import sys\n\nsys.exit(7)\n")
    with pytest.raises(ImportError, match=r"de_elbkurier\.py: SystemExit: 7"):
        loader(folder).load("de_elbkurier")
