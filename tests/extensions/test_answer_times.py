from types import SimpleNamespace

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawler.extensions.answer_times import AnswerTimes
from newscrawler.model.account import counts_of


def test_answers_are_counted_with_how_long_they_took_to_begin() -> None:
    times = AnswerTimes(MemoryStatsCollector(SimpleNamespace(settings=Settings())))
    of_requests = (
        {"download_latency": 0.2},
        {"download_latency": 1.3004},
        {"download_latency": 9.0, "robots_txt": True},
        {},  # of a stored page, that nobody was asked for
    )
    for meta in of_requests:
        times.note(Response("https://a.example/"), Request("https://a.example/", meta=meta))
    counts = counts_of(times.stats.get_stats())
    assert (counts["answers"], counts["answer_ms"]) == (2, 1500)
