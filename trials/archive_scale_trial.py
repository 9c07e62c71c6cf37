"""A large archive of real pages, read with one worker and with two, with a database and without.

    python trials/archive_scale_trial.py [--megabytes 1000] [--sets a,b] [--limit N] [--ways store:2,count:1,count:2]

Writes the corpus that stands beside the project as one WARC, again and again until the file is as large; repeats bear
`?r=K`, so that those whose page names its canonical address end as unchanged. Then reads it each way: `store`, or
`count` with `--no-store`, with so many workers. Prints one JSON line: pages per second and CPU per page of each way,
what they ended as, and the crawling process's memory after a fifth of the pages and at its most since. Exit 1 where a
page has no counted end, most are no articles, or memory grew by more than a tenth over 2,000 pages or more.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from crawler import Ended, environment, run
from scratch import scratch_folder

SHARED = Path(__file__).parents[1] / ".." / "shared"
MOST_GROWTH = 1.1
FEWEST_PAGES = 2_000  # below that memory still grows as outlets and their tables come in
STEADY_FROM = 0.2  # of the time that it takes: by then modules, tables and outlets are there
ENDS = ("new", "revised", "unchanged", "repeated", "spooled", "read")


def main() -> int:
    options = read_options()
    if not (SHARED / "corpus").is_dir():
        print(json.dumps({"trial": "archive_scale", "skipped": "the corpus is not beside the project"}))
        return 0
    with scratch_folder("archive-scale") as folder:
        archive = make_archive(folder, options)
        ways = {way: read_archive(archive, folder / way.replace(":", "-"), way) for way in options.ways.split(",")}
        size = archive.stat().st_size
    bad = [way for way, row in ways.items() if row["exit"] or row["without_end"] or grows(row) or not has_articles(row)]
    print(json.dumps({"trial": "archive_scale", "megabytes": round(size / 1e6), "ways": ways, "bad": bad}))
    return int(bool(bad))


def has_articles(row: dict[str, object]) -> bool:
    """Are most pages articles, as most pages of the corpus are?"""
    return sum(int(str(row.get(name, 0))) for name in ENDS) > int(str(row["pages"])) / 2


def grows(row: dict[str, object]) -> bool:
    """Did the memory grow by more than it may, over enough pages to tell?"""
    return int(str(row["pages"])) >= FEWEST_PAGES and float(str(row["growth"])) > MOST_GROWTH


def make_archive(folder: Path, options: argparse.Namespace) -> Path:
    """The corpus as one WARC, as often as it takes to be as large as asked for."""
    once, archive = folder / "once.warc.gz", folder / "pages.warc.gz"
    command = [sys.executable, str(SHARED / "bench" / "make_warc.py"), str(SHARED / "corpus")]
    command += ["--sets", options.sets] if options.sets else []
    command += ["--limit", str(options.limit)] if options.limit else []
    subprocess.run([*command, str(once)], check=True, capture_output=True)
    repeats = max(1, round(options.megabytes * 1e6 / once.stat().st_size))
    subprocess.run([*command, str(archive), "--repeat", str(repeats)], check=True, capture_output=True)
    return archive


def read_archive(archive: Path, data: Path, way: str) -> dict[str, object]:
    """Figures of one crawl of the archive."""
    kind, _, workers = way.partition(":")
    variables = environment(data, NEWSCRAWLER_WORKERS=workers)
    arguments = ["crawl", "--from-warc", str(archive), "--json", *(["--no-store"] if kind == "count" else [])]
    ended: list[Ended] = []
    thread = threading.Thread(target=lambda: ended.append(run(arguments, variables, timeout=7200)))
    began, memory = time.monotonic(), []
    thread.start()
    while thread.is_alive():
        thread.join(0.5)
        memory.append(resident_megabytes(arguments))
    seconds, counts, outcomes = time.monotonic() - began, *counted(ended[0])
    steady = [megabytes for megabytes in memory[int(STEADY_FROM * len(memory)) :] if megabytes] or [1.0]
    met = counts.get("found", 0)
    ends = {name: counts[name] for name in ENDS if counts.get(name)}
    return {
        "exit": ended[0].code,
        "pages": met,
        "pages_per_second": round(met / seconds, 1),
        "cpu_ms_per_page": round(ended[0].cpu_seconds / max(1, met) * 1000, 1),
        **ends,
        "no_article": sum(outcomes.values()),
        "without_end": met - sum(ends.values()) - sum(outcomes.values()),
        "memory_mb": [round(steady[0]), round(max(steady))],
        "growth": round(max(steady) / steady[0], 2),
    }


def counted(ended: Ended) -> tuple[dict[str, int], dict[str, int]]:
    """Counts and outcomes of the run."""
    row = json.loads(ended.stdout.splitlines()[0])
    return row["counts"], row.get("outcomes", {})


def resident_megabytes(arguments: list[str]) -> float:
    """Memory of the running command with these arguments; 0 where there is none."""
    wanted = [argument.encode() for argument in arguments]
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cmdline").read_bytes().split(b"\0")[-len(wanted) - 1 : -1] == wanted:
                pages = int((entry / "statm").read_text().split()[1])
                return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        except OSError:
            continue
    return 0.0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=1000)
    parser.add_argument("--sets", default="", help="of the corpus (default: all)")
    parser.add_argument("--limit", type=int, default=0, help="pages of each set")
    parser.add_argument("--ways", default="store:1,store:2,count:1,count:2")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
