"""Every error that we raise on purpose. Each carries the exit code that a command ends with."""

from dataclasses import dataclass


class NewscrawlerError(Exception):
    """What went wrong, where, and what to do next, in words for the one who typed the command."""

    exit_code = 1


class UsageError(NewscrawlerError):
    """The command line asks for something that does not exist or cannot be combined."""

    exit_code = 2


class ConfigurationError(NewscrawlerError):
    """A setting or an outlet file cannot be trusted."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in one outlet file: where it stands, what is wrong, what would be right."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


class UnknownOutletError(UsageError):
    """An outlet id that no outlet file bears."""


class OutletFileError(ConfigurationError):
    """An outlet file that was asked for by name is broken.

    Attributes:
        mistakes: every mistake found, in the order of the file.
    """

    def __init__(self, message: str, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(message)
        self.mistakes = mistakes


class StorageError(NewscrawlerError):
    """The database did not do what was asked; the cause is kept in ``__cause__``."""

    exit_code = 4


class StorageUnavailableError(StorageError):
    """The database cannot be reached, or refuses us."""


class SchemaVersionError(StorageError):
    """The documents of a database have the shapes of a version that this program does not write."""


class CursorAheadError(StorageError):
    """A consumer's cursor that this database never gave: it is another database, or an older state of it."""


class UnreadablePageError(NewscrawlerError):
    """A page that cannot be turned into an article at all: no markup, too large, too slow.

    Attributes:
        reason: one of ``model.outcome.OutcomeKind``'s values.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class UnreadableListingError(NewscrawlerError):
    """Something that was announced as a feed, sitemap or section page and is none."""


class EmptyListingError(UnreadableListingError):
    """A listing in which nothing is left, though there was something before."""


class InvalidItemError(NewscrawlerError):
    """An item of a developer's spider that is no article: names the wrong field."""


class ArchiveError(NewscrawlerError):
    """A WARC file that cannot be opened or is no WARC."""


class SampleError(NewscrawlerError):
    """A sample that cannot be read or written: a file is missing, damaged, or not ours to write."""
