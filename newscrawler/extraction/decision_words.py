"""The numbers behind the decision about a block, in words. Compiled, see docs/architecture.md."""

from typing import Final

_HUNDREDTHS: Final = [f"{number / 100:.2f}" for number in range(101)]
# A number this much nearer to one hundredth than to the next is rounded to it, however it is rounded.
_NEARER: Final = 0.4999


def describe_decision(chance: float, threshold: float, words: int, link_share: float) -> str:
    """The numbers behind a decision: ``"0.12 under 0.41; 5 words, 80 % links"``; chances and shares from 0 to 1."""
    side = " over " if chance >= threshold else " under "
    counted = " word, " if words == 1 else " words, "
    links = f"{100 * link_share:.0f} % links" if link_share else "no links"
    return in_hundredths(chance) + side + in_hundredths(threshold) + "; " + str(words) + counted + links


def in_hundredths(share: float) -> str:
    """A number from 0 to 1 with two decimals, from a table but where it may be rounded either way."""
    hundredths = 100 * share
    nearest = int(hundredths + 0.5)
    distance = hundredths - nearest
    if -_NEARER < distance < _NEARER:
        return _HUNDREDTHS[nearest]
    return f"{share:.2f}"
