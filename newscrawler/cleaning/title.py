"""The title without the site's name at its end."""

import re

from newscrawler.words import count_words, fold_text

_SEPARATOR = re.compile(r"\s+(?:[|\-–—·•»›/]|::|<)\s+|\s*[|｜]\s*|\s+[:：]\s+")


def strip_site_name(title: str, names: tuple[str | None, ...]) -> str:
    """The title without an outlet's name after or before a separator: ``Bridge reopens | Elbkurier``.

    Names are compared folded and without spaces, so that ``FAZ.NET`` is found as ``faz.net``. A title that is nothing
    but the name stays.
    """
    known = {_squeeze(name) for name in names if name} - {""}
    for _ in range(2):
        shorter = _without_last(title, known) or _without_first(title, known)
        if shorter is None:
            return title
        title = shorter
    return title


def _without_last(title: str, known: set[str]) -> str | None:
    found = list(_SEPARATOR.finditer(title))[-3:]
    for separator in found:
        if _squeeze(title[separator.end() :]) in known:
            return _if_enough(title[: separator.start()])
    return None


def _without_first(title: str, known: set[str]) -> str | None:
    separator = _SEPARATOR.search(title)
    if separator and _squeeze(title[: separator.start()]) in known:
        return _if_enough(title[separator.end() :])
    return None


def _if_enough(rest: str) -> str | None:
    rest = rest.strip()
    return rest if count_words(rest) >= 2 else None


def _squeeze(name: str) -> str:
    return fold_text(name).replace(" ", "")
