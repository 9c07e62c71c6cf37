"""Every migration, in order. The last one leads to ``documents.SCHEMA_VERSION``."""

from newscrawler.storage.migrations.migration import Migration
from newscrawler.storage.migrations.to_2 import TO_2
from newscrawler.storage.migrations.to_3 import TO_3
from newscrawler.storage.migrations.to_4 import TO_4
from newscrawler.storage.migrations.to_5 import TO_5

MIGRATIONS: tuple[Migration, ...] = (TO_2, TO_3, TO_4, TO_5)


def migrations_from(version: int) -> tuple[Migration, ...]:
    """What leads from a version to today's; none where it is today's."""
    return tuple(migration for migration in MIGRATIONS if migration.version > version)
