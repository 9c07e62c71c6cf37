"""The clock of the database server, which all leases and plans go by."""

from datetime import UTC, datetime

from newscrawler.storage.writing.transaction import Client


async def server_now(client: Client) -> datetime:
    """The time of the server that takes our writes, in UTC; behind mongos that of the one that we ask.

    Raises:
        PyMongoError: there is no answer.
    """
    now: datetime = (await client.admin.command("hello"))["localTime"]
    return now if now.tzinfo else now.replace(tzinfo=UTC)
