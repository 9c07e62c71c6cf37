"""What the values of an outlet file may be; whatever is wrong with one is told in words."""

import difflib
import re
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator

from newscrawler.discovery.archive_addresses import example_address, pattern_mistake
from newscrawler.durations import duration_of, seconds_of
from newscrawler.extraction.reader_kinds import READER_KINDS, SWITCHED_KINDS
from newscrawler.model.furniture import FURNITURE_RULE
from newscrawler.patterns.check import reason_to_refuse
from newscrawler.scheduling.cron_fields import mistake_in_cron
from newscrawler.scheduling.quiet_hours import quiet_in_words
from newscrawler.urls import host_of

DURATION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?[smhd]")
LONGEST_SECONDS = 365 * 86_400


def _known_timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        hint = f", did you mean '{near[0]}'?" if near else ""
        raise ValueError(f"'{name}' is no time zone{hint}") from None
    return name


def _web_address(url: str) -> str:
    if not re.match(r"https?://[^\s/?#]+", url) or host_of(url) == "":
        raise ValueError(f"'{url}' is no web address: it must begin with https:// or http:// and name a host")
    if "@" in re.split(r"[/?#]", url.split("//", 1)[1], maxsplit=1)[0]:
        raise ValueError(f"'{url}': user names and passwords in addresses are not sent; remove them")
    return url


def _archive_pattern(text: str) -> str:
    if mistake := pattern_mistake(text):
        raise ValueError(f"'{text}': {mistake}")
    _web_address(example_address(text))
    return text


def _parameter_name(text: str) -> str:
    if re.fullmatch(r"[^\s?&#=*]{1,100}", text):
        return text
    raise ValueError(f"'{text}' is no name of a query parameter: of ?rubrik=3 it is 'rubrik', without signs around it")


def _proxy_address(url: str) -> str:
    if not re.match(r"https?://[^\s/?#]+/?$", url) or host_of(url) == "":
        shown = re.sub(r"(^|//).*@", r"\1***@", url)  # a password belongs on no screen, in whatever is wrong around it
        raise ValueError(
            f"'{shown}' is no proxy: it must be like http://proxy.example:3128 or http://user:pw@host:3128"
        )
    return url


def _searched_pattern(text: str) -> str:
    return _pattern(text, anywhere=True)


def _kept_pattern(text: str) -> str:
    return _telling(_pattern(text, anywhere=True))


def _whole_pattern(text: str) -> str:
    return _telling(_pattern(text, anywhere=False))


def _telling(pattern: str) -> str:
    if re.compile(pattern).fullmatch(""):
        raise ValueError(f"'{pattern}' matches even an empty text: it must have words of the blocks that it means")
    return pattern


def _pattern(text: str, *, anywhere: bool) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"'{text}' is no regular expression: {error}") from error
    if reason := reason_to_refuse(text, anywhere=anywhere):
        raise ValueError(f"'{text}' could take for ever on some texts: {reason}")
    return text


def _selector(text: str) -> str:
    from cssselect import GenericTranslator, SelectorError  # noqa: PLC0415 - most files do not need it

    try:
        GenericTranslator().css_to_xpath(text)
    except SelectorError as error:
        raise ValueError(f"'{text}' is no CSS selector: {error}") from error
    return text


def _rule_name(text: str) -> str:
    from newscrawler.boilerplate.strip import OUTLET_RULE, RULES  # noqa: PLC0415 - all rules: most files name none

    names = sorted({FURNITURE_RULE, *SWITCHED_KINDS, *(rule.name for rule in RULES)})
    if text in names:
        return text
    if text in READER_KINDS:
        raise ValueError(f"'{text}' is no rule but the reader's own: keep = ['...'] gives such blocks back")
    if text in (OUTLET_RULE, "outlet_remove"):
        raise ValueError(f"'{text}' is this file's own: delete the line of {text.removeprefix('outlet_')} instead")
    near = difflib.get_close_matches(text, names, n=1)
    hint = f", did you mean '{near[0]}'?" if near else f" (rules: {', '.join(names)})"
    raise ValueError(f"'{text}' is no boilerplate rule{hint}")


def _duration(text: str) -> str:
    if not DURATION.fullmatch(text) or seconds_of(text) > LONGEST_SECONDS:
        instead = _as_one_unit(text)
        hint = f", write {instead}" if instead else ": it must be like 90s, 20m, 6h or 3d, at most 365d"
        raise ValueError(f"'{text}' is no duration{hint}")
    return text


def _as_one_unit(text: str) -> str | None:
    """``90m`` for ``1h30m`` or ``1h 30m``; None: it is no such sum."""
    if not re.fullmatch(r"(?:[0-9]{1,4}[dhms] ?){2,4}", text):
        return None
    return duration_of(sum(map(seconds_of, re.findall("[0-9]+[dhms]", text))))


def _cron(text: str) -> str:
    if mistake := mistake_in_cron(text):
        raise ValueError(f"'{text}': {mistake}")
    return " ".join(text.upper().split())


Timezone = Annotated[str, AfterValidator(_known_timezone)]
Address = Annotated[str, AfterValidator(_web_address)]
ArchivePattern = Annotated[str, AfterValidator(_archive_pattern)]
ParameterName = Annotated[str, AfterValidator(_parameter_name)]
ProxyAddress = Annotated[str, AfterValidator(_proxy_address)]
SearchedPattern = Annotated[str, AfterValidator(_searched_pattern)]
KeptPattern = Annotated[str, AfterValidator(_kept_pattern)]
WholePattern = Annotated[str, AfterValidator(_whole_pattern)]
Selector = Annotated[str, AfterValidator(_selector)]
RuleName = Annotated[str, AfterValidator(_rule_name)]
Duration = Annotated[str, AfterValidator(_duration)]
Cron = Annotated[str, AfterValidator(_cron)]
QuietHours = Annotated[str, AfterValidator(quiet_in_words)]
