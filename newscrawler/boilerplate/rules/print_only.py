"""Notes that only the printed page shows: "Printed from elbkurier.example on 5 March"."""

from newscrawler.boilerplate.rule import Rule, each, trail_mentions

PRINT_ONLY = Rule(
    "print_only",
    each(trail_mentions("only-print", "print-only", "printonly", "visible-print", max_words=20)),
    "notes that only the printed page shows",
)
