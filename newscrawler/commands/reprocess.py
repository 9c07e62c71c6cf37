"""``scrapy reprocess``: see ``newscrawler reprocess --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``reprocess``."""

    name = "reprocess"
