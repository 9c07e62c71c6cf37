"""Train the body reader and say how well it reads pages of outlets that it has not seen.

    python training/train_body_reader.py CORPUS                       trains, prints the out-of-fold F1, writes weights
    python training/train_body_reader.py CORPUS --predictions FILE    also writes the out-of-fold bodies, for --score

CORPUS holds a folder for each set, with truth.jsonl and html/ID.html.gz; sets without body truth are passed over.
"""

import argparse
import gzip
import json
import sys
import time
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from labels import Labels, label_blocks
from token_tables import PageTokens, TokenTables, page_tokens
from trees import Forest, Plan, grow

sys.path.insert(0, str(Path(__file__).parents[1]))


from benchmarks.extraction import extract
from newscrawler.extraction import body_model
from newscrawler.extraction.blocks import CutPage, cut_page
from newscrawler.extraction.body import choose_by_chances
from newscrawler.extraction.charset import decode_page
from newscrawler.extraction.feature_table import FeatureTable
from newscrawler.extraction.features import Measures, measure_blocks
from newscrawler.extraction.forest import PARTS
from newscrawler.extraction.forest import Forest as StoredForest
from newscrawler.extraction.parse import parse_page
from newscrawler.extraction.tokens import TokenScores, add_token_features

SETS = {"fundus": 1.0, "fundus-eval": 1.0, "scrapinghub": 1.0, "wcxb": 0.5}
FOLDS = 5
WEIGHTS_PATH = Path(body_model.__file__).with_name(body_model.WEIGHTS_FILE)


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
    uid: str
    outlet: str
    weight: float
    cut: CutPage
    measures: Measures
    shape: Rows
    labels: Labels
    tokens: PageTokens

    @property
    def fold(self) -> int:
        return fold_of(self.outlet)


def load_pages(corpus: Path) -> list[LabelledPage]:
    pages = []
    for name, weight in SETS.items():
        pages += [_load_page(corpus / name, truth, weight) for truth in _truths(corpus / name) if _is_sound(truth)]
    return [page for page in pages if page.labels.story.any()]


def _truths(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]


def _is_sound(truth: dict) -> bool:
    return bool(truth.get("body")) and not truth.get("body_suspect")


def _html(folder: Path, truth: dict) -> bytes:
    return gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes())


def _brand(outlet: str) -> str:
    """The name that an outlet's domains under several countries have in common."""
    return outlet.lower().removeprefix("www.").split(".")[0]


def fold_of(brand: str) -> int:
    return zlib.crc32(brand.encode()) % FOLDS


def _load_page(folder: Path, truth: dict, weight: float) -> LabelledPage:
    cut = cut_page(parse_page(decode_page(_html(folder, truth), None).text))
    measures = measure_blocks(cut)
    paragraphs = truth.get("paragraphs") or truth["body"].split("\n")
    labels = label_blocks(cut.texts, paragraphs, set(truth.get("optional") or ()))
    table = FeatureTable(len(cut.texts))
    body_model.add_shape_features(table, cut, measures.counts)
    return LabelledPage(
        uid=f"{folder.name}/{truth['id']}",
        outlet=_brand(truth["outlet"]),
        weight=weight,
        cut=cut,
        measures=measures,
        shape=Rows.of(table),
        labels=labels,
        tokens=page_tokens(cut, measures, labels.story),
    )


def train(pages: list[LabelledPage], plan: Plan) -> body_model.BodyModel:
    tables = TokenTables([(page.outlet, page.tokens) for page in pages])
    by_outlet = defaultdict(list)
    for page in pages:
        by_outlet[page.outlet].append(page)
    columns: tuple[str, ...] = ()
    parts, story, weight = [], [], []
    for outlet, own in by_outlet.items():
        scores = tables.scores(without=outlet)
        for page in own:
            learnt = _token_rows(page, scores)
            columns = page.shape.names + learnt.names
            parts += [(page.shape.values, learnt.values)]
            story.append(page.labels.story)
            weight.append(_weights(page))
    shape, learnt_part = (np.concatenate(part, axis=1) for part in zip(*parts, strict=True))
    forest = grow([*shape, *learnt_part], np.concatenate(story), np.concatenate(weight), plan)
    return _model_of(forest, columns, tables)


def _token_rows(page: LabelledPage, scores: TokenScores) -> Rows:
    table = FeatureTable(len(page.cut.texts))
    add_token_features(table, page.cut, page.measures.counts, scores)
    return Rows.of(table)


