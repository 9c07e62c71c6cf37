"""Whether a page may go through the first item pipelines in the worker process that reads it."""

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.utils.conf import build_component_list

_OUR_READERS = tuple(f"newscrawler.spiders.{name}" for name in ("archive", "backfill", "reading"))
# The steps up to the last one that needs no database; the outlet's memory is asked before the articles' size.
_OUR_STEPS = [
    "newscrawler.pipelines.intake.IntakePipeline",
    "newscrawler.pipelines.cleaning.CleaningPipeline",
    "newscrawler.pipelines.boilerplate.BoilerplatePipeline",
    "newscrawler.pipelines.furniture.FurniturePipeline",
    "newscrawler.pipelines.completeness.CompletenessPipeline",
    "newscrawler.pipelines.duplicates.DuplicatesPipeline",
]


def may_read_ahead(spider: type[Spider], settings: BaseSettings) -> bool:
    """Are the steps from reader to fingerprint ours alone, so that it makes no difference where they are taken?

    Code of an outlet's own that reads its pages, and pipelines that a developer put between ours or left out, see the
    article as the reader gave it.
    """
    readers = (getattr(spider, name, None) for name in ("parse_article", "read_article"))
    if any(getattr(reader, "__module__", None) not in _OUR_READERS for reader in readers):
        return False
    steps = build_component_list(settings.get_component_priority_dict_with_base("ITEM_PIPELINES"))
    needed = [step for step in _OUR_STEPS if "furniture" not in step]
    return steps[: len(_OUR_STEPS)] == _OUR_STEPS or steps[: len(needed)] == needed
