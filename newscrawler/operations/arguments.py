"""What can be typed: every command with its arguments and an example. Imports nothing that takes time to load."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newscrawler import __version__
from newscrawler.errors import UsageError
from newscrawler.operations.command_arguments import (
    add_article_arguments,
    add_articles_arguments,
    add_clean_arguments,
    add_clusters_arguments,
    add_completion_arguments,
    add_config_arguments,
    add_crawl_arguments,
    add_demo_arguments,
    add_doctor_arguments,
    add_errors_arguments,
    add_explain_arguments,
    add_fetch_arguments,
    add_reprocess_arguments,
    add_rules_arguments,
    add_runs_arguments,
    add_schema_arguments,
    add_status_arguments,
)
from newscrawler.operations.common_arguments import add_common
from newscrawler.operations.db_arguments import add_db_arguments
from newscrawler.operations.export_arguments import add_export_arguments
from newscrawler.operations.outlet_arguments import (
    add_outlets_arguments,
    add_preview_arguments,
    add_sample_arguments,
)
from newscrawler.operations.schedule_arguments import add_schedule_arguments
from newscrawler.operations.usage import ArgumentReader, refuse_unknown


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: also that of the module in ``operations`` that runs it, unless ``module`` names another.
        summary: one line for the list of commands.
        examples: command lines without the program's name, each with what it does.
        add_arguments: fills a parser.
        needs_sound_environment: it is not run while variables of the environment are wrong.
    """

    name: str
    summary: str
    examples: Sequence[tuple[str, str]]
    add_arguments: Callable[[argparse.ArgumentParser], None]
    module: str = ""
    needs_sound_environment: bool = True


