"""How often an outlet publishes, by the hour of its own week."""

from dataclasses import dataclass
from datetime import datetime

HOURS_OF_WEEK = 168


@dataclass(frozen=True, slots=True)
class PublicationProfile:
    """What was published and for how long that was watched, older weeks counting less.

    Attributes:
        counts: articles by hour of the week in the outlet's time zone, from Monday 0:00; ``HOURS_OF_WEEK`` numbers.
        hours: for how many hours each of these was watched, with the same weights; as many numbers.
        at: up to when the outlet was watched; the weights are those of this moment. None: never.
    """

    counts: tuple[float, ...] = (0.0,) * HOURS_OF_WEEK
    hours: tuple[float, ...] = (0.0,) * HOURS_OF_WEEK
    at: datetime | None = None
