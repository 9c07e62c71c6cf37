"""What each HTML element does to the text around it."""

from typing import Final

INLINE: Final = 0
BLOCK: Final = 1
SKIPPED: Final = 2
BREAK: Final = 3
LINK: Final = 4
STRONG: Final = 5
CELL: Final = 6
TABLE: Final = 7
BORDERS: Final = frozenset({BLOCK, TABLE})
CELL_TAGS: Final = frozenset({"td", "th"})
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What no heading holds inside a div that holds all of it; one with more characters is a tag that nobody closed.
PARTS_OF_HEADING: Final = frozenset({"div", "p", "ul"}) | HEADINGS
LONGEST_HEADING: Final = 300

# What an element does to the text around it. Origin: the HTML standard's default style sheet; media, form controls and
# what a browser with scripts does not show are skipped.
ROLES: Final = {
    "a": LINK,
    "address": BLOCK,
    "area": SKIPPED,
    "article": BLOCK,
    "aside": BLOCK,
    "audio": SKIPPED,
    "b": STRONG,
    "blockquote": BLOCK,
    "body": BLOCK,
    "br": BREAK,
    "button": BLOCK,
    "canvas": SKIPPED,
    "caption": BLOCK,
    "center": BLOCK,
    "datalist": SKIPPED,
    "dd": BLOCK,
    "details": BLOCK,
    "dialog": BLOCK,
    "dir": BLOCK,
    "div": BLOCK,
    "dl": BLOCK,
    "dt": BLOCK,
    "em": STRONG,
    "embed": SKIPPED,
    "fieldset": BLOCK,
    "figcaption": BLOCK,
    "figure": BLOCK,
    "footer": BLOCK,
    "form": BLOCK,
    "frameset": SKIPPED,
    "h1": BLOCK,
    "h2": BLOCK,
    "h3": BLOCK,
    "h4": BLOCK,
    "h5": BLOCK,
    "h6": BLOCK,
    "head": SKIPPED,
    "header": BLOCK,
    "hgroup": BLOCK,
    "hr": BLOCK,
    "html": BLOCK,
    "i": STRONG,
    "iframe": SKIPPED,
    "img": SKIPPED,
    "input": SKIPPED,
    "legend": BLOCK,
    "li": BLOCK,
    "link": SKIPPED,
    "main": BLOCK,
    "map": SKIPPED,
    "menu": BLOCK,
    "meta": SKIPPED,
    "nav": BLOCK,
    "noembed": SKIPPED,
    "noframes": SKIPPED,
    "noscript": SKIPPED,
    "object": SKIPPED,
    "ol": BLOCK,
    "p": BLOCK,
    "picture": SKIPPED,
    "pre": BLOCK,
    "script": SKIPPED,
    "search": BLOCK,
    "section": BLOCK,
    "select": SKIPPED,
    "strong": STRONG,
    "style": SKIPPED,
    "summary": BLOCK,
    "svg": SKIPPED,
    "table": TABLE,
    "tbody": BLOCK,
    "td": CELL,
    "template": SKIPPED,
    "textarea": SKIPPED,
    "tfoot": BLOCK,
    "th": CELL,
    "thead": BLOCK,
    "title": SKIPPED,
    "tr": BLOCK,
    "ul": BLOCK,
    "video": SKIPPED,
}
