"""``scrapy status``: see ``newscrawler status --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``status``."""

    name = "status"
