"""The shapes of the schedule: when an outlet is crawled next, who crawls it, who asks a host; see shapes.py."""

from pydantic import AwareDatetime, Field

from newscrawler.storage.documents.service_shapes import ProcessPart
from newscrawler.storage.documents.shapes import Int, Part


class HeldPart(Part):
    """A lease inside a document. It is held from ``since`` until ``until``, by the server's clock."""

    id: str = Field(alias="_id", description="what is leased")
    run: str | None = Field(None, description="run that holds it, or held it last")
    host: str | None = Field(None, description="machine of that run, for people")
    process: ProcessPart | None = Field(None, description="process of that run")
    since: AwareDatetime | None = Field(None, description="when it was taken")
    until: AwareDatetime | None = Field(
        None, description="when it ends, unless it is renewed; absent: it was given back, nobody holds it"
    )
    fence: Int = Field(description="grows with every change of the holder")


class ProfilePart(Part):
    """How often an outlet publishes, by the hour of its own week; what is older counts less."""

    counts: list[str] = Field(description="articles, a text for each day from Monday on: 24 numbers from midnight on")
    hours: list[str] = Field(description="for how many hours each of these was watched, in the same form")
    at: AwareDatetime | None = Field(None, description="up to when it was watched; the weights are of this moment")
    day_found: float | None = Field(None, description="articles of about the last day")
    day_expected: float | None = Field(None, description="so many would be usual")
    hour_found: float | None = Field(None, description="articles of about the last hour")
    hour_expected: float | None = Field(None, description="so many would be usual")


class ScheduleDocument(HeldPart):
    """When an outlet is crawled next, and who crawls it now: at most one run at a time. All times are the server's."""

    id: str = Field(alias="_id", description="outlet id")
    wanted_at: AwareDatetime | None = Field(
        None, description="when a crawl wanted it that found a back-fill, which lets it in"
    )
    due_at: AwareDatetime | None = Field(None, description="when its next run should begin; absent: not planned yet")
    reason: str | None = Field(None, description="why then, in words")
    planned_at: AwareDatetime | None = Field(None, description="when that was decided")
    rules: str | None = Field(None, description="what its file wished then, in words")
    planner: str | None = Field(None, description="machine that decided")
    slot: AwareDatetime | None = Field(None, description="moments of its cron up to then are served")
    leapt_from: AwareDatetime | None = Field(
        None, description="those between this one and the next one were leapt over: one late run stood for them"
    )
    leapt_until: AwareDatetime | None = Field(None, description="end of that span")
    last_run: str | None = Field(None, description="last run that came to its end and planned the next")
    began_at: AwareDatetime | None = Field(None, description="when that began")
    ended_at: AwareDatetime | None = Field(None, description="when that ended")
    failure: str | None = Field(None, description="why not one listing could be read by it, in words")
    failures: Int | None = Field(None, description="such runs in a row")
    unended: Int | None = Field(
        None, description="runs that began since one last came to its end: one that is under way, others were killed"
    )
    wait_until: AwareDatetime | None = Field(None, description="until then a host of it asked to be left alone")
    newest_at: AwareDatetime | None = Field(None, description="publication of the newest article that a run stored")
    profile: ProfilePart | None = Field(None, description="how often it publishes; absent: it was never watched")
    fresh_seconds: float | None = Field(
        None, description="for so long its listings said to that run that they stay as they are; absent: not said"
    )
    patience_seconds: float | None = Field(
        None, description="how long it would wait at one article an hour; absent: nobody has weighed all outlets yet"
    )
    end_mark: str | None = Field(None, description="of the run that gave it back last: by this it knows its own update")
    days: dict[str, Int] = Field({}, description="day (`2026-03-05`, UTC) -> new articles, of the last days")
    schema_version: Int = Field(description="of the program that wrote it")


class TurnPart(Part):
    """Who is to have a host next: nobody else takes it meanwhile."""

    run: str = Field(description="run that waits for it")
    outlet: str = Field(description="outlet of that run")
    host: str = Field(description="machine of that run, for people")
    process: ProcessPart = Field(description="process of that run")
    until: AwareDatetime = Field(description="when its turn is over, unless it asks again")


class HostDocument(HeldPart):
    """Who may ask the hosts under one registered domain, and how they are to be treated. All times are the server's."""

    id: str = Field(alias="_id", description="registered domain, as `elbkurier.example`")
    outlet: str | None = Field(None, description="outlet that this run crawls")
    last_request_at: AwareDatetime | None = Field(
        None,
        description="last request to it as far as was told; a run that holds it tells every 20 s and at its end",
    )
    wait_until: AwareDatetime | None = Field(None, description="until then it asked to be left alone")
    next: TurnPart | None = Field(None, description="who is to have it next; absent: nobody waits for it")
    delay_seconds: float | None = Field(
        None, description="that its robots.txt wanted between two requests (`Crawl-delay`); absent: it wanted none"
    )
    schema_version: Int = Field(description="of the program that wrote it")
