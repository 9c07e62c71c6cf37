"""CPU per stored article of a whole crawl, beside plain Scrapy that fetches the same pages and does nothing with them.

    python benchmarks/crawl_bench.py [--outlets 20] [--articles 60] [--delay 0] [--rounds 1]

Crawls the loopback news web with its junk lines, then prints one JSON line: CPU in ms per stored article (crawler and
workers; the database server apart), CPU per page of plain Scrapy in the same run, their ratio, what was stored of what
is listed, how polite it was, and how much junk is left and how much of the story is lost.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "trials"))
from crawler import environment, run
from news_web import SITE, NewsWeb, news_web
from scratch import scratch_folder

PLAIN_SCRAPY = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess


class Plain(scrapy.Spider):
    name = "plain"

    async def start(self):
        for url in open(sys.argv[1]).read().split():
            yield scrapy.Request(url)

    def parse(self, response):
        return None


process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
process.crawl(Plain)
process.start()
"""


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"benchmark": "crawl", "skipped": "the crawl bench is not beside the project"}))
        return 0
    with (
        scratch_folder("bench") as folder,
        news_web(options.outlets, options.articles, "--junk", *options.site) as web,
    ):
        for _ in range(options.rounds):
            print(json.dumps(measure(web, Path(tempfile.mkdtemp(dir=folder)), options)))
    return 0


def measure(web: NewsWeb, folder: Path, options: argparse.Namespace) -> dict[str, object]:
    wanted = options.outlets * options.articles
    plain_ms = plain_scrapy(web, folder, wanted) / wanted * 1000
    web.ask("/__reset")
    ids = web.write_outlets(folder / "outlets", delay_seconds=options.delay)
    variables = environment(folder / "data", folder / "outlets")
    crawl = run(["crawl", *ids, "--json"], variables)
    stats = dict(web.ask("/__stats"))
    rows = run(["articles", "--json"], variables).rows
    stored = {str(row["url"]): row for row in rows}
    truth = web.lines(f"/__truth?n={wanted}")
    ours_ms = crawl.cpu_seconds / max(1, len(stored)) * 1000
    return {
        "benchmark": "crawl",
        "exit": crawl.code,
        "listed": wanted,
        "stored": sum(str(row["url"]) in stored for row in truth),
        "cpu_ms_per_stored_article": round(ours_ms, 1),
        "plain_scrapy_cpu_ms_per_page": round(plain_ms, 1),
        "ratio": round(ours_ms / plain_ms, 1),
        "most_requests_at_once_to_a_host": max(host["max_active"] for host in stats.values()),
        "forbidden_paths_fetched": sum(host.get("disallowed_hits", 0) for host in stats.values()),
        "requests": sum(host.get("requests", 0) for host in stats.values()),
        **cleanness(truth, stored),
    }


def cleanness(truth: list[dict[str, object]], stored: dict[str, dict[str, object]]) -> dict[str, object]:
    """Junk lines that are still in a body, and paragraphs of the story that are not."""
    junk = left = paragraphs = lost = 0
    for row in truth:
        article = stored.get(str(row["url"]))
        if article is None:
            continue
        lines = set(str(article["body"]).split("\n\n"))
        junk += len(row["junk"])
        left += sum(line in lines for line in row["junk"])
        paragraphs += len(row["paragraphs"])
        lost += sum(line not in lines for line in row["paragraphs"])
    return {"junk_lines": junk, "junk_left": left, "paragraphs": paragraphs, "paragraphs_lost": lost}


def plain_scrapy(web: NewsWeb, folder: Path, count: int) -> float:
    """CPU seconds of plain Scrapy for the same pages."""
    urls, script = folder / "urls.txt", folder / "plain.py"
    urls.write_text("\n".join(web.urls(count)))
    script.write_text(PLAIN_SCRAPY)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, str(script), str(urls)], check=True, capture_output=True, timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outlets", type=int, default=20)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--site", nargs="*", default=[], help="further options of the news web")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
