"""May everybody read it, and may machines learn from it: what the page says about access, licence and opting out."""

import re
from typing import Any

from newscrawler.extraction.json_ld import LinkedData, as_list, plain_text
from newscrawler.extraction.page_head import PageHead

# Values of the content tier and its kin, lower case. From the documentation of Facebook's content tiers, Piano, Cxense.
NOT_FREE = frozenset(
    {
        "hard",
        "locked",
        "metered",
        "paid",
        "pay",
        "paywall",
        "plus",
        "premium",
        "registration",
        "subscriber",
        "subscription",
    }
)
FREE = frozenset({"free", "open", "public", "unlocked"})
TIER_META = (
    "article:content_tier",
    "content_tier",
    "lp:premium",
    "cxenseparse:articletype-paid",
    "paywall",
    "premium",
    "pay_attribute",
    "isaccessibleforfree",
)
_YES = frozenset({"true", "yes", "1", "http://schema.org/true", "https://schema.org/true"})
_NO = frozenset({"false", "no", "0", "http://schema.org/false", "https://schema.org/false"})
_YES_OR_NO = _YES | _NO
_TIERS = NOT_FREE | FREE
_SAYS_PAID = _YES | NOT_FREE
_TIER_NAMES = frozenset({"article:content_tier", "content_tier", "pay_attribute"})
_OPT_OUT = ("noai", "noimageai", "noml")
_OPT_OUT_WORD = re.compile(r"\b(?:noai|noimageai|noml)\b")


def read_access(head: PageHead, data: LinkedData) -> tuple[bool | None, str | None]:
    """Is the text free, and the statement that says so, for example ``json_ld isAccessibleForFree: false``."""
    for node in data.articles[:4]:
        if (value := _yes_or_no(node.get("isAccessibleForFree"))) is not None:
            return value, f"json_ld isAccessibleForFree: {'true' if value else 'false'}"
    if (tier := _stated_tier(head)) is not None:
        return tier
    for node in data.articles[:4]:
        for part in as_list(node.get("hasPart"))[:20]:
            if isinstance(part, dict) and _yes_or_no(part.get("isAccessibleForFree")) is False:
                return False, "json_ld hasPart isAccessibleForFree: false"
    return None, None


def _stated_tier(head: PageHead) -> tuple[bool, str] | None:
    for name in TIER_META:
        if name not in head.meta:
            continue
        text = head.meta[name][0].lower()
        if name in _TIER_NAMES and text in _TIERS:
            return text in FREE, f"meta {name}: {text}"
        if name == "isaccessibleforfree" and text in _YES_OR_NO:
            return text in _YES, f"meta isAccessibleForFree: {'true' if text in _YES else 'false'}"
        if text in _SAYS_PAID:
            return False, f"meta {name}: {text}"
    return None


def _yes_or_no(value: Any) -> bool | None:  # noqa: ANN401 - JSON comes in here
    if isinstance(value, bool):
        return value
    text = (plain_text(value) or "").lower()
    return True if text in _YES else False if text in _NO else None


def read_license(head: PageHead, data: LinkedData) -> str | None:
    """The licence as the page states it: an address or a name; never a mere copyright line."""
    stated = data.first("license")
    text = (
        plain_text(stated)
        if not isinstance(stated, dict)
        else plain_text(stated.get("url") or stated.get("@id") or stated)
    )
    linked = next(iter(head.links.get("license", ())), None)
    found = text or linked or head.first("dcterms.license", "dc.rights.license")
    return found[:500] if found else None


def read_ai_opt_out(head: PageHead) -> bool | None:
    """True where the page forbids text and data mining or training; False where it allows it by name; None: silent."""
    robots = " ".join(head.every("robots", "googlebot", "bingbot")).lower()
    if any(word in robots for word in _OPT_OUT) and _OPT_OUT_WORD.search(robots):
        return True
    reserved = (head.first("tdm-reservation") or "").strip()
    return True if reserved == "1" else False if reserved == "0" else None
