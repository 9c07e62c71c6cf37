"""The arguments of ``db``: what is done with the database as a whole."""

import argparse
from dataclasses import dataclass

from newscrawler.operations.common_arguments import add_common, positive

# With a limit of 4000, 2,000,000 articles (26 million anchors) take 2.3 GB, and 49 s of CPU. What is more than the
# limit goes to the disk.
REDEDUPE_MEMORY_MB = 1000


@dataclass(frozen=True, slots=True)
class _Action:
    """One word after ``db``: its line in the list of actions, and examples, each with what it does."""

    name: str
    summary: str
    examples: tuple[tuple[str, str], ...]


_ACTIONS = (
    _Action("init", "Make collections, validators and indexes.", (("init", "says what it made; safe to repeat"),)),
    _Action("stats", "How much is stored, and how large it is.", (("stats", "each collection, and the cursor"),)),
    _Action(
        "migrate",
        "Bring a database of an older version up to date.",
        (
            ("migrate --dry-run", "what would change, and how many documents"),
            ("migrate", "does it; goes on where a killed one stopped"),
        ),
    ),
    _Action(
        "verify",
        "Is all of it there, and does it fit together?",
        (
            ("verify", "reads every document, changes nothing"),
            ("verify --clusters", "compares what was left, and puts the clusters of copies right"),
        ),
    ),
    _Action(
        "rededupe",
        "Find copies in the whole archive anew.",
        (
            ("rededupe", "tells which articles would stand elsewhere; needs the extra duckdb"),
            ("rededupe --apply", "writes that; crawls may go on meanwhile"),
        ),
    ),
    _Action(
        "copy",
        "Copy a database into another, and compare them.",
        (
            ("copy embedded mongodb://db.example/news", "from this machine to a real MongoDB"),
            ("copy env:OLD_URI /srv/news", "into an embedded one's folder; no password in the list of processes"),
        ),
    ),
    _Action(
        "spool",
        "What waits on this machine for the database.",
        (("spool", "how much there is, and since when"), ("spool --replay", "stores it now")),
    ),
)


def add_db_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``db`` takes."""
    actions = parser.add_subparsers(metavar="ACTION", required=True, title="actions")
    made = {}
    for action in _ACTIONS:
        lines = "".join(f"\n  newscrawler db {line}\n      {what}" for line, what in action.examples)
        one = actions.add_parser(
            action.name,
            help=action.summary.rstrip("."),
            description=action.summary,
            epilog=f"examples:{lines}",
        )
        one.set_defaults(parser=one, action=action.name)
        made[action.name] = one
    made["migrate"].add_argument("--dry-run", action="store_true", help="change nothing: tell what would be changed")
    for name, what in (("source", "copied"), ("target", "copied into: empty, or an unfinished copy")):
        made["copy"].add_argument(
            name,
            metavar={"source": "FROM", "target": "TO"}[name],
            help=f"the database that is {what}: 'embedded', an embedded one's folder, a mongodb:// address, or "
            "env:NAME of a variable that holds one",
        )
    made["copy"].add_argument(
        "--again",
        action="store_true",
        help="bring a finished copy up to date with what FROM got since; deletes nothing",
    )
    made["rededupe"].add_argument(
        "--apply", action="store_true", help="write what changes; without it nothing is written"
    )
    made["rededupe"].add_argument(
        "--memory",
        type=positive,
        default=REDEDUPE_MEMORY_MB,
        metavar="MB",
        help=f"what grouping takes before it goes to the disk (default: {REDEDUPE_MEMORY_MB})",
    )
    made["verify"].add_argument(
        "--clusters",
        action="store_true",
        help="of copies only: compare articles that a killed crawl left, put right the clusters that are not; safe to "
        "repeat, and beside crawls",
    )
    made["spool"].add_argument("--replay", action="store_true", help="store it now, in its order")
    made["stats"].add_argument("--all", action="store_true", help="every outlet, not only the largest")
    for one in made.values():
        add_common(one)