def read_arguments(given: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; ``options.command`` is the Command.

    Raises:
        UsageError: it asks for something that does not exist; says what was probably meant.
    """
    parser = command_parser()
    if not given:
        parser.print_help()
        raise SystemExit(UsageError.exit_code)
    options, unknown = parser.parse_known_args(list(given))
    refuse_unknown(options.parser, unknown)
    return options


def command_parser() -> ArgumentReader:
    """The parser of the whole command line."""
    parser = ArgumentReader(
        prog="newscrawler",
        description="Fetches news articles, keeps the story and nothing else, stores it in MongoDB.",
        epilog="example:\n  newscrawler demo\n      three invented outlets, from their sites to clean articles\n\n"
        "exit codes: 0 done, 1 failed, 2 usage, 3 configuration, 4 database,\n"
        "  5 no listing had a single link, 130 stopped by a signal",
    )
    parser.add_argument("--version", action="version", version=f"newscrawler {__version__}")
    add_common(parser)
    parser.set_defaults(json=False, debug=False, scrapy_settings=None)
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")
    for command in COMMANDS.values():
        lines = "".join(f"\n  newscrawler {line}\n      {what}" for line, what in command.examples)
        one = commands.add_parser(
            command.name, help=command.summary, description=command.summary, epilog=f"examples:{lines}"
        )
        one.set_defaults(parser=one, command=command)
        command.add_arguments(one)
        add_common(one)
    return parser


_ALL = (
    Command(
        "demo",
        "Three invented outlets on this machine, end to end.",
        (
            ("demo", "crawls them into the embedded database, and shows what came in"),
            ("demo --serve", "only serves their sites, to practise on"),
        ),
        add_demo_arguments,
    ),
    Command(
        "crawl",
        "Fetch what is new at these outlets, and store it.",
        (
            ("crawl us_koreadaily", "one outlet"),
            ("crawl --due", "what the schedule says is due now"),
            ("crawl us_koreadaily --from 2024-01-01 --to 2024-03-31", "back-fill: what it published on these days"),
            ("crawl --from-warc dump.warc.gz", "stored pages instead of the network"),
            ("crawl --from-warc dump.warc.gz --no-store", "only reads and counts them"),
        ),
        add_crawl_arguments,
        module="crawl_choice",
    ),
    Command(
        "schedule",
        "Crawl every outlet at its time, for ever; or show the plan.",
        (
            ("schedule", "until a signal ends it; on several machines they share the work"),
            ("schedule --once", "what is due now, then ends: for cron and timers"),
            ("schedule --show", "the next runs, with their reasons"),
        ),
        add_schedule_arguments,
    ),
    Command(
        "fetch",
        "One article through the whole pipeline, printed.",
        (
            ("fetch https://www.example.com/news/1.html", "fetches it, politely"),
            ("fetch page.html --url https://www.example.com/news/1.html", "reads a saved page"),
        ),
        add_fetch_arguments,
    ),
    Command(
        "explain",
        "Every block of a page: kept or removed, and why.",
        (
            ("explain https://www.example.com/news/1.html", "a stored page where there is one"),
            ("explain page.html --url https://www.example.com/news/1.html", "a saved page"),
        ),
        add_explain_arguments,
    ),
    Command(
        "clean",
        "Articles from text dumps, without what is not their story.",
        (
            ("clean dump.txt", "one article, and what was taken out of it"),
            ("clean archive/ --json > articles.jsonl", "every text in a folder, an object each"),
        ),
        add_clean_arguments,
    ),
    Command(
        "rules",
        "The boilerplate rules: what each takes, and how much it took.",
        (
            ("rules --outlet us_koreadaily --since 7d", "counts of one outlet's runs"),
            ("rules related", "all that is known of one, and how to switch it off"),
        ),
        add_rules_arguments,
    ),
    Command(
        "reprocess",
        "Read stored articles again; the difference first.",
        (
            ("reprocess --outlet us_koreadaily", "what today's rules, file and furniture would change"),
            ("reprocess --outlet us_koreadaily --apply", "writes it, as new versions"),
            ("reprocess --quarantine", "tries again to store what could not be written"),
        ),
        add_reprocess_arguments,
    ),
    Command(
        "preview",
        "What a crawl of an outlet would store; stores nothing.",
        (("preview us_koreadaily", "ten of its articles"), ("preview us_koreadaily --limit 40", "forty")),
        add_preview_arguments,
    ),
    Command(
        "sample",
        "Save a page and the article that it must give, as a test.",
        (
            ("sample de_elbkurier https://www.elbkurier.example/artikel/4711", "fetches the page"),
            ("sample de_elbkurier page.html --name liveblog", "takes a saved page"),
            ("sample de_elbkurier liveblog/page.html --update", "reads the page of that sample anew"),
        ),
        add_sample_arguments,
    ),
    Command(
        "articles",
        "Stored articles: list, search, follow.",
        (
            ("articles ferry --since 3d", "the last three days' articles that mention ferry"),
            ("articles --json --cursor 1200", "all that became visible since cursor 1200"),
        ),
        add_articles_arguments,
    ),
    Command(
        "article",
        "One stored article.",
        (
            ("article https://www.example.com/news/1.html", "by its address"),
            ("article ID --raw > page.html", "the page it was read from"),
        ),
        add_article_arguments,
    ),
    Command(
        "clusters",
        "Stories that are stored more than once: who was first.",
        (
            ("clusters --agency AFP --since 3d", "of which a copy came in the last three days"),
            ("clusters ID", "all copies of one story, what each is, and how sure"),
        ),
        add_clusters_arguments,
    ),
    Command(
        "export",
        "Articles into a file: JSON lines or CSV, also compressed.",
        (
            ("export articles.jsonl.zst", "all of them, compressed"),
            ("export new.csv --since 1200 --fields url,title,published_at", "what changed since, as a table"),
            ("export - --outlet us_koreadaily | wc -l", "to another program"),
        ),
        add_export_arguments,
    ),
    Command(
        "errors",
        "URLs that did not become articles, grouped by cause.",
        (
            ("errors --outlet us_koreadaily", "of one outlet"),
            ("errors --kind timeout --json", "every URL with its reason"),
            ("errors --retry --kind timeout", "fetches them again now"),
        ),
        add_errors_arguments,
    ),
    Command(
        "runs", "Past runs, newest first.", (("runs --outlet us_koreadaily", "of one outlet"),), add_runs_arguments
    ),
    Command(
        "status",
        "The health of each outlet in a word, and why; red first.",
        (
            ("status", "those of which something is to be said, and what to type next"),
            ("status us_koreadaily", "one outlet, however it is"),
        ),
        add_status_arguments,
    ),
    Command(
        "outlets",
        "The outlets: list, show, add, test, pause.",
        (("outlets list", "all"), ("outlets new de_elbkurier https://www.elbkurier.example/", "a file for one more")),
        add_outlets_arguments,
    ),
    Command(
        "db",
        "The database: make, migrate, verify, copy; what waits for it.",
        (("db init", "collections, validators and indexes"), ("db migrate --dry-run", "what an update would change")),
        add_db_arguments,
    ),
    Command(
        "doctor",
        "Is this machine ready? What is not, and how to mend it.",
        (("doctor", "python, settings, database, disk, clock and more"),),
        add_doctor_arguments,
        needs_sound_environment=False,
    ),
    Command(
        "config",
        "Every setting in force, and where it comes from.",
        (("config", "ours"), ("config delay --outlet us_koreadaily --all", "those with 'delay' in the name")),
        add_config_arguments,
        needs_sound_environment=False,
    ),
    Command(
        "completion",
        "Print what makes a shell complete our commands.",
        (
            ("completion bash >> ~/.bashrc", "for every bash that is opened from now on"),
            ("completion fish > ~/.config/fish/completions/newscrawler.fish", "the same for fish"),
        ),
        add_completion_arguments,
        needs_sound_environment=False,
    ),
    Command(
        "schema",
        "The JSON Schema of stored documents.",
        (("schema article", "of an article"), ("schema --json", "of all, one a line")),
        add_schema_arguments,
    ),
)
COMMANDS: dict[str, Command] = {command.name: command for command in _ALL}
