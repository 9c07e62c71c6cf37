"""The addresses that one run has met: each counts once, and no more of them than its budgets allow."""

from collections.abc import Callable

from newscrawler.incremental.account import UrlAccount, listing_key
from newscrawler.model.link import ArticleLink, LinkKind
from newscrawler.urls import url_key


class MetAddresses:
    """Says of every listing and link whether it is the run's to follow.

    Args:
        account: of the run's URLs; a link that is taken begins there.
        listings: the budget of listings.
        links: the budget of links.
        count: one more of a statistic.
        warn: told once for each budget, when it is used up.
    """

    def __init__(
        self,
        account: UrlAccount,
        listings: int,
        links: int,
        count: Callable[[str], None],
        warn: Callable[[str], None],
    ) -> None:
        self.listings_left = listings
        self.links_left = links
        self._account = account
        self._count = count
        self._warn = warn
        self._listings: set[tuple[LinkKind, str]] = set()
        self._links: set[str] = set()  # by url_key
        self._told: set[str] = set()

    def takes_listing(self, url: str, kind: LinkKind) -> bool:
        """Whether a listing is met for the first time and within the budget."""
        if (kind, url) in self._listings:
            return False
        self._listings.add((kind, url))
        if self.listings_left <= 0:
            self._count("discovery/listings_over_budget")
            self._account.leave_over(listing_key(url))
            self._tell(
                f"the budget of listings for one run is used up: {url} and all after it were not read", "listings"
            )
            return False
        self.listings_left -= 1
        return True

    def takes_link(self, link: ArticleLink) -> bool:
        """Whether a link is met for the first time and within the budget; then it is counted as found."""
        key = url_key(link.url)
        if key in self._links:
            return False
        if self.links_left <= 0:
            self._count("discovery/links_over_budget")
            self._tell("the budget of links for one run is used up: the others were not looked at", "links")
            self._account.leave_over(key)
            return False
        self.links_left -= 1
        self._links.add(key)
        self._count("discovery/found")
        self._account.begin(key)
        return True

    def has_met(self, link: ArticleLink) -> bool:
        """Whether a link was taken."""
        return url_key(link.url) in self._links

    def _tell(self, message: str, budget: str) -> None:
        if budget not in self._told:
            self._told.add(budget)
            self._warn(message)
