"""What the container that an outlet's pages agree on is worth, on pages that the reader has not seen.

    python training/measure_learned_container.py CORPUS

Every page of an outlet with three pages or more is read twice by the model of its fold: alone, and with the container
that most of the outlet's other pages have. Prints each page that changes, and the mean F1 of both.
"""

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from extraction_bench import load_harness
from pages import SETS, SNIPPET_SETS, brand_of, fold_of, html_of, load_pages, truths_of
from train_body_reader import train_folds
from trees import Plan

from newscrawler.boilerplate.layout_learning import group_names
from newscrawler.errors import UnreadablePageError
from newscrawler.extraction import body_model
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article
from newscrawler.model.container_name import container_name
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page
from newscrawler.model.page_layout import LearnedContainer

LEAST_PAGES = 3
LEAST_ALIKE = 2  # of the other pages; a crawl asks for far more
OUTLET = Outlet(id="web_benchmark", name="")


@dataclass(frozen=True, slots=True)
class ReadPage:
    uid: str
    page: Page
    truth: dict[str, Any]
    alone: Article


def main() -> None:
    corpus = Path(sys.argv[1])
    models = train_folds(load_pages(corpus), Plan())
    score = load_harness().score_body
    before, after = [], []
    for brand, pages in read_outlets(corpus, models).items():
        for one in pages:
            learned = container_of([other for other in pages if other is not one])
            if learned is None:
                continue
            article = read(one.page, models[fold_of(brand)], learned)
            scores = [score(one.truth, text)[0] for text in (one.alone.body, article.body)]
            is_scored = one.truth.get("body") and not one.truth.get("body_suspect")
            if is_scored:
                before.append(scores[0])
                after.append(scores[1])
            if article.body != one.alone.body:
                told = f"F1 {scores[0]:.3f} -> {scores[1]:.3f}" if is_scored else "no truth of the body"
                print(f"{one.uid:<44}{learned.name} ({learned.articles} of {learned.of_articles}): {told}")
    print(f"{len(before)} pages with a truth of the body: mean F1 {fmean(before):.4f} -> {fmean(after):.4f}")


def read_outlets(corpus: Path, models: list[body_model.BodyModel]) -> dict[str, list[ReadPage]]:
    outlets = defaultdict(list)
    for name in (*SETS, *SNIPPET_SETS):
        for truth in truths_of(corpus / name):
            outlets[brand_of(truth["outlet"])].append((name, truth))
    found = {}
    for brand, pages in outlets.items():
        if len(pages) >= LEAST_PAGES:
            found[brand] = list(filter(None, (read_alone(corpus / name, truth, models) for name, truth in pages)))
    return found


def read_alone(folder: Path, truth: dict[str, Any], models: list[body_model.BodyModel]) -> ReadPage | None:
    page = Page(url=truth["url"], html=html_of(folder, truth), fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    try:
        article = read(page, models[fold_of(brand_of(truth["outlet"]))])
    except UnreadablePageError:
        return None
    return ReadPage(f"{folder.name}/{truth['id']}", page, truth, article)


def read(page: Page, model: body_model.BodyModel, learned: LearnedContainer | None = None) -> Article:
    with patch.object(body_model, "load_model", lambda: model):
        return extract_article(page, OUTLET, with_chrome=False, learned=learned)


def container_of(pages: list[ReadPage]) -> LearnedContainer | None:
    names = group_names([container_name(one.alone.container) for one in pages if one.alone.container])
    name, count = Counter(names).most_common(1)[0] if names else ("", 0)
    has_name = "." in name or "#" in name
    return LearnedContainer(name, count, len(names)) if count >= LEAST_ALIKE and has_name else None


if __name__ == "__main__":
    main()
