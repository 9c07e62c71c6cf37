"""What the class of an inline element can say about its text: hidden, for screen readers alone; or a break of line."""

import re
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

# The field's standard names for text that only screen readers speak. Origin: Bootstrap (sr-only, visually-hidden),
# WordPress (screen-reader-text), Foundation (show-for-sr), Drupal (element-invisible), Salesforce (assistive-text),
# HTML5 Boilerplate (visuallyhidden), SUIT (hiddenVisually). What stands before them is a prefix ("u-", "Footer_"),
# what follows a "_" the mark of a CSS module ("visuallyHidden__BwEVx").
_HIDDEN: Final = re.compile(
    r"(?:[\w-]*[_-])?"
    r"(?:visually[_-]?hidden|hidden-?visually|visual-hidden|sr-?only|show-for-sr|screen-?reader(?:-?(?:text|only))?"
    r"|screen-reader-shortcut|element-invisible|assistive-text|off-?screen|a11y-hidden|(?:is-)?aural)"
    r"(?:-focusable)?(?:_[\w-]*)?"
)
# Real ones have some hundred characters, of which these patterns cost next to nothing.
_LONGEST_CLASS: Final = 1_000
# "sm:sr-only" and "md:not-sr-only" hide on some screens only; "focus:not-sr-only" shows a link to who tabs to it.
_SHOWN: Final = re.compile(r"(?:^|[\s:_-])(?:not?|un)[_-](?:sr|screen|visual)|@")
_FOCUSED: Final = ("focus", "active")
# Any hidden name holds one of these: a quick look before the slow one.
HIDDEN_PARTS: Final = (
    *("a11y-hidden", "assistive", "aural", "element-invisible", "for-sr", "off-screen", "offscreen"),
    *("screen-reader", "screenreader", "sr-only", "sronly", "visual"),
)
# What names the text after it says what that is, to us as well: "Image copyright", "By". One language a line.
_NAMES_WHAT_FOLLOWS: Final = re.compile(
    r"(?:(?:image|photo|picture|media)\s+)?(?:copyright|credits?|source|(?:(?:photo|written)\s+)?by|photographer|author)"
    r"|(?:bild|foto|text)?(?:quelle|rechte|autor(?:in)?|fotograf(?:in)?)|(?:(?:bild|foto|text)\s+)?von"
    r"|crédits?(?:\s+photo)?|auteure?|par|fuente|crédito|fotógrafo|autora?|por|fonte|di|bron|door|kilde|källa|av|af"
    r"|©|фото|автор|источник|写真|撮影|사진|출처",
    re.IGNORECASE,
)
# Longer texts are no help for screen readers but a story that a script shows later.
LONGEST_HIDDEN: Final = 100
BREAK_CLASS: Final = "br"


def hides_text(class_name: str) -> bool:
    """Does this ``class`` leave its element's text to screen readers alone? One that is very long does not."""
    return len(class_name) <= _LONGEST_CLASS and _hides_text(class_name)


@lru_cache(4096)
def _hides_text(class_name: str) -> bool:
    names = [name for name in class_name.lower().split() if not _acts_when_focused(name)]
    return not _SHOWN.search(" ".join(names)) and any(map(_HIDDEN.fullmatch, names))


def _acts_when_focused(name: str) -> bool:
    """Is it "focus:not-sr-only" and the like? No pattern says so: on a name made to hurt one takes minutes."""
    condition = name[:-1].rpartition(":")[0]
    return any(word in condition for word in _FOCUSED)


def is_for_screen_readers(element: HtmlElement) -> bool:
    """Is this inline element's text a short one for screen readers alone, as ", opens new tab"?

    What `is_mere_help` says is none stays.
    """
    class_name = element.get("class")
    if not class_name:
        return False
    folded = class_name.lower()
    if not any(part in folded for part in HIDDEN_PARTS) or not hides_text(class_name):
        return False
    text = str(element.text_content())
    return len(text) <= LONGEST_HIDDEN and is_mere_help(text)


def is_mere_help(text: str) -> bool:
    """Is a hidden text no part of what it stands in? Marks alone part texts, and words may name what follows.

    "Ferry<span class='visually-hidden'>: </span>Sunday" is not "FerrySunday", nor a credit a caption.
    """
    return any(map(str.isalnum, text)) and not _NAMES_WHAT_FOLLOWS.fullmatch(text.strip(" \n\t:,"))


def is_line_break(element: HtmlElement) -> bool:
    """Is it an empty element whose class says ``br``, as some editors write a break of line?"""
    return not len(element) and not element.text and BREAK_CLASS in element.get("class", "").split()
