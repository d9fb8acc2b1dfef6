"""Nobody is kept out: every page follows WCAG 2.2 A and AA, on a desk and on a phone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from service.app import create_app
from service.settings import Settings
from service.store import Store
from tests.browsing import chromium
from tests.casework.office import Office
from tests.web.conftest import COMPILED, TODAY, Person
from tests.web.every_route import every
from tests.web.reading import Reader
from tests.web.scenes import Stage, is_page, play

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Give an office after its whole quarter, whose pages were looked at on the way."""
    folder = tmp_path_factory.mktemp("kantor")
    store = Store(folder, "demo")
    office = Office(store)
    app = create_app(
        Settings("rahasia", folder, today=TODAY, pdf_engine="bawaan", demo=True), office.desk
    )
    app.jinja_env.bytecode_cache = COMPILED
    stage = Stage(office, Person(app.test_client()), Reader(browser, app.test_client()))
    play(stage)
    yield stage
    office.desk.close()
    store.close()


def test_no_page_breaks_a_rule(stage: Stage) -> None:
    print(f"{stage.reader.pages} pages at two widths")
    assert stage.reader.wrong == {}


def test_no_page_was_left_out(stage: Stage) -> None:
    pages = {one.endpoint for one in every(stage.app) if is_page(one)}
    assert sorted(pages - stage.shown) == []
    assert stage.reader.pages > len(pages)


def test_a_page_that_breaks_rules_is_told_with_its_place(browser: Browser) -> None:
    app = Flask("buruk")
    app.add_url_rule("/", "buruk", lambda: "<p style='color: #bbb'>Samar</p><input>")
    client = app.test_client()
    reader = Reader(browser, client)
    reader.read("buruk", client.get("/"))
    told = {one.partition(":")[0] for one in reader.wrong["buruk"]}
    assert {"color-contrast", "label", "html-has-lang", "document-title"} <= told
