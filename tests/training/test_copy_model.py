"""The script that fits what a copy is: which pairs it reads from the corpus, and that its weights are right."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from copy_pairs import read_pairs
from look_alikes import look_alike_pairs
from train_copy_model import Rows, fit

STORIES = Path(__file__).parents[1] / "duplicates" / "stories"
SLOT_LEFT = re.compile("NAME|OTHER|PLACE|FIRM|DAY|THING|SAY|#")
STORY = (STORIES / "en_bridge.txt").read_text("utf-8").strip()
OTHER = (STORIES / "de_theater.txt").read_text("utf-8").strip()


def line(identifier: str, text: str, **more: str | int) -> dict[str, Any]:
    return {"id": identifier, "title": "", "text": text, "ts": 1_700_000_000, **more}


def write_corpus(folder: Path, edits: list[dict[str, Any]], wire: list[dict[str, Any]], labels: dict[str, Any]) -> None:
    for name, lines in (("edits", edits), ("reuters", wire)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(entry) + "\n" for entry in lines)
    (folder / "reuters-labels.json").write_text(json.dumps(labels), "utf-8")


def test_pairs_are_those_that_a_crawl_would_compare(tmp_path: Path) -> None:
    edits = [
        line("a", STORY, cluster=1, kind="base"),
        line("b", OTHER, cluster=2, kind="base"),
        line("c", STORY + " More.", cluster=1, kind="light:insert"),
        line("d", STORY + " " + OTHER, cluster=3, kind="neg:roundup"),
    ]
    write_corpus(tmp_path, edits, [], {"dup": [], "ignore": []})
    found = {(pair.later["id"], pair.earlier["id"]): pair.is_copy for pair in read_pairs(tmp_path)}
    assert found[("c", "a")]
    assert not found[("d", "a")]
    assert ("b", "a") not in found
    pairs = read_pairs(tmp_path)
    roundups = {pair.later["id"] for pair in pairs if pair.source == "edits" and pair.is_made_as("neg:roundup")}
    assert roundups == {"d"}


def test_pairs_of_the_wire_are_joined_over_their_copies_and_unclear_ones_left_out(tmp_path: Path) -> None:
    wire = [line(name, f"{STORY} Page {name}.") for name in "abcd"]
    write_corpus(tmp_path, [], wire, {"dup": [["a", "b"], ["b", "c"]], "ignore": [["a", "d"]]})
    found = {(pair.later["id"], pair.earlier["id"]): pair.is_copy for pair in read_pairs(tmp_path)}
    assert found[("c", "a")], "over b"
    assert not any(later == "d" for later, _ in found), "unclear beside a, so beside all of its copies"


def test_weights_are_those_that_the_pairs_were_made_with() -> None:
    random = np.random.default_rng(7)
    numbers = random.normal(size=(20_000, 2))
    numbers += [1.0, 0.0]
    one, other = numbers.T
    chances = 1 / (1 + np.exp(-(2 * one - other + one * other + 0.5)))
    is_copy = (random.random(len(chances)) < chances).astype(float)
    weights = fit(Rows(numbers, is_copy, np.ones(len(chances))))
    assert weights.numbers == pytest.approx([2, -1], abs=0.2)
    assert weights.products == pytest.approx(np.array([[0, 1], [0, 0]]), abs=0.1)
    assert weights.intercept == pytest.approx(0.5, abs=0.2)


def test_look_alikes_have_one_template_and_are_no_copies() -> None:
    pairs = list(look_alike_pairs())
    assert len({name for _, _, name in pairs}) > 20
    for later, earlier, _ in pairs:
        assert later["text"] != earlier["text"]
        assert not SLOT_LEFT.search(later["title"] + later["text"])
