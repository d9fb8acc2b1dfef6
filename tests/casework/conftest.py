from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store import Store
from tests.casework.door import Door
from tests.casework.office import Office


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Office]:
    """Give an office with an empty store."""
    store = Store(tmp_path / "data", "kantor")
    made = Office(store)
    yield made
    made.desk.close()
    store.close()


@pytest.fixture
def office(empty: Office) -> Office:
    """Give an office whose third quarter is open."""
    empty.open()
    return empty


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give an office that has delivered its quarter; tests only read it."""
    store = Store(tmp_path_factory.mktemp("delivered"), "kantor")
    made = Office(store)
    made.open()
    made.play()
    yield made
    made.desk.close()
    store.close()


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """Give the accounts of an empty office."""
    store = Store(tmp_path / "data", "kantor")
    yield Door(store)
    store.close()
