"""``scrapy db``: see ``newscrawler db --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``db``."""

    name = "db"
