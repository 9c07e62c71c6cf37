"""Requests that we do not make and answers that we do not take, each with the outcome under which it is recorded."""

from scrapy.exceptions import IgnoreRequest

from newscrawler.model.outcome import OutcomeKind


class RefusedAddressError(IgnoreRequest):
    """The address is not public, or not one for a crawler; the message says why."""

    outcome = OutcomeKind.REFUSED_ADDRESS


class BlockedByRobotsError(IgnoreRequest):
    """The host's robots.txt forbids the address, could not be read, or asks for too long a delay.

    Attributes:
        told: the operator was warned already, once for all requests to the host.
        of_host: what is wrong with its whole host, in a few words; None: only this address is forbidden.
    """

    outcome = OutcomeKind.BLOCKED_BY_ROBOTS

    def __init__(self, message: str, *, told: bool = False, of_host: str | None = None) -> None:
        super().__init__(message)
        self.told = told
        self.of_host = of_host


class UnreachableHostError(IgnoreRequest):
    """There is no such host, or it takes no connection: found out once, by its robots.txt, for all requests to it.

    Attributes:
        told, of_host: as in ``BlockedByRobotsError``; always so.
    """

    outcome = OutcomeKind.CONNECTION_FAILED
    told = True

    def __init__(self, message: str, of_host: str) -> None:
        super().__init__(message)
        self.of_host = of_host


class AskedToWaitError(IgnoreRequest):
    """The host went on asking to wait (429 or 503) after we had waited.

    Attributes:
        is_refusal: the site says that it does not want us, at least for now.
        of_host: as in ``BlockedByRobotsError``; always so.
    """

    outcome = OutcomeKind.HTTP_STATUS
    is_refusal = True

    def __init__(self, message: str, of_host: str) -> None:
        super().__init__(message)
        self.of_host = of_host


class NoContactError(IgnoreRequest):
    """A real site was to be fetched by someone whom nobody can reach."""

    outcome = OutcomeKind.REFUSED_ADDRESS


class IncompleteBodyError(IgnoreRequest):
    """The answer is not whole, nor was it when it was asked for again; the message says how that was seen."""

    outcome = OutcomeKind.INCOMPLETE


class TooLargeBodyError(IgnoreRequest):
    """The answer is larger than the limit when it is unpacked."""

    outcome = OutcomeKind.TOO_LARGE


class HostInUseError(IgnoreRequest):
    """Another crawl has the host, or it asked to be left alone; the message says who, or for how long."""

    outcome = OutcomeKind.HOST_IN_USE


class NotSentError(IgnoreRequest):
    """The crawl ends, or lost its claim, before the request left: nothing became of its URL, and the next run asks.

    Attributes:
        is_unfinished: there is no outcome to record.
    """

    is_unfinished = True
