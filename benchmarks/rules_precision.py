"""What the boilerplate rules take of true bodies, and what each rule is worth.

    python benchmarks/rules_precision.py [CORPUS] [--half 0|1] [--sets a,b] [--predictions FILE] [--json]

Lists every true paragraph that a rule took away, in three ways: ``plain`` judges the truth's paragraphs as plain
blocks, by text and place alone; ``page`` the article that the reader makes of the real page, with its class names and
links; ``naive`` the same page with every text within the story's container as story, which is what rules meet behind a
reader that tells nothing apart. On pages a paragraph is taken if its text is nowhere in the body any more. Truths hold
bylines, credits and labels of their own, which rules are there to take: what a field of the article says now (authors,
byline, agency, images) is counted apart; of the rest a text that is no sentence is called a *note*.

Then a table by rule: for ``page`` and ``naive`` the blocks taken, ``gain`` (body F1 of all rules less that of all but
this one) and ``alone`` (F1 of this rule alone less that of none), in points of 100, by the extraction benchmark's own
measure. The reader was fitted on these pages; with out-of-fold bodies of the training program in FILE
(``--predictions``), ``page`` and ``naive`` are what it makes of pages of outlets that it does not know. ``--half``
splits by outlet: tune on one, look at the other afterwards.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from corpus_articles import OUTLET, SETS, TruePage, true_pages
from extraction_bench import CORPUS, load_harness

from newscrawler.boilerplate.strip import RULES, strip_boilerplate
from newscrawler.model.article import Article
from newscrawler.model.block import RemovedBlock
from newscrawler.model.outlet import BoilerplateRules
from newscrawler.names import is_agency
from newscrawler.words import fold_text, is_sentence

NAMES = tuple(rule.name for rule in RULES)
SENTENCE_WORDS = 5
# Shorter texts than this are only found as whole lines, longer ones also within a line.
SHORTEST_WITHIN = 20
SHOWN = 160


@dataclass(frozen=True, slots=True)
class Loss:
    """A true paragraph that a rule took; ``field`` of the article says what it said, where there is one."""

    uid: str
    rule: str
    evidence: str
    text: str
    is_sentence: bool
    field: str | None = None


def main() -> None:
    options = read_options()
    bench = load_harness()
    bodies = bench.load_preds(options.predictions)[0] if options.predictions else None
    pages = list(true_pages(bench, options.corpus, options.sets.split(","), options.half, bodies))
    read, naive = [page.article for page in pages], [page.naive_article for page in pages]
    result = {
        "pages": len(pages),
        "paragraphs": sum(len(page.paragraphs) for page in pages),
        "fitted_on_these_pages": bodies is None,
        "plain": {"lost": [asdict(loss) for page in pages for loss in lost_in_plain(page)]},
        "page": measure(bench, pages, read),
        "naive": measure(bench, pages, naive),
    }
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        print_result(result)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--sets", default=SETS)
    parser.add_argument("--predictions", type=Path, help="bodies of a reader that has not seen the pages' outlets")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    missing = [name for name in options.sets.split(",") if not (options.corpus / name / "truth.jsonl").is_file()]
    if missing:
        parser.exit(1, f"{options.corpus} is no corpus: it holds no truth.jsonl for {', '.join(missing)}.\n")
    return options


def lost_in_plain(page: TruePage) -> list[Loss]:
    stripped = strip_boilerplate(page.plain_article, OUTLET)
    return [loss_of(page, gone, stripped) for gone in stripped.removed]


def lost_on(page: TruePage, article: Article, stripped: Article) -> Iterator[Loss]:
    """What a rule took on the real page although the truth has it, and what is not said elsewhere in the body."""
    true_lines = [fold_text(text) for text in page.paragraphs]
    body = [fold_text(line) for line in stripped.body.split("\n")]
    for gone in taken_by_rules(article, stripped):
        text = fold_text(gone.block.text)
        if text and holds(true_lines, text) and not holds(body, text):
            yield loss_of(page, gone, stripped)


def taken_by_rules(article: Article, stripped: Article) -> Iterable[RemovedBlock]:
    """What the rules took of the story; captions are no part of the body."""
    return (gone for gone in stripped.removed[len(article.removed) :] if gone.block.kind != "caption")


def holds(lines: Iterable[str], text: str) -> bool:
    """Is the folded text one of the lines, a part of one or, where it runs several together, made of one?"""
    if len(text) < SHORTEST_WITHIN:
        return text in lines
    return any(text in line or (len(line) >= SHORTEST_WITHIN and line in text) for line in lines)


def loss_of(page: TruePage, gone: RemovedBlock, stripped: Article) -> Loss:
    text = gone.block.text
    sentence = is_sentence(text, min_words=SENTENCE_WORDS)
    return Loss(page.truth["uid"], gone.rule, gone.evidence, text, sentence, field_of(text, gone.rule, stripped))


def field_of(text: str, rule: str, article: Article) -> str | None:
    """The field that holds what a byline, an agency's note or a credit says; a story's own sentence has none."""
    folded = fold_text(text)
    names = [author.name for author in article.authors]
    if rule == "byline" and any(fold_text(value) in folded for value in (*names, article.byline or "") if value):
        return "authors and byline"
    if rule in ("agency_note", "byline", "copyright_note") and article.agency and agency_told(text, article.agency):
        return "agency"
    credited = [image.credit for image in article.images if image.credit]
    return "images" if rule == "photo_credit" and any(fold_text(value) in folded for value in credited) else None


def agency_told(text: str, agency: str) -> bool:
    """Does the text name the agency, by its usual or its full name?"""
    words = fold_text(text).split()
    spans = (words[start : start + size] for size in (1, 2) for start in range(len(words)))
    return any(is_agency(" ".join(span)) == agency for span in spans)


def measure(bench: ModuleType, pages: list[TruePage], articles: list[Article]) -> dict[str, Any]:
    """True paragraphs lost, F1 with all rules and with none, and by rule: blocks taken, gain and what it does alone."""
    lost: list[dict[str, Any]] = []
    taken: Counter[str] = Counter()
    rows: dict[str, list[Any]] = defaultdict(list)
    for page, article in zip(pages, articles, strict=True):
        stripped = strip_boilerplate(article, OUTLET)
        lost += (asdict(loss) for loss in lost_on(page, article, stripped))
        taken.update(gone.rule for gone in taken_by_rules(article, stripped))
        scores: dict[str, Any] = {}  # most variants of a page have one body: it is scored once
        for name, body in bodies_of(article, stripped):
            if body not in scores:
                scores[body] = bench.score_body(page.truth, body)
            rows[name].append(scores[body])
    f1 = {name: 100 * bench.agg_body(scored)["F1"] for name, scored in rows.items()}
    rules = {
        name: {
            "taken": taken[name],
            "gain": f1["all"] - f1[f"without {name}"],
            "alone": f1[f"only {name}"] - f1["none"],
        }
        for name in NAMES
    }
    return {"lost": lost, "f1_no_rule": f1["none"], "f1_all_rules": f1["all"], "rules": rules}


def bodies_of(article: Article, stripped: Article) -> Iterator[tuple[str, str]]:
    """The body with all rules, none, all but each one, and each one alone."""
    yield "all", stripped.body
    yield "none", article.body
    for name in NAMES:
        yield f"without {name}", body_with_off(article, (name,))
        yield f"only {name}", body_with_off(article, tuple(other for other in NAMES if other != name))


def body_with_off(article: Article, off: tuple[str, ...]) -> str:
    return strip_boilerplate(article, replace(OUTLET, boilerplate=BoilerplateRules(off=off))).body


def print_result(result: dict[str, Any]) -> None:
    for way in ("plain", "page", "naive"):
        print(f"-- {way}: true paragraphs that a rule took")
        for loss in sorted(result[way]["lost"], key=lambda loss: (not loss["is_sentence"], loss["rule"], loss["uid"])):
            kind = f"in {loss['field']}" if loss["field"] else "sentence" if loss["is_sentence"] else "note"
            print(f"{kind:22}{loss['rule']:17}{loss['uid'][:38]:39}{loss['evidence'][:50]:51}| {loss['text'][:SHOWN]}")
    print(f"\n{'':18}{'lost':^21}{'page':^24}{'naive':^24}")
    print(f"{'rule':18}{'plain':>7}{'page':>7}{'naive':>7}" + 2 * f"{'taken':>8}{'gain':>8}{'alone':>8}")
    for name in NAMES:
        lost = (sum(loss["rule"] == name for loss in result[way]["lost"]) for way in ("plain", "page", "naive"))
        rows = (result[way]["rules"][name] for way in ("page", "naive"))
        cells = "".join(f"{row['taken']:>8}{row['gain']:>+8.3f}{row['alone']:>+8.3f}" for row in rows)
        print(f"{name:18}" + "".join(f"{count:>7}" for count in lost) + cells)
    print_totals(result)


def print_totals(result: dict[str, Any]) -> None:
    paragraphs = result["paragraphs"]
    fitted = "the reader was fitted on these pages" if result["fitted_on_these_pages"] else "out-of-fold bodies"
    print(f"\n{result['pages']} pages, {paragraphs} true paragraphs; {fitted}")
    for way in ("plain", "page", "naive"):
        lost = result[way]["lost"]
        nowhere = [loss for loss in lost if not loss["field"]]
        sentences = sum(loss["is_sentence"] for loss in nowhere)
        line = f"{len(lost)} taken, {share(len(lost), paragraphs)}; {len(nowhere)} of them in no field of the article, "
        print(f"{way:6} {line}{share(len(nowhere), paragraphs)}; {sentences} of these sentences")
    for way in ("page", "naive"):
        print(
            f"{way:6} body F1 {result[way]['f1_no_rule']:.2f} without rules, {result[way]['f1_all_rules']:.2f} with all"
        )


def share(count: int, of: int) -> str:
    return f"1 in {of / count:,.0f}" if count else f"none in {of:,}"


if __name__ == "__main__":
    main()
