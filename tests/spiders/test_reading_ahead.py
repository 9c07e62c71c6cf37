"""Pages go through the first pipelines in their worker only where those and the reader are ours alone."""

from scrapy.settings import Settings

from newscrawler.model.article import Article
from newscrawler.model.page import Page
from newscrawler.operations.preview import without_database
from newscrawler.settings import ITEM_PIPELINES
from newscrawler.spiders.archive import ArchiveSpider
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.spiders.reading_ahead import may_read_ahead


class OwnReader(OutletSpider):
    async def read_article(self, page: Page) -> Article:
        return await super().read_article(page)


def with_pipelines(**more: int) -> Settings:
    return Settings({"ITEM_PIPELINES": ITEM_PIPELINES | more})


def test_our_own_road_is_taken_in_the_worker_with_a_database_and_without() -> None:
    assert may_read_ahead(OutletSpider, with_pipelines())
    assert may_read_ahead(ArchiveSpider, with_pipelines())
    assert may_read_ahead(OutletSpider, Settings({"ITEM_PIPELINES": without_database(ITEM_PIPELINES)}))


def test_a_reader_of_the_outlets_own_sees_the_article_as_it_was_read() -> None:
    assert not may_read_ahead(OwnReader, with_pipelines())


def test_so_does_a_pipeline_among_ours_but_not_one_behind_them() -> None:
    assert not may_read_ahead(OutletSpider, with_pipelines(**{"collections.Counter": 250}))
    assert may_read_ahead(OutletSpider, with_pipelines(**{"collections.Counter": 550}))
