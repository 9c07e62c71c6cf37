"""Real pages as an archive, through the whole pipeline into the database, scored against their truth.

    python trials/archive_trial.py [--sets fundus,scrapinghub] [--limit N] [--floor 0.93]

Writes the corpus that stands beside the project as a WARC, crawls it twice, and prints one JSON line: how many pages
ended as articles, that every other one has a reason, the body F1 by set (a page without an article counts as a miss),
and that the second crawl changed nothing. Exit 1 where one of these does not hold. The reader was fitted on these
pages, so the F1 is no forecast for other outlets: `training/train_body_reader.py` prints the figure out of fold.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from crawler import environment, run
from scratch import scratch_folder

SHARED = Path(__file__).parents[1] / ".." / "shared"
SMALLEST_SHARE = 0.97


def main() -> int:
    options = read_options()
    if not (SHARED / "corpus").is_dir():
        print(json.dumps({"trial": "archive", "skipped": "the corpus is not beside the project"}))
        return 0
    with scratch_folder("archive") as folder:
        index = make_warc(folder, options)
        variables = environment(folder / "data")
        crawls = [run(["crawl", "--from-warc", str(folder / "pages.warc.gz"), "--json"], variables)]
        articles = run(["articles", "--json"], variables).rows
        reasons = {str(row["url"]) for row in run(["errors", "--json"], variables).rows}
        crawls.append(run(["crawl", "--from-warc", str(folder / "pages.warc.gz"), "--json"], variables))
        changed = run(["articles", "--json"], variables).rows != articles
        stored = {str(article["requested_url"]): article for article in articles}
        scores = score(folder, index, stored, options)
    without = [str(page["url"]) for page in index if page["url"] not in stored]
    result = {
        "trial": "archive",
        "pages": len(index),
        "stored": len(index) - len(without),
        "without_article": without,
        "without_reason": [url for url in without if url not in reasons],
        "body_f1": scores,
        "second_crawl_changed_something": changed,
        "cpu_ms_per_page": round(crawls[0].cpu_seconds / len(index) * 1000, 1),
        "exit_codes": [crawl.code for crawl in crawls],
    }
    print(json.dumps(result))
    enough = result["stored"] >= SMALLEST_SHARE * len(index) and min(scores.values()) >= options.floor
    return int(not enough or changed or bool(result["without_reason"]) or any(result["exit_codes"]))


def make_warc(folder: Path, options: argparse.Namespace) -> list[dict[str, object]]:
    """Write ``pages.warc.gz``; returns the set, id and URL of each page."""
    command = [
        sys.executable,
        str(SHARED / "bench" / "make_warc.py"),
        str(SHARED / "corpus"),
        str(folder / "pages.warc.gz"),
    ]
    if options.limit:
        command += ["--limit", str(options.limit)]
    subprocess.run([*command, "--sets", options.sets], check=True, capture_output=True)
    lines = (folder / "pages.warc.gz.urls.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def score(
    folder: Path, index: list[dict[str, object]], stored: dict[str, dict[str, object]], options: argparse.Namespace
) -> dict[str, float]:
    """Body F1 by set, by the corpus's own harness."""
    with (folder / "predictions.jsonl").open("w") as out:
        for page in index:
            article = stored.get(str(page["url"]))
            if article is not None:
                out.write(json.dumps({"id": f"{page['set']}/{page['id']}", "body": article["body"]}) + "\n")
    command = [sys.executable, str(SHARED / "bench" / "extract_bench.py"), str(SHARED / "corpus")]
    command += [
        "--score",
        str(folder / "predictions.jsonl"),
        "--sets",
        options.sets,
        "--json",
        str(folder / "scores.json"),
    ]
    if options.limit:
        command += ["--limit", str(options.limit)]
    subprocess.run(command, check=True, capture_output=True)
    scores = next(iter(json.loads((folder / "scores.json").read_text()).values()))["res"]
    return {name: round(scores[name]["body_F1"], 4) for name in options.sets.split(",")}


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default="fundus,scrapinghub")
    parser.add_argument("--limit", type=int, default=0, help="pages of each set")
    parser.add_argument("--floor", type=float, default=0.93, help="the body F1 that each set must reach")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
