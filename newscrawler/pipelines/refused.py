"""How an article leaves the road: a DropItem with a reason from the closed list."""

from scrapy.exceptions import DropItem

from newscrawler.model.outcome import OutcomeKind


class Refused(DropItem):
    """An item that does not become a stored article.

    Attributes:
        kind: the reason, which is counted as ``dropped/<kind>`` and recorded as the URL's outcome.
        outlet: the outlet id of the refused article.
        url: the address that was asked for.
    """

    def __init__(self, kind: OutcomeKind, message: str, *, outlet: str, url: str) -> None:
        super().__init__(f"{kind}: {message}", log_level="INFO")
        self.kind = kind
        self.message = message
        self.outlet = outlet
        self.url = url
