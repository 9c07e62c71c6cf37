"""Whether the code of an outlet's own reads its pages."""

import importlib.util
from pathlib import Path

from newscrawler.model.outlet import Outlet


def has_own_reader(outlet: Outlet, code: Path | None) -> bool:
    """Does the outlet's code override how a page becomes an article? Also where it cannot be loaded: nobody knows.

    Args:
        outlet: the outlet.
        code: the file beside its outlet file, if there is one; a shipped outlet may have a module here.
    """
    if code is None and importlib.util.find_spec(f"newscrawler.spiders.{outlet.id}") is None:
        return False
    from newscrawler.spiders.loader import outlet_spider  # noqa: PLC0415 - Scrapy, only where an outlet has code
    from newscrawler.spiders.outlet import OutletSpider  # noqa: PLC0415 - Scrapy, only where an outlet has code

    try:
        spider = outlet_spider(outlet, code)
    except Exception:  # noqa: BLE001 - whatever the code of one outlet raises when it is imported
        return True
    ours = (OutletSpider.parse_article, OutletSpider.read_article)
    return (getattr(spider, "parse_article", None), getattr(spider, "read_article", None)) != ours
