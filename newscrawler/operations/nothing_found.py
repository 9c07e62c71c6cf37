"""What to say where a question found nothing: perhaps the question has a slip."""

from contextlib import suppress

from newscrawler.catalogue import find_outlet, load_catalogue
from newscrawler.errors import NewscrawlerError, OutletFileError, UnknownOutletError
from newscrawler.settings import Environment

MADE_FROM_HOSTS = "web_"  # ids of pages whose host no outlet file names


def outlet_doubt(outlet_id: str | None, environment: Environment) -> str:
    """`` No outlet called ...`` with a suggestion, or "" where nothing is wrong with the id."""
    if outlet_id is None or outlet_id.startswith(MADE_FROM_HOSTS):
        return ""
    try:
        find_outlet(load_catalogue(environment.outlet_folders), outlet_id)
    except UnknownOutletError as error:
        return f" {error}"
    except NewscrawlerError:  # its file is broken: its articles are stored all the same
        return ""
    return ""


def require_outlet(outlet_id: str | None, environment: Environment) -> None:
    """Refuse an outlet that has no file; one whose file is broken has one.

    Raises:
        UnknownOutletError: there is none; near names are suggested.
    """
    if outlet_id is None or outlet_id.startswith(MADE_FROM_HOSTS):
        return
    with suppress(OutletFileError):
        find_outlet(load_catalogue(environment.outlet_folders), outlet_id)
