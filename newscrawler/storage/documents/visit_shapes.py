"""The shapes of what is kept to look again: at articles, and at listings; see shapes.py."""

from pydantic import AwareDatetime, Field

from newscrawler.model.link import LinkKind
from newscrawler.storage.documents.shapes import Int, Part


class VisitDocument(Part):
    """When an article is looked at again, and with which conditions."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{24}$", description="article id")
    outlet: str = Field(description="outlet id")
    url: str = Field(description="address that answered the last time")
    checked_at: AwareDatetime = Field(description="when its server answered last")
    due_at: AwareDatetime | None = Field(None, description="when it is looked at again; absent: not of itself")
    step: Int = Field(description="place of `due_at` among the steps of its outlet, from 0")
    since: AwareDatetime = Field(description="when its steps began: first fetch, or the one that found a change")
    fetches: Int = Field(description="answers so far")
    etag: str | None = Field(None, description="header ETag, sent back as If-None-Match")
    last_modified: str | None = Field(None, description="header Last-Modified, sent back as If-Modified-Since")
    listed_at: AwareDatetime | None = Field(
        None, description="newest change that a listing had told when it was fetched"
    )
    missing_since: AwareDatetime | None = Field(
        None, description="when it was first found not to be at its address; absent: it was there the last time"
    )
    missing_checks: Int | None = Field(None, description="by how many runs so far")
    missing_run: str | None = Field(None, description="the last of these runs")
    is_gone: bool | None = Field(None, description="the article has the status `gone` by this proof; absent: no")
    schema_version: Int = Field(description="of the program that wrote it")


class FurtherListingPart(Part):
    """A listing that another one points to."""

    url: str = Field(description="its address")
    modified_at: AwareDatetime | None = Field(None, description="when it changed, as said there")


class ListingDocument(Part):
    """What is remembered of a feed, sitemap or section page from one run to the next."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{24}$", description="hash of outlet and address")
    outlet: str = Field(description="outlet id")
    url: str = Field(description="address")
    kind: LinkKind = Field(description="what kind of place it is")
    etag: str | None = Field(None, description="header ETag, sent back as If-None-Match")
    last_modified: str | None = Field(None, description="header Last-Modified, sent back as If-Modified-Since")
    body_hash: str | None = Field(
        None, description="of what was read last, behind that of how it was read: what the outlet's file wanted then"
    )
    checked_at: AwareDatetime | None = Field(None, description="when a request for it ended last")
    read_at: AwareDatetime | None = Field(
        None, description="when its entries were read last, each of which has ended: stored, known or an outcome"
    )
    changed_at: AwareDatetime | None = Field(None, description="when its content was another one last")
    entries: Int = Field(description="links to articles at the last reading")
    further: list[FurtherListingPart] = Field([], description="listings that it points to, at most 500")
    failures: Int = Field(description="in a row, up to now")
    ttl_seconds: Int | None = Field(None, description="for how long the listing asks not to be fetched again")
    cache_seconds: Int | None = Field(None, description="for how long its last answer could be kept, by its headers")
    schema_version: Int = Field(description="of the program that wrote it")
