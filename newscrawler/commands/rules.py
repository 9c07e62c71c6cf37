"""``scrapy rules``: see ``newscrawler rules --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``rules``."""

    name = "rules"
