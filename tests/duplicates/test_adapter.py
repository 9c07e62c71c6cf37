"""The adapter of the near-duplicate benchmark: what it says of copies, and what it counts."""

import importlib.util
from pathlib import Path

HERE = Path(__file__).parent
STORIES = {path.stem: path.read_text("utf-8").strip() for path in HERE.glob("stories/*.txt")}
HOUR = 3600

SPEC = importlib.util.spec_from_file_location("duplicates_adapter", HERE.parents[1] / "benchmarks" / "duplicates.py")
assert SPEC
assert SPEC.loader
benchmark = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(benchmark)


def document(name: str, text: str, hours: int) -> dict[str, object]:
    title, _, body = text.partition("\n\n")
    return {"id": name, "title": title, "text": body, "lang": "en", "ts": 1_700_000_000 + hours * HOUR, "url": ""}


def test_a_copy_is_linked_to_the_first_article_and_other_stories_are_not() -> None:
    adapter = benchmark.index()
    for hours, (name, text) in enumerate(sorted(STORIES.items())):
        assert adapter.add(document(name, text, hours)) is None
    for name, text in STORIES.items():
        assert adapter.add(document(f"copy of {name}", text.upper(), 30)) == name


def test_the_index_holds_anchors_alone() -> None:
    adapter = benchmark.index()
    adapter.add(document("first", next(iter(STORIES.values())), 0))
    assert 8 <= adapter.anchors <= 16
    assert adapter.index_bytes() == round(16.1 * adapter.anchors)
