"""``scrapy export``: see ``newscrawler export --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``export``."""

    name = "export"
