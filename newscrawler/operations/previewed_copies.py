"""Which of the articles of a preview are copies of earlier ones: by the rules by which stored articles are."""

from collections.abc import Sequence

from newscrawler.duplicates.comparing import PreparedText, prepare
from newscrawler.duplicates.first_owners import Arrival, FirstOwners
from newscrawler.duplicates.matching import judge
from newscrawler.model.article import Article
from newscrawler.model.copy_link import CopyKind


def copies_among(articles: Sequence[Article]) -> dict[int, tuple[int, CopyKind]]:
    """Number of an article (from 0) -> that of the earlier one whose text it has, and what it is beside that."""
    owners, texts, copies = FirstOwners(), dict[str, PreparedText](), dict[int, tuple[int, CopyKind]]()
    for number, article in enumerate(articles):
        fingerprint, key = article.fingerprint, str(number)
        if fingerprint is None:
            continue
        texts[key] = prepare(article.body, article.title or "")
        place = owners.place(Arrival(key, fingerprint.content_hash, fingerprint.anchors))
        candidates = sorted(place.to_compare, key=int)
        if copy := judge(texts[key], [(one, texts[one]) for one in candidates]).copy:
            copies[number] = int(copy.article), copy.kind
    return copies
