"""Time zones as dates name them: offsets, abbreviations, IANA names."""

import re
from datetime import UTC, timedelta, tzinfo
from datetime import timezone as fixed_zone
from functools import lru_cache
from zoneinfo import ZoneInfo

# Minutes east of UTC. RFC 2822 and the abbreviations that feeds and pages use; see also `ZONES_BY_PLACE`.
ZONE_MINUTES = {
    "ACDT": 630, "ACST": 570, "ADT": -180, "AEDT": 660, "AEST": 600, "AKDT": -480, "AKST": -540, "ART": -180,
    "AWST": 480, "BRT": -180, "CAT": 120, "CDT": -300, "CEST": 120, "CET": 60, "CLT": -240, "COT": -300, "EAT": 180,
    "EDT": -240, "EEST": 180, "EET": 120, "EST": -300, "GMT": 0, "GST": 240, "HKT": 480, "HST": -600, "ICT": 420,
    "IDT": 180, "JST": 540, "KST": 540, "MDT": -360, "MESZ": 120, "MET": 60, "MEST": 120, "MEZ": 60, "MSK": 180,
    "MST": -420, "MYT": 480, "NDT": -150, "NPT": 345, "NST": -210, "NZDT": 780, "NZST": 720, "PDT": -420, "PHT": 480,
    "PKT": 300, "PST": -480, "SAST": 120, "SGT": 480, "TRT": 180, "UT": 0, "UTC": 0, "WAT": 60, "WEST": 60, "WET": 0,
    "WIB": 420, "WIT": 540, "WITA": 480, "Z": 0,
}  # fmt: skip
# Abbreviations that mean one thing here and another there: the place that is meant if the outlet is elsewhere ...
ZONE_PLACES = {
    "AST": "America/Halifax", "BST": "Europe/London", "CST": "America/Chicago", "CT": "America/Chicago",
    "ET": "America/New_York", "IST": "Asia/Kolkata", "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip
# ... and the outlets' zones in which the abbreviation is their own, in minutes.
ZONES_BY_PLACE = {
    ("AST", "Asia/Riyadh"): 180, ("BST", "Asia/Dhaka"): 360, ("CST", "Asia/Shanghai"): 480,
    ("CST", "Asia/Taipei"): 480, ("IST", "Asia/Jerusalem"): 120, ("IST", "Europe/Dublin"): 60,
}  # fmt: skip
# Every offset that a place on Earth has kept since 2000, in minutes east of UTC, sorted; origin: the IANA time zone
# database 2025b, without its "Etc" zones. A difference between two clocks that is none of these is chance.
OFFSETS_IN_USE = frozenset({
    -660, -600, -570, -540, -480, -420, -360, -300, -270, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180, 210, 240,
    270, 300, 330, 345, 360, 390, 420, 480, 510, 525, 540, 570, 585, 600, 630, 660, 690, 720, 765, 780, 825, 840,
})  # fmt: skip
# Languages that are at home in one zone: used where the outlet's own zone is not known.
ZONE_OF_LANGUAGE = {"ja": "Asia/Tokyo", "ko": "Asia/Seoul"}

OFFSET = r"(?:Z|z|(?:UTC|GMT)?\s?[+-]\d{1,2}:?\d{2}(?!\d)|(?:UTC|GMT)[+-]\d{1,2}(?!\d)|(?:UTC|GMT)\b)"
_ZONE = re.compile(rf"{OFFSET}|(?<![\w])[A-Z]{{1,5}}(?![\w])")


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo:
    """The zone of an IANA name; UTC where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def zone_in(text: str, timezone: str) -> tuple[tzinfo, int, int] | None:
    """The first zone named in a text, with its start and end; abbreviations as they are used in the outlet's zone."""
    for found in _ZONE.finditer(text):
        if zone := _zone_of(found[0], timezone):
            return zone, found.start(), found.end()
    return None


def _zone_of(token: str, timezone: str) -> tzinfo | None:
    if numbers := re.search(r"([+-])(\d{1,2}):?(\d{2})?$", token):
        minutes = int(numbers[2]) * 60 + int(numbers[3] or 0)
        if minutes > 15 * 60:
            return None
        return fixed_zone(timedelta(minutes=-minutes if numbers[1] == "-" else minutes))
    minutes_here = ZONES_BY_PLACE.get((token, timezone), ZONE_MINUTES.get(token.upper()))
    if minutes_here is not None:
        return fixed_zone(timedelta(minutes=minutes_here))
    return zone_named(ZONE_PLACES[token]) if token in ZONE_PLACES else None
