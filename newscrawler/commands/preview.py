"""``scrapy preview``: see ``newscrawler preview --help``."""

from newscrawler.operations.scrapy_command import OperationCommand


class Command(OperationCommand):
    """The command ``preview``."""

    name = "preview"
