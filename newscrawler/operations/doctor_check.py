"""One check of the doctor: isolated from the others, and ended where it hangs."""

import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from newscrawler.errors import NewscrawlerError
from newscrawler.settings import Environment

# Parts what happened from what to do, in messages of the storage.
NEXT_STEP = re.compile(r"(?: Nothing was (?:fetched|done)\.)? (?=(?:Finish|Install|Run|Set|Start|Try) )")
Result = Literal["ok", "note", "FAIL"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found.

    Attributes:
        name: one or two words for what was looked at.
        result: ``note`` is worth knowing and stops nothing.
        found: what is there; several lines where there are several mistakes.
        fix: a command or a setting; "" where nothing needs one.
    """

    name: str
    result: Result
    found: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at.

    Attributes:
        name: that of its verdict where it breaks; as a rule also where it does not.
        examine: gives one verdict or more; may raise whatever it likes.
        limit_seconds: then it is left to itself, and has failed.
        fix: what helps as a rule where it breaks or hangs.
    """

    name: str
    examine: Callable[[Environment], Iterable[Verdict]]
    limit_seconds: float = 10.0
    fix: str = ""


def run_check(check: Check, environment: Environment) -> list[Verdict]:
    """The verdicts of a check, whatever it does: an exception is a failure, and so is no answer."""
    verdicts: list[Verdict] = []
    failed: list[Verdict] = []

    def examine() -> None:
        try:
            verdicts.extend(check.examine(environment))
        except BaseException as error:  # noqa: BLE001 - a check runs code of others (outlets): nothing ends the doctor
            failed.append(Verdict(check.name, "FAIL", _words(error), check.fix))

    thread = threading.Thread(target=examine, name=f"doctor {check.name}", daemon=True)  # a hanging one dies with us
    thread.start()
    thread.join(check.limit_seconds)
    if thread.is_alive():
        failed.append(Verdict(check.name, "FAIL", f"no answer within {check.limit_seconds:g} s", check.fix))
    return [*verdicts, *failed]


def _words(error: BaseException) -> str:
    text = str(error).strip()
    return text if isinstance(error, NewscrawlerError) else f"{type(error).__name__}: {text}".rstrip(": ")
