"""Train the body reader and say how well it reads pages of outlets that it has not seen.

    python training/train_body_reader.py CORPUS                       trains, prints the out-of-fold F1, writes weights
    python training/train_body_reader.py CORPUS --predictions FILE    also writes the out-of-fold bodies, for --score

CORPUS holds a folder for each set, with truth.jsonl and html/ID.html.gz. Pages with a truth for the whole body teach a
first model. It fills in what is not known of the pages that only have snippets; the model that counts learns from both.
All of that happens inside a fold: neither model has seen an outlet of the pages that it is measured on.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from pages import (
    FOLDS,
    SETS,
    SNIPPET_SETS,
    LabelledPage,
    Rows,
    brand_of,
    complete,
    fold_of,
    html_of,
    load_pages,
    truths_of,
)
from token_tables import TokenTables
from trees import Forest, Plan, grow

from benchmarks.extraction import extract
from newscrawler.errors import UnreadablePageError
from newscrawler.extraction import body_model
from newscrawler.extraction.body import choose_by_chances
from newscrawler.extraction.feature_table import FeatureTable
from newscrawler.extraction.forest import PARTS
from newscrawler.extraction.forest import Forest as StoredForest
from newscrawler.extraction.token_scores import TokenScores
from newscrawler.extraction.tokens import add_token_features

WEIGHTS_PATH = Path(body_model.__file__).with_name(body_model.WEIGHTS_FILE)


def train(pages: list[LabelledPage], plan: Plan) -> body_model.BodyModel:
    """A model of all pages: first of those with a whole truth, then of these and the others as it reads them."""
    whole = [page for page in pages if page.has_whole_truth]
    partly = [page for page in pages if not page.has_whole_truth]
    if not partly:
        return _fit(whole, plan)
    first = _fit(whole, replace(plan, seeds=plan.seeds[:1]))
    return _fit(whole + [complete(page, first.chances(page.cut, page.measures.counts)) for page in partly], plan)


def _fit(pages: list[LabelledPage], plan: Plan) -> body_model.BodyModel:
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
            counts = page.weights > 0
            parts.append((page.shape.values[:, counts], learnt.values[:, counts]))
            story.append(page.story[counts])
            weight.append(page.weights[counts])
    shape, learnt_part = (np.concatenate(part, axis=1) for part in zip(*parts, strict=True))
    forest = grow([*shape, *learnt_part], np.concatenate(story), np.concatenate(weight), plan)
    return _model_of(forest, columns, tables)


def _token_rows(page: LabelledPage, scores: TokenScores) -> Rows:
    table = FeatureTable(len(page.cut.texts))
    add_token_features(table, page.cut, page.measures.counts, scores)
    return Rows.of(table)


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
    for page in (page for page in pages if page.has_whole_truth):
        chances = body_model.judge_blocks(page.cut, page.measures, models[page.fold])
        story, share = page.story > 0, page.share
        kept = np.zeros(len(story), dtype=bool)
        kept[choose_by_chances(page.cut, page.measures, chances).kept] = True
        kept &= ~page.optional
        both = share[story & kept].sum()
        rows[page.uid.split("/")[0]].append(2 * both / max(share[story].sum() + share[kept].sum(), 1e-9))
    for name, values in rows.items():
        print(f"{name:<14}{len(values):>5} pages   out-of-fold block F1 {np.mean(values):.4f}")


def write_predictions(corpus: Path, models: list[body_model.BodyModel], path: Path) -> None:
    """What the whole reader makes of every page, each read by the model that has not seen its outlet."""
    with path.open("w", encoding="utf-8") as file:
        for name in (*SETS, *SNIPPET_SETS):
            for truth in truths_of(corpus / name):
                values = _read(html_of(corpus / name, truth), truth["url"], models[fold_of(brand_of(truth["outlet"]))])
                values["id"] = f"{name}/{truth['id']}"
                file.write(json.dumps(values, ensure_ascii=False) + "\n")


def _read(html: bytes, url: str, model: body_model.BodyModel) -> dict:
    with patch.object(body_model, "load_model", lambda: model):
        try:
            return extract(html, url)
        except UnreadablePageError as error:
            return {"error": str(error)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--output", type=Path, default=WEIGHTS_PATH)
    parser.add_argument("--skip-folds", action="store_true", help="only write the weights")
    parser.add_argument("--skip-weights", action="store_true", help="only measure")
    arguments = parser.parse_args()
    started = time.process_time()
    missing = [name for name in (*SETS, *SNIPPET_SETS) if not (arguments.corpus / name / "truth.jsonl").is_file()]
    if missing:
        sys.exit(f"{arguments.corpus} is no corpus: it holds no truth.jsonl for {', '.join(missing)}.")
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
