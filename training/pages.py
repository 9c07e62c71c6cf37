"""The pages of the corpus that the reader is trained on: cut, measured, and labelled block by block."""

import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from labels import label_blocks
from snippets import label_by_snippets
from token_tables import PageTokens, page_tokens

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction import body_model
from newscrawler.extraction.blocks import CutPage, cut_page
from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.feature_table import FeatureTable
from newscrawler.extraction.features import Measures, measure_blocks
from newscrawler.extraction.other_formats import other_format
from newscrawler.extraction.parse import parse_page

# Sets whose pages have a truth for the whole body, with the weight of a page; the draft's truth began as a peer's.
SETS = {"fundus": 1.0, "fundus-eval": 1.0, "scrapinghub": 1.0, "wcxb": 0.5, "wcxb-draft": 0.25}
# Of these pages only some texts are known to be story, or to be none.
SNIPPET_SETS = ("trafilatura",)
FOLDS = 5

# A block weighs its share of the body, in hundredths, so that long pages do not rule.
_LEAST_SHARE, _LARGEST_SHARE = 0.002, 0.06
_SNIPPET_WEIGHT = 8.0
# What a first model is sure of on a page with snippets is learned too, for little weight.
_SURE_WEIGHT, _SURE_STORY, _SURE_REST = 0.15, 0.9, 0.05
_LEAST_BODY_WORDS = 30.0


@dataclass(slots=True)
class Rows:
    """Features of one page: names, and a row of numbers for each."""

    names: tuple[str, ...]
    values: np.ndarray

    @classmethod
    def of(cls, table: FeatureTable) -> "Rows":
        values = np.asarray(table.values).reshape(-1, table.blocks)
        return cls(tuple(table.rows), values[: len(table.rows)].copy())


@dataclass(slots=True)
class LabelledPage:
    """One page; the arrays have an entry a block.

    ``story`` is 0 or 1, ``share`` the block's share of the body's words, ``optional`` tells what the truth leaves open,
    ``known`` what anything is known of, ``weights`` how much a block counts in training.
    """

    uid: str
    outlet: str
    cut: CutPage
    measures: Measures
    shape: Rows
    story: np.ndarray
    share: np.ndarray
    optional: np.ndarray
    known: np.ndarray
    weights: np.ndarray
    tokens: PageTokens

    @property
    def fold(self) -> int:
        return fold_of(self.outlet)

    @property
    def has_whole_truth(self) -> bool:
        return bool(self.known.all())


def load_pages(corpus: Path) -> list[LabelledPage]:
    pages = []
    for name in SETS:
        pages += [_load_page(corpus / name, truth) for truth in truths_of(corpus / name) if _is_sound(truth)]
    for name in SNIPPET_SETS:
        pages += [_load_page(corpus / name, truth) for truth in truths_of(corpus / name)]
    return [page for page in pages if page is not None and (page.story.any() or not page.has_whole_truth)]


def truths_of(folder: Path) -> list[dict]:
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def html_of(folder: Path, truth: dict) -> bytes:
    return gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes())


def brand_of(outlet: str) -> str:
    """The name that an outlet's domains under several countries have in common."""
    return outlet.lower().removeprefix("www.").split(".")[0]


def fold_of(brand: str) -> int:
    return zlib.crc32(brand.encode()) % FOLDS


def _is_sound(truth: dict) -> bool:
    return bool(truth.get("body")) and not truth.get("body_suspect")


def _load_page(folder: Path, truth: dict) -> LabelledPage | None:
    """The page; None where it is no page, or holds nothing that its truth tells of."""
    html = html_of(folder, truth)
    if not html.strip() or other_format(html):
        return None
    try:
        cut = cut_page(parse_page(decode_page(html, None).utf8))
    except UnreadablePageError:
        return None
    if not cut.texts:
        return None
    measures = measure_blocks(cut)
    table = FeatureTable(len(cut.texts))
    body_model.add_shape_features(table, cut, measures.counts)
    page = LabelledPage(
        uid=f"{folder.name}/{truth['id']}",
        outlet=brand_of(truth["outlet"]),
        cut=cut,
        measures=measures,
        shape=Rows.of(table),
        tokens=PageTokens({}, {}),
        **_labels(cut, truth, SETS.get(folder.name)),
    )
    page.tokens = page_tokens(cut, measures, page.story)
    return page if page.known.any() else None


def _labels(cut: CutPage, truth: dict, weight: float | None) -> dict[str, np.ndarray]:
    """Story, share, optional, known and weights: by the whole truth, or (``weight`` None) by snippets."""
    count = len(cut.texts)
    if weight is None:
        wanted, unwanted = truth.get("must_contain") or (), truth.get("must_not_contain") or ()
        story, known = label_by_snippets(cut.texts, wanted, unwanted)
        weights = _SNIPPET_WEIGHT * known
        return {"story": story, "share": np.zeros(count), "optional": ~known, "known": known, "weights": weights}
    paragraphs = truth.get("paragraphs") or truth["body"].split("\n")
    labels = label_blocks(cut.texts, paragraphs, set(truth.get("optional") or ()))
    weights = weight * 100 * np.clip(labels.share, _LEAST_SHARE, _LARGEST_SHARE)
    return {
        "story": labels.story,
        "share": labels.share,
        "optional": labels.optional,
        "known": np.ones(count, dtype=bool),
        "weights": np.where(labels.optional, 0.0, weights),
    }


def complete(page: LabelledPage, likely: Sequence[float]) -> LabelledPage:
    """A page with snippets whose other blocks are labelled as a first model holds them to be."""
    words, chances = np.array(page.measures.words), np.array(likely)
    body = max(float(words[chances > 0.5].sum()), _LEAST_BODY_WORDS)
    sure = ~page.known & ((chances > _SURE_STORY) | (chances < _SURE_REST))
    weights = _SURE_WEIGHT * 100 * np.clip(words / body, _LEAST_SHARE, _LARGEST_SHARE)
    return replace(
        page,
        story=np.where(page.known, page.story, chances > 0.5).astype(np.float32),
        weights=np.where(sure, weights, page.weights),
        tokens=page_tokens(page.cut, page.measures, np.where(page.known, page.story, chances)),
    )
