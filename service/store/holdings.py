"""How much is kept of people, in numbers."""

from collections.abc import Mapping

from sqlalchemy import func, select

from service.store.base import Store
from service.store.tables import devices, events, kept_uploads, people, sessions, tokens, trail

_COUNTED = {
    "people": people,
    "sessions": sessions,
    "devices": devices,
    "tokens": tokens,
    "entries": trail,
    "events": events,
    "late": kept_uploads,
}


def holdings(store: Store) -> Mapping[str, int]:
    """Return how many rows there are of each kind, by a word for it."""
    with store.database.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in _COUNTED.items()
        }
