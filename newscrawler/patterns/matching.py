"""Expressions of an outlet's file, tried on addresses."""

import re
from collections.abc import Iterable

# Longer addresses are never requested (`URLLENGTH_LIMIT`): no more of one is looked at, whatever the expression costs.
_LONGEST_URL = 2_083


def any_found_in(patterns: Iterable[str], url: str) -> bool:
    """Is one of the expressions found in the address?"""
    url = url[:_LONGEST_URL]
    return any(re.search(pattern, url) for pattern in patterns)
