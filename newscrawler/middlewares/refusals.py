"""Requests that we do not make, each with the outcome under which it is recorded."""

from scrapy.exceptions import IgnoreRequest

from newscrawler.model.outcome import OutcomeKind


class RefusedAddressError(IgnoreRequest):
    """The address is not public, or not one for a crawler; the message says why."""

    outcome = OutcomeKind.REFUSED_ADDRESS


class BlockedByRobotsError(IgnoreRequest):
    """The host's robots.txt forbids the address, could not be read, or asks for too long a delay."""

    outcome = OutcomeKind.BLOCKED_BY_ROBOTS


class AskedToWaitError(IgnoreRequest):
    """The host went on asking to wait (429 or 503) after we had waited."""

    outcome = OutcomeKind.HTTP_STATUS


class NoContactError(IgnoreRequest):
    """A real site was to be fetched by someone whom nobody can reach."""

    outcome = OutcomeKind.REFUSED_ADDRESS
