"""What an outlet's memory takes and leaves, shape by shape, as its articles become more: invented outlets, no crawl.

    python trials/furniture_curve.py [--outlets 24] [--articles 400] [--json] [--shapes | --looks]

Invented articles go through rules, sightings, counting and learning, one after another as a crawl takes them. Printed
for each shape: the share (%) of its pieces that were taken from the first 12, 20, 35 ... articles once the outlet's
memory had seen so many (as after healing), and how many pieces there are in all; of junk also what a rule took. What
must go should come to 100, what must stay to 0. Exit 1 where more than 0.1 % of what must stay is taken in the end.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from invented_news import InventedOutlet, Story

from newscrawler.boilerplate.block_hash import block_hash, open_names, template_hash
from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.boilerplate.furniture_counting import count_articles, count_blocks
from newscrawler.boilerplate.furniture_learning import Sample, furniture_of, judge_blocks
from newscrawler.boilerplate.sighting import author_names, note_sighting
from newscrawler.boilerplate.strip import strip_boilerplate
from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block
from newscrawler.model.furniture import FURNITURE_RULE, Furniture, RepeatedBlock, StoredSighting
from newscrawler.model.outlet import Outlet

STEPS = (12, 20, 35, 50, 100, 200, 400)
MOST_LOST = 0.1  # percent of what must stay
KEPT, NEVER = "kept", "taken by a rule"


def main() -> int:
    options = read_options()
    steps = [step for step in STEPS if step <= options.articles]
    taken: dict[int, Counter[str]] = defaultdict(Counter)
    there: dict[int, Counter[str]] = defaultdict(Counter)
    by_rule: Counter[str] = Counter()
    told: dict[str, str] = {}
    for number in range(options.first, options.first + options.outlets):
        invented = InventedOutlet(number, is_hard=options.hard)
        for step, counted in follow(invented, steps, options, told):
            for (shape, fate), count in counted.items():
                for name in (shape, f"{shape.partition('|')[0]}|all"):
                    there[step][name] += count
                    taken[step][name] += count * (fate != KEPT)
                if step == steps[-1] and fate.startswith(NEVER):
                    by_rule[f"{shape}: {fate}"] += count
    rows = list(table(taken, there, steps))
    result = {"trial": "furniture_curve", "outlets": options.outlets, "shapes": rows, "by_rule": dict(by_rule)}
    lost = next(row["taken"][-1] for row in rows if (row["must"], row["shape"]) == ("stay", "all"))
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
        return int(lost > MOST_LOST)
    print_table(rows, steps, by_rule)
    if options.why:
        for line in sorted(told.items()):
            print(*line, sep="\n      ")
    return int(lost > MOST_LOST)


def print_table(rows: list[dict[str, Any]], steps: list[int], by_rule: Counter[str]) -> None:
    print(f"{'taken of, %':34s}{'pieces':>8s}" + "".join(f"{step:>8d}" for step in steps))
    for row in rows:
        shares = "".join("       -" if share is None else f"{share:8.1f}" for share in row["taken"])
        print(f"{row['must']:>5s} {row['shape']:28s}{row['pieces']:8d}{shares}")
    for line, count in by_rule.most_common():
        print(f"{count:8d}  {line}")


def follow(
    invented: InventedOutlet, steps: list[int], options: argparse.Namespace, told: dict[str, str]
) -> Iterator[tuple[int, Counter[tuple[str, str]]]]:
    """The fates of the pieces of an outlet's first articles, at each step."""
    outlet = Outlet(id=invented.id, name="Invented", language=invented.language.code, timezone="UTC", home="")
    stories = [invented.story(number) for number in range(steps[-1])]
    articles = [strip_boilerplate(as_article(invented, story), outlet) for story in stories]
    sightings: list[StoredSighting] = []
    known: list[RepeatedBlock] = []
    furniture = Furniture(invented.id)
    unlearned = 0
    for count, (story, article) in enumerate(zip(stories, articles, strict=True), 1):
        stripped = strip_furniture(article, outlet, furniture)
        sightings.append(StoredSighting(article.url, story.published_at, stripped.sighting or note_sighting(stripped)))
        unlearned += 1
        if unlearned >= max(4, count // 4) or count in steps:
            unlearned = 0
            known = learn(sightings, articles, known)
            furniture = furniture_of(invented.id, count_articles(sightings), known)
        if count in steps:
            fates: Counter[tuple[str, str]] = Counter()
            for one, before in zip(stories[:count], articles, strict=False):
                after = strip_furniture(before, outlet, furniture)
                fates.update(fates_of(one, after, invented, looks=options.looks, languages=options.languages))
            yield count, fates
            tell(stories[:count], known, told, f"{invented.id} {count:4d}")


def as_article(invented: InventedOutlet, story: Story) -> Article:
    """The story as the reader would read it."""
    blocks = tuple(
        Block(
            kind="heading" if piece.is_heading else "paragraph",
            text=piece.text,
            trail=("body", "div.story", "h2" if piece.is_heading else "p"),
            position=position,
        )
        for position, piece in enumerate(story.pieces)
    )
    return Article(
        url=f"https://news.example{story.path}",
        outlet=invented.id,
        title=story.title,
        authors=(Author(story.author),) if story.author else (),
        section=story.section,
        blocks=blocks,
        language=invented.language.code,
        container=("body", "div.story"),
        provenance={"title": "page"},
        published_at=story.published_at,
    )


def learn(sightings: list[StoredSighting], articles: list[Article], known: list[RepeatedBlock]) -> list[RepeatedBlock]:
    counted = count_blocks(sightings)
    by_url = {article.url: article for article in articles}
    wanted = {article for one in counted for article in one.samples}
    samples = {url: sample_of(by_url[url]) for url in wanted}
    return judge_blocks(counted, samples, known, now=sightings[-1].seen_at)


def sample_of(article: Article) -> Sample:
    texts = {block_hash(block.text): block.text for block in article.blocks}
    names = author_names(article)
    texts |= {template_hash(open_names(block.text, names)): block.text for block in article.blocks}
    return Sample(texts, tuple(author.name for author in article.authors))


def fates_of(
    story: Story, article: Article, invented: InventedOutlet, *, looks: bool, languages: bool
) -> Iterator[tuple[str, str]]:
    """Shape and fate of each piece: kept, furniture, or which rule took it."""
    gone = {entry.block.position: entry.rule for entry in article.removed}
    for position, piece in enumerate(story.pieces):
        rule = gone.get(position, KEPT)
        shape = piece.shape
        if shape in {"column", "column_end"} and looks:
            shape = f"{shape} 1/{invented.column_every} {invented.column_look}"
        if languages:
            shape = f"{shape} {invented.language.code}"
        must = "stay" if piece.stays else "go"
        yield f"{must}|{shape}", rule if rule in {KEPT, FURNITURE_RULE} else f"{NEVER}: {rule}"


def tell(stories: list[Story], known: list[RepeatedBlock], told: dict[str, str], when: str) -> None:
    """Note the reason for which a piece that must stay would go, or the doubt for which junk would stay."""
    shapes = {}
    for story in stories:
        for piece in story.pieces:
            shapes[block_hash(piece.text)] = piece
            shapes.setdefault(template_hash(piece.text), piece)
    for block in known:
        piece = shapes.get(block.number)
        if piece is not None and piece.stays == bool(block.reason):
            kind = "template" if block.is_template else "text"
            told[f"{piece.shape} {when} {kind} {block.place}"] = f"{block.reason or block.doubt}: {block.text[:70]}"


def table(taken: dict[int, Counter[str]], there: dict[int, Counter[str]], steps: list[int]) -> Iterator[dict[str, Any]]:
    for name in sorted(there[steps[-1]]):
        must, _, shape = name.partition("|")
        shares = [
            round(100 * taken[step][name] / there[step][name], 1) if there[step][name] else None for step in steps
        ]
        yield {"must": must, "shape": shape, "pieces": there[steps[-1]][name], "taken": shares}


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=24)
    parser.add_argument("--first", type=int, default=0, help="number of the first invented outlet")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--hard", action="store_true", help="with what can hardly be told apart, too")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--looks", action="store_true", help="columns by their share and signs")
    parser.add_argument("--languages", action="store_true", help="each shape by language")
    parser.add_argument("--why", action="store_true", help="reasons and doubts of what was judged wrongly")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
