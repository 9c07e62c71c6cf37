"""``scrapy config``: see ``newscrawler config --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``config``."""

    name = "config"
