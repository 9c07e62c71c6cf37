"""``scrapy explain``: see ``newscrawler explain --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``explain``."""

    name = "explain"
