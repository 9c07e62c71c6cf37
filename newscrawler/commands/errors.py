"""``scrapy errors``: see ``newscrawler errors --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``errors``."""

    name = "errors"
