"""``scrapy clusters``: see ``newscrawler clusters --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``clusters``."""

    name = "clusters"
