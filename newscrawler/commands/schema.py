"""``scrapy schema``: see ``newscrawler schema --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``schema``."""

    name = "schema"
