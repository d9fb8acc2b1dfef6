"""The engine, its transactions and its migrations. SQLite unless a URL names another database."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError

from service.errors import Invalid, Problem, ToolFailed, problem

_MIGRATIONS = Path(__file__).parent.parent / "migrations"
# Longer than a backup program or a virus scanner holds the file.
_BUSY_SECONDS = 40


class Database:
    """One database with one way to read and one way to write.

    Raises Invalid for a URL that is none or whose driver is not installed.
    """

    def __init__(self, url: str) -> None:
        sqlite = url.startswith("sqlite")
        try:
            more = {"timeout": _BUSY_SECONDS} if sqlite else {}
            self.engine = create_engine(url, connect_args=more)
        except (ArgumentError, ModuleNotFoundError) as fault:
            raise Invalid("settings_invalid", [_unusable(url)]) from fault
        if sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writer = self.engine.execution_options(writes=True)
        self._migrate()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads. Raises ToolFailed when the database fails."""
        with _told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that alone may write. Raises ToolFailed when the database fails.

        IntegrityError passes: what a duplicate means only the caller knows.
        """
        with _told(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _migrate(self) -> None:
        config = alembic.config.Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        newest = ScriptDirectory.from_config(config).get_current_head()
        with self.reading() as connection:
            if MigrationContext.configure(connection).get_current_revision() == newest:
                return
        with self.writing() as connection:
            config.attributes["connection"] = connection
            alembic.command.upgrade(config, "head")


def _unusable(url: str) -> Problem:
    kind = url.partition("://")[0] if "://" in url else "teks tanpa ://"  # never its password
    expected = "alamat basis data yang penggeraknya terpasang, misalnya sqlite:////data/kantor.db"
    return problem("settings_wrong", "DATABASE_URL", expected=expected, found=kind)


def snapshot(engine: Engine, path: Path) -> None:
    """Copy a SQLite database to `path` as of one moment, while others go on writing.

    Raises ToolFailed("store_backup_needs_sqlite") for any other database.
    """
    if engine.dialect.name != "sqlite":
        raise ToolFailed("store_backup_needs_sqlite")
    with _told(), engine.connect() as connection:
        source: Any = connection.connection.driver_connection
        target = sqlite3.connect(path)
        try:
            source.backup(target)
        finally:
            target.close()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN is deferred: two writers would then fail instead of queueing.
    connection.isolation_level = None
    # WAL of the SQLite releases 3.7.0 to 3.51.2 can corrupt a database that has two writers.
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as fault:
        raise ToolFailed(_code(str(fault.orig))) from fault
    except DBAPIError as fault:
        raise ToolFailed("store_database_failed") from fault


def _code(message: str) -> str:
    if "locked" in message:
        return "store_busy"
    return "store_disk_full" if "disk is full" in message else "store_database_failed"
