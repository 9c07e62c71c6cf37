"""CPU per stored article of a whole crawl, beside plain Scrapy over the same pages, with and without trafilatura.

    python benchmarks/crawl_bench.py [--outlets 20] [--articles 60] [--delay 0] [--rounds 1]
    python benchmarks/crawl_bench.py --articles 1000       # 20,000 pages: the figure that the project sets itself

Crawls the loopback news web with its junk lines, pages of 106 kB in the mean, then prints one JSON line: CPU in ms per
stored article (crawling process and workers; the database server apart), how much of it is the start, CPU per page of
plain Scrapy that fetches the same pages and does nothing with them, and of Scrapy that hands them to trafilatura
(`make peers`), what was stored of what is listed, how polite it was, and how much junk is left and how much of the
story is lost.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "trials"))
from crawler import Ended, environment, run
from news_web import SITE, NewsWeb, news_web
from scratch import scratch_folder

PEERS = Path(__file__).parents[1] / ".venv-peers" / "lib"
SIZES = ("--min", "46000", "--max", "160000")  # of markup; with their stories pages have 106 kB in the mean
PLAIN_SCRAPY = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess


extract = None
if len(sys.argv) > 2:
    sys.path.append(sys.argv[2])
    from trafilatura import bare_extraction as extract


class Plain(scrapy.Spider):
    name = "plain"

    async def start(self):
        for url in open(sys.argv[1]).read().split():
            yield scrapy.Request(url)

    def parse(self, response):
        if extract is not None:
            extract(response.body, url=response.url, with_metadata=True)


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
        news_web(options.outlets, options.articles, "--junk", *SIZES, *options.site) as web,
    ):
        for _ in range(options.rounds):
            print(json.dumps(measure(web, Path(tempfile.mkdtemp(dir=folder)), options)))
    return 0


def measure(web: NewsWeb, folder: Path, options: argparse.Namespace) -> dict[str, object]:
    wanted = options.outlets * options.articles
    plain_ms = plain_scrapy(web, folder, wanted) / wanted * 1000
    peers = next(iter(PEERS.glob("python*/site-packages")), None)
    trafilatura_ms = plain_scrapy(web, folder, wanted, str(peers)) / wanted * 1000 if peers else None
    web.ask("/__reset")
    ids = web.write_outlets(folder / "outlets", delay_seconds=options.delay)
    start = run(["crawl", ids[0], "--limit", "1"], environment(folder / "start", folder / "outlets"))
    variables = environment(folder / "data", folder / "outlets")
    crawl, own_seconds = run_split(["crawl", *ids, "--json"], variables)
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
        "of_it_crawling_process": round(own_seconds / max(1, len(stored)) * 1000, 1),
        "of_it_workers": round((crawl.cpu_seconds - own_seconds) / max(1, len(stored)) * 1000, 1),
        "of_it_start": round(start.cpu_seconds / max(1, len(stored)) * 1000, 1),
        "page_kb": round(mean_size(web) / 1000),
        "plain_scrapy_cpu_ms_per_page": round(plain_ms, 1),
        "scrapy_and_trafilatura_cpu_ms_per_page": trafilatura_ms and round(trafilatura_ms, 1),
        "ratio": round(ours_ms / plain_ms, 1),
        "ratio_to_trafilatura": trafilatura_ms and round(ours_ms / trafilatura_ms, 2),
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


def run_split(arguments: list[str], variables: Mapping[str, str]) -> tuple[Ended, float]:
    """How the command ended, and CPU seconds of its own process, without its workers."""
    ended: list[Ended] = []
    thread = threading.Thread(target=lambda: ended.append(run(arguments, variables, timeout=3600)))
    thread.start()
    seconds = 0.0
    while thread.is_alive():
        thread.join(0.1)
        seconds = max(seconds, own_cpu_seconds(arguments[-2]))
    return ended[0], seconds


def own_cpu_seconds(argument: str) -> float:
    """CPU of the running command with this argument; 0 where there is none."""
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
            if b"crawl" in command and argument.encode() in command:
                user, system = (entry / "stat").read_text().rsplit(")", 1)[1].split()[11:13]
                return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue
    return 0.0


def mean_size(web: NewsWeb, pages: int = 200) -> float:
    """Bytes of a page as an article is read from it."""
    sizes = []
    for url in web.urls(pages):
        request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})  # noqa: S310 - loopback
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
            body = answer.read()
        sizes.append(len(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body))
    return sum(sizes) / len(sizes)


def plain_scrapy(web: NewsWeb, folder: Path, count: int, *arguments: str) -> float:
    """CPU seconds of plain Scrapy for the same pages."""
    urls, script = folder / "urls.txt", folder / "plain.py"
    urls.write_text("\n".join(web.urls(count)))
    script.write_text(PLAIN_SCRAPY)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, str(script), str(urls), *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=3600)
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
