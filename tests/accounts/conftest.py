from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store import Store
from tests.accounts.door import Door
from tests.stores import laid, nothing_done


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """Give the accounts of an empty office."""
    store = Store(laid(nothing_done(), tmp_path / "data"), "kantor")
    yield Door(store)
    store.close()
