"""``scrapy clean``: see ``newscrawler clean --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``clean``."""

    name = "clean"
