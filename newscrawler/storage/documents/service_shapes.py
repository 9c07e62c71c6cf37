"""The shapes of documents that the crawler keeps for itself: who migrates the database, and its state."""

from pydantic import AwareDatetime, Field

from newscrawler.storage.documents.shapes import Int, Part


class ProcessPart(Part):
    """A process, told apart from every other that ever was."""

    machine: str | None = Field(None, description="boot of the machine and namespace of its process ids")
    number: Int = Field(description="process id there")
    started: Int | None = Field(None, description="when it started, in the system's own unit")


class LeaseDocument(Part):
    """Who migrates the database: at most one at a time. All times are the server's."""

    id: str = Field(alias="_id", description="`db migrate`")
    run: str | None = Field(None, description="by whom it is held or was held last: a random name")
    host: str | None = Field(None, description="its machine, for people")
    process: ProcessPart | None = Field(None, description="the present or last holder")
    since: AwareDatetime | None = Field(None, description="when it was taken")
    until: AwareDatetime | None = Field(None, description="when it ends, unless it is renewed")
    fence: Int = Field(description="grows with every change of the holder")
    asked_at: AwareDatetime | None = Field(None, description="when another one last asked")


class MigratingPart(Part):
    """How far a migration is that was begun and not ended."""

    to: Int = Field(description="version that it leads to")
    step: Int = Field(description="step under way, from 0")
    after: str | None = Field(None, description="last `_id` that is done")
    number: Int | None = Field(None, description="last cursor that is done, of articles")
    changed: Int = Field(description="documents changed so far")
    fence: Int = Field(description="of the lease of the one who migrates")


class MigrationPart(Part):
    """A migration that was done."""

    version: Int = Field(description="version that it led to")
    at: AwareDatetime = Field(description="when it ended")
    by: str = Field(description="version of newscrawler")
    changed: Int = Field(description="documents changed")


class MetaDocument(Part):
    """The state of the database: `cursor`, which numbers the writes, `schema`, its identity, `copy`, `sameness`."""

    id: str = Field(alias="_id", description="`cursor`, `schema`, `database`, `copy` or `sameness`")
    value: Int | None = Field(
        None, description="`cursor`: the last number given; `sameness`: up to it articles have no anchors any more"
    )
    version: Int | None = Field(None, description="`schema`: version of the shapes")
    definition: str | None = Field(None, description="`schema`: stands for all validators and indexes")
    written_by: str | None = Field(None, description="`schema`: version of newscrawler that put them in place")
    migrating: MigratingPart | None = Field(None, description="`schema`: a migration that was begun and not ended")
    migrations: list[MigrationPart] = Field([], description="`schema`: those that were done")
    identity: str | None = Field(None, description="`database`: random; no other database has it, a copy neither")
    source: str | None = Field(None, description="`copy`: the database that it was copied from")
    source_id: str | None = Field(None, description="`copy`: the identity of that database")
    source_cursor: Int | None = Field(
        None, description="`copy`: the cursor of that database when it was last looked at"
    )
    state: str | None = Field(None, description="`copy`: `copying`, `catching up`; `done`: all is here")
    cursor: Int | None = Field(None, description="`copy`: the last number when it was done")
    at: AwareDatetime | None = Field(
        None, description="`copy`: when it was begun; `sameness`: when all that is old was looked at last"
    )
