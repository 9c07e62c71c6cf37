"""``scrapy db``: see ``newscrawler outlets --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``db``."""

    name = "db"
