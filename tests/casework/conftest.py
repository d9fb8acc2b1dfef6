from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store import Store
from tests.casework.office import Office
from tests.stores import Kept, kept, laid, nothing_done


@pytest.fixture(scope="session")
def opened_folder(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Give the data folder of an office whose third quarter is open."""
    folder = tmp_path_factory.mktemp("opened")
    store = Store(folder, "kantor")
    made = Office(store)
    made.open()
    made.desk.close()
    store.close()
    return kept(folder)


@pytest.fixture(scope="session")
def reported_folder(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Give the data folder of an office whose units have all reported, up to step 5."""
    folder = tmp_path_factory.mktemp("reported")
    store = Store(folder, "kantor")
    made = Office(store)
    made.open()
    made.play_units()
    made.desk.close()
    store.close()
    return kept(folder)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Office]:
    """Give an office with an empty store."""
    yield from _working(nothing_done(), tmp_path)


@pytest.fixture
def office(opened_folder: Kept, tmp_path: Path) -> Iterator[Office]:
    """Give an office whose third quarter is open."""
    yield from _working(opened_folder, tmp_path)


@pytest.fixture
def reported(reported_folder: Kept, tmp_path: Path) -> Iterator[Office]:
    """Give an office whose units have all reported."""
    yield from _working(reported_folder, tmp_path)


def _working(files: Kept, folder: Path) -> Iterator[Office]:
    store = Store(laid(files, folder / "data"), "kantor")
    made = Office(store)
    yield made
    made.desk.close()
    store.close()


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
