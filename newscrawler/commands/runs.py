"""``scrapy runs``: see ``newscrawler runs --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``runs``."""

    name = "runs"
