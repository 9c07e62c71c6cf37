"""``scrapy sample``: see ``newscrawler sample --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``sample``."""

    name = "sample"
