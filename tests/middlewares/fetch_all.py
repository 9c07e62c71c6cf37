"""Fetches the given addresses with the product's settings and prints what became of each: one line of JSON."""

import json
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from newscrawler.spiders.failure import outcome_of_failure

FOUND: dict[str, dict[str, Any]] = {}


class FetchAll(Spider):
    name = "fetch_all"

    async def start(self) -> AsyncIterator[Request]:
        for url in sys.argv[1:]:
            meta = {"read_as_far_as_it_goes": True} if "listing" in url else {}
            yield Request(url, callback=self.parse, errback=self.failed, meta=meta, dont_filter=True)

    async def parse(self, response: Response) -> None:
        FOUND[response.url] = {"bytes": len(response.body), "flags": response.flags, "type": type(response).__name__}

    async def failed(self, failure: Failure) -> None:
        outcome = outcome_of_failure(failure, "gb_test")
        FOUND[outcome.url] = {"kind": outcome.kind, "message": outcome.message}


def main() -> None:
    settings = Settings()
    settings.setmodule("newscrawler.settings", priority="project")
    changes = {"NEWSCRAWLER_ALLOW_LOOPBACK": True, "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 4}
    without = {"EXTENSIONS": {}, "ITEM_PIPELINES": {}, "SPIDER_MIDDLEWARES": {}, "LOG_ENABLED": False}
    settings.setdict(changes | without | {"DOWNLOAD_MAXSIZE": 1_000_000}, priority="cmdline")
    process = AsyncCrawlerProcess(settings, install_root_handler=False)
    process.crawl(FetchAll)
    process.start()
    print(json.dumps(FOUND))


if __name__ == "__main__":
    main()
