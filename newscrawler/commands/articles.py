"""``scrapy articles``: see ``newscrawler articles --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``articles``."""

    name = "articles"
