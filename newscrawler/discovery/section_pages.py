"""Where a section goes on: its next page, by ``rel=next``, by a number in the address, by the word on the link."""

import re
from itertools import islice

from newscrawler.discovery.plain_text import tidy_text
from newscrawler.discovery.xml_document import Element
from newscrawler.urls import join_url, url_key

# Where an address carries the number of a page: query parameters and path segments of common editorial systems.
_PAGE_NUMBER = re.compile(
    r"(?:[?&](?:page|paged|pagina|page_no|pg|pagenum|seite|strona|sida)=|/(?:page|pagina|seite|strona|sida)[/-]?)(\d{1,4})(?=[/&.?]|$)",
    re.IGNORECASE,
)
_NEXT_WORDS = re.compile(
    r"next|older( posts)?|more stories|load more|weiter|nächste( seite)?|ältere|suivant(e)?|page suivante|siguiente"
    r"|próxim[ao]|successiv[ao]|avanti|volgende|neste|nästa|næste|seuraava|następna|dalej|další|вперед|следующая|далее|次へ|次のページ"
    r"|下一页|下一頁|다음|التالي|sonraki|tiếp|»|›|>|>>|→",
    re.IGNORECASE,
)
MAX_LINKS = 5000  # no honest section page has more; each costs a tenth of a millisecond
_ORNAMENTS = " \t«»‹›<>→…."


def next_pages(root: Element, base: str, url: str) -> tuple[str, ...]:
    """The address of the section's next page, or nothing.

    Args:
        root: the page.
        base: what its links are relative to.
        url: the page's own address.
    """
    declared = [node for node in root.iter("link", "a") if "next" in (node.get("rel") or "").lower().split()]
    for address in (*_addresses(declared, base), *_numbered(root, base, url), *_worded(root, base, url)):
        if url_key(address) != url_key(url):
            return (address,)
    return ()


def _addresses(nodes: list[Element], base: str) -> list[str]:
    joined = (join_url(base, node.get("href") or "") for node in nodes if node.get("href"))
    return [address.partition("#")[0] for address in joined if address]


def _numbered(root: Element, base: str, url: str) -> list[str]:
    """The link to this section's page with the next number, if there is one."""
    stem, number = _stem_and_number(url)
    found: dict[int, tuple[str, str]] = {}
    for node in islice(root.iter("a"), MAX_LINKS):
        for address in _addresses([node], base):
            other_stem, other = _stem_and_number(address)
            if other is not None and other_stem == stem:
                found.setdefault(other, (address, "".join(str(text) for text in node.itertext()).strip()))
    if number is None:  # counted from 0 or from 1: the link with the text "2" knows
        second = [address for address, text in found.values() if text == "2"]
        later = [place for place in found if place >= 1]
        return second or ([found[min(later)][0]] if later else [])
    return [found[number + 1][0]] if number + 1 in found else []


def _worded(root: Element, base: str, url: str) -> list[str]:
    """A link below this section's own path that says "next", or the like."""
    stem, _ = _stem_and_number(url)
    found = []
    for node in islice(root.iter("a"), MAX_LINKS):
        text = tidy_text("".join(str(text) for text in node.itertext()), 60) or node.get("aria-label") or ""
        if _NEXT_WORDS.fullmatch(text.strip(_ORNAMENTS) or text.strip()):
            found += [address for address in _addresses([node], base) if _stem_and_number(address)[0] == stem]
    return found


def _stem_and_number(url: str) -> tuple[str, int | None]:
    """The key of the address without its page number, and that number."""
    found = _PAGE_NUMBER.search(url)
    if not found:
        return url_key(url), None
    rest = url[found.end() :]
    start = url[: found.start()]
    if found[0].startswith("?") and rest.startswith("&"):
        rest = "?" + rest[1:]
    return url_key(start + rest), int(found[1])
