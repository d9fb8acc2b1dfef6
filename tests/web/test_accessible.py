"""Nobody is kept out: every page follows WCAG 2.2 A and AA, on a desk and on a phone."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from service.app import create_app
from service.settings import Settings
from service.store import Store
from service.web.access import NOT_IN_DEMO
from tests.casework.office import Office
from tests.web.conftest import COMPILED, TODAY, Person
from tests.web.every_route import Request, every
from tests.web.offices import ROLELESS, peopled
from tests.web.reading import Reader
from tests.web.scenes import Stage, is_page, play

pytestmark = pytest.mark.timeout(600)


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


@pytest.mark.long
def test_no_page_breaks_a_rule(stage: Stage) -> None:
    print(f"{stage.reader.pages} pages at two widths")
    assert stage.reader.wrong == {}


@pytest.mark.long
def test_no_page_was_left_out(stage: Stage) -> None:
    pages = {one.endpoint for one in every(stage.app) if is_page(one) and not _of_people(one)}
    assert sorted(pages - stage.shown) == []
    assert stage.reader.pages > len(pages)


def test_no_page_of_people_breaks_a_rule(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with peopled(tmp_path_factory.mktemp("orang") / "data") as office:
        reader, who = Reader(browser, office.visitor()), office.people["staf"].id
        visitor, roleless = office.visitor(), office.browser(ROLELESS)
        administrator = office.browser("administrator")
        for path in ("/masuk", "/masuk/kode", "/masuk/pertama"):
            reader.read(path, visitor.get(path))
        wrong = Request("sign_in.enter", "POST", "/masuk", {"nama-masuk": "staf", "sandi": "x"})
        for asked in (wrong, replace(wrong, path="/masuk/kode"), replace(wrong, path="/keluar")):
            reader.read(f"{asked.path} wrong", _sent(visitor, asked))
        reader.read("no role", roleless.get("/bantuan"))
        for path in ("/akun", "/pengguna", f"/pengguna/{who}", "/bantuan"):
            reader.read(path, administrator.get(path))
        key = {"keperluan": "Uji", "hak": "baca", "peran-baru": "administrator@", "hari": "30"}
        added = {"nama": "NAMA BARU (CONTOH)", "nama-masuk": "nama.baru"}
        role = {"peran-baru": "operator", "unit": ""}
        for path, body in (
            ("/akun/kunci-api", key),
            ("/akun/kunci-api", {**key, "hari": "0"}),
            ("/akun/sandi", {"sandi": ""}),
            ("/pengguna", added),
            ("/pengguna", {"nama": ""}),
            (f"/pengguna/{who}/peran", role),
            (f"/pengguna/{who}/kode", {}),
        ):
            reader.read(f"{path} sent", _sent(administrator, Request("", "POST", path, body)))
        reader.read("closed", _closed(administrator, who))
        pages = {one.endpoint for one in every(office.app) if is_page(one) and _of_people(one)}
    assert reader.wrong == {}
    assert pages == SEEN


# Shown above; those of a provider are looked at beside one, in test_oidc_in_the_browser.
SEEN = {"sign_in.show", "sign_in.code", "sign_in.first", "account.show", "people.listed",
        "people.show", "oidc.begin", "oidc.back", "oidc.look"}  # fmt: skip


def _of_people(one: Request) -> bool:
    return one.endpoint.partition(".")[0] in NOT_IN_DEMO


def _sent(client: FlaskClient, asked: Request) -> TestResponse:
    shown = client.get("/masuk/kode").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    return client.post(asked.path, data={"csrf_token": token[1] if token else "", **asked.body})


def _closed(client: FlaskClient, who: str) -> TestResponse:
    _sent(client, Request("", "POST", f"/pengguna/{who}/tutup"))
    return client.get(f"/pengguna/{who}")


def test_a_page_that_breaks_rules_is_told_with_its_place(browser: Browser) -> None:
    app = Flask("buruk")
    app.add_url_rule("/", "buruk", lambda: "<p style='color: #bbb'>Samar</p><input>")
    client = app.test_client()
    reader = Reader(browser, client)
    reader.read("buruk", client.get("/"))
    told = {one.partition(":")[0] for one in reader.wrong["buruk"]}
    assert {"color-contrast", "label", "html-has-lang", "document-title"} <= told
