"""``scrapy doctor``: see ``newscrawler doctor --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``doctor``."""

    name = "doctor"