def _weights(page: LabelledPage) -> np.ndarray:
    """A block's share of the body, so that long pages do not rule; nothing where the truth leaves it open."""
    return np.where(page.labels.optional, 0.0, page.weight * 100 * np.clip(page.labels.share, 0.004, 0.1))


def _model_of(forest: Forest, columns: tuple[str, ...], tables: TokenTables) -> body_model.BodyModel:
    used = np.unique(forest.features)
    rows = {columns[feature]: row for row, feature in enumerate(used)}
    stored = StoredForest(
        features=np.searchsorted(used, forest.features).tolist(),
        thresholds=forest.thresholds.tolist(),
        leaves=np.rint(forest.leaves * PARTS).astype(int).tolist(),
        bias=round(forest.bias * PARTS),
    )
    return body_model.BodyModel(rows, stored, tables.scores())


def write_model(model: body_model.BodyModel, path: Path) -> None:
    forest = model.forest
    weights = {
        "columns": list(model.rows),
        "bias": forest.bias,
        "features": np.reshape(forest.features, (forest.trees, -1)).tolist(),
        "thresholds": [
            [_shortest(value) for value in row] for row in np.reshape(forest.thresholds, (forest.trees, -1))
        ],
        "leaves": np.reshape(forest.leaves, (forest.trees, -1)).tolist(),
        "names": _grouped(model.scores.names),
        "words": _grouped(model.scores.words),
    }
    path.write_text(json.dumps(weights, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def _shortest(value: float) -> float | int:
    """12 rather than 12.0: the data file has a thousand of them."""
    return int(value) if value == int(value) else float(value)


def _grouped(scores: dict[str, int]) -> dict[str, str]:
    """Tokens under their score, the lowest first, one a line."""
    groups = defaultdict(list)
    for token, score in sorted(scores.items()):
        groups[score].append(token)
    return {str(score): "\n".join(tokens) for score, tokens in sorted(groups.items())}


def train_folds(pages: list[LabelledPage], plan: Plan) -> list[body_model.BodyModel]:
    """For each fold of outlets a model that has seen all other outlets."""
    return [train([page for page in pages if page.fold != fold], plan) for fold in range(FOLDS)]


def report(pages: list[LabelledPage], models: list[body_model.BodyModel]) -> None:
    """Word F1 of the kept blocks against the labels, a set a line; the benchmark scores words in order, see below."""
    rows = defaultdict(list)
    for page in pages:
        chances = body_model.judge_blocks(page.cut, page.measures, models[page.fold])
        kept = choose_by_chances(page.cut, page.measures, chances).kept & ~page.labels.optional
        story, share = page.labels.story > 0, page.labels.share
        both = share[story & kept].sum()
        rows[page.uid.split("/")[0]].append(2 * both / max(share[story].sum() + share[kept].sum(), 1e-9))
    for name, values in rows.items():
        print(f"{name:<14}{len(values):>5} pages   out-of-fold block F1 {np.mean(values):.4f}")


def write_predictions(corpus: Path, models: list[body_model.BodyModel], path: Path) -> None:
    """What the whole reader makes of every page, each read by the model that has not seen its outlet."""
    with path.open("w", encoding="utf-8") as file:
        for name in SETS:
            for truth in _truths(corpus / name):
                model = models[fold_of(_brand(truth["outlet"]))]
                with patch.object(body_model, "load_model", lambda model=model: model):
                    values = extract(_html(corpus / name, truth), truth["url"])
                values["id"] = f"{name}/{truth['id']}"
                file.write(json.dumps(values, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--output", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--skip-folds", action="store_true", help="only write the weights")
    parser.add_argument("--skip-weights", action="store_true", help="only measure")
    arguments = parser.parse_args()
    started = time.process_time()
    pages = load_pages(arguments.corpus)
    print(f"{len(pages)} pages, {sum(len(page.cut.texts) for page in pages)} blocks")
    plan = Plan()
    if not arguments.skip_folds:
        models = train_folds(pages, plan)
        report(pages, models)
        if arguments.predictions:
            write_predictions(arguments.corpus, models, arguments.predictions)
    if not arguments.skip_weights:
        write_model(train(pages, plan), arguments.output)
        print(f"{arguments.output.name}: {arguments.output.stat().st_size / 1024:.0f} kB")
    print(f"{time.process_time() - started:.0f} s")


if __name__ == "__main__":
    main()
