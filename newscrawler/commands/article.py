"""``scrapy article``: see ``newscrawler article --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``article``."""

    name = "article"
