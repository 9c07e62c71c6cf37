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
        at: up to when the outlet was watched; None: never.
        day_found, day_expected: articles of the last days, and how many the hours of the week had led to expect; their
            ratio is how busy the outlet is these days.
        hour_found, hour_expected: the same of the last hours.
    """

    counts: tuple[float, ...] = (0.0,) * HOURS_OF_WEEK
    hours: tuple[float, ...] = (0.0,) * HOURS_OF_WEEK
    at: datetime | None = None
    day_found: float = 0.0
    day_expected: float = 0.0
    hour_found: float = 0.0
    hour_expected: float = 0.0
