"""Signing in by the regency's provider, over real HTTP, and linking an account to it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service.app import create_app, create_casework, open_store
from service.casework import Casework
from service.people import Origin
from service.progress import Actor
from service.settings import Settings
from tests.openid.regency import Regency, regency
from tests.web.conftest import COMPILED, TODAY, Person

BACK = "/masuk/kabupaten/kembali"
HERE = Origin("127.0.0.1")
BOSS = Actor("administrator", None, "Administrator", "Administrator")
PASSWORD = "kuda hijau makan batu"  # noqa: S105


@pytest.fixture
def house() -> Iterator[Regency]:
    with regency() as started:
        yield started


@pytest.fixture
def settings(house: Regency, tmp_path: Path) -> Settings:
    return Settings("rahasia", data_dir=tmp_path, today=TODAY, openid=house.options)


@pytest.fixture
def casework(settings: Settings) -> Iterator[Casework]:
    store = open_store(settings)
    made = create_casework(settings, store, background=False)
    yield made
    made.close()
    store.close()


@pytest.fixture
def app(casework: Casework, settings: Settings) -> Flask:
    made = create_app(settings, casework)
    made.jinja_env.bytecode_cache = COMPILED
    return made


@pytest.fixture
def dewi(casework: Casework) -> str:
    """Return the id of somebody with a password and a role."""
    person, code = casework.accounts.add_person(BOSS, "dewi", "Dewi Lestari")
    casework.accounts.sign_in_with_code("dewi", code, PASSWORD, HERE)
    casework.accounts.give(BOSS, person.id, "viewer", None)
    return person.id


@pytest.fixture
def visitor(app: Flask) -> Person:
    return Person(app.test_client())


def link(casework: Casework, house: Regency, person: str) -> None:
    casework.accounts.link_identity(BOSS, person, house.issuer, house.subject)


def begun(visitor: Person, onward: str = "") -> str:
    """Return the address at the provider that a press of the button leads to."""
    answer = visitor.get(f"/masuk/kabupaten?lanjut={onward}")
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def came_back(visitor: Person, house: Regency, address: str) -> TestResponse:
    brought = house.proves(address)
    return visitor.get(f"{BACK}?code={brought['code']}&state={brought['state']}")


def next_page(answer: TestResponse) -> str:
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert found, answer.text
    return found[1].replace("&amp;", "&")


def who(visitor: Person) -> str:
    """Return the name of who is signed in, "" for nobody."""
    answer = visitor.get("/akun")
    found = re.search(r"<h1>(.*?)</h1>", answer.text)
    return found[1] if answer.status_code == 200 and found else ""


def kinds(casework: Casework) -> list[str]:
    with casework._store.people._database.reading() as connection:
        rows = connection.exec_driver_sql("select kind from trail order by number").all()
    return [row[0] for row in rows]


def test_the_button_is_on_the_sign_in_page_beside_the_password(visitor: Person) -> None:
    shown = visitor.get("/masuk?lanjut=/akun")
    assert "Masuk dengan akun Kabupaten" in shown.text
    assert 'href="/masuk/kabupaten?lanjut=/akun"' in shown.text
    assert 'name="sandi"' in shown.text


def test_who_is_linked_signs_in_and_goes_where_he_wanted(
    visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    link(casework, house, dewi)
    answer = came_back(visitor, house, begun(visitor, "/akun?x=1"))
    assert answer.status_code == 200
    assert next_page(answer) == "/akun?x=1"
    assert who(visitor) == "Dewi Lestari"
    assert kinds(casework)[-1] == "signed_in"


def test_the_session_is_a_new_one(
    visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    link(casework, house, dewi)
    with visitor.client.session_transaction() as planted:
        planted["kunci"], planted["role"] = "ditanam", "camat"
    came_back(visitor, house, begun(visitor))
    with visitor.client.session_transaction() as session:
        assert session["kunci"] != "ditanam"
        assert "role" not in session


def test_the_tries_cookie_is_lax_short_and_gone_afterwards(
    visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    link(casework, house, dewi)
    answer = visitor.get("/masuk/kabupaten")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("masuk-kabupaten=")
    assert "Max-Age=600; HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    address = str(answer.location)
    for part in ("state", "nonce"):
        found = re.search(rf"{part}=([\w-]+)", address)
        assert found
        assert found[1] not in cookie
    came_back(visitor, house, address)
    assert visitor.client.get_cookie("masuk-kabupaten") is None


def test_over_tls_no_neighbouring_site_can_set_the_cookie(app: Flask) -> None:
    answer = app.test_client().get("/masuk/kabupaten", base_url="https://localhost")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-masuk-kabupaten=")
    assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in cookie
    assert "redirect_uri=https%3A%2F%2Flocalhost%2Fmasuk%2Fkabupaten%2Fkembali" in answer.location


@pytest.mark.usefixtures("dewi")
def test_whom_nobody_linked_is_told_the_ways_and_his_code(visitor: Person, house: Regency) -> None:
    answer = came_back(visitor, house, begun(visitor))
    assert answer.status_code == 403
    assert "<code>orang-17</code>" in answer.text
    assert 'href="/masuk"' in answer.text
    assert who(visitor) == ""


@pytest.mark.usefixtures("dewi")
def test_nobody_is_made_and_no_role_is_given(
    visitor: Person, casework: Casework, house: Regency
) -> None:
    before = casework.accounts.people()
    came_back(visitor, house, begun(visitor))
    after = casework.accounts.people()
    assert [(one.person, one.grants) for one in after] == [
        (one.person, one.grants) for one in before
    ]


def test_a_closed_account_does_not_get_in(
    visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    link(casework, house, dewi)
    casework.accounts.close_person(BOSS, dewi)
    assert came_back(visitor, house, begun(visitor)).status_code == 403
    assert who(visitor) == ""


def test_an_account_without_a_role_does_not_get_in(
    visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    link(casework, house, dewi)
    [grant] = casework.accounts.account(dewi).grants
    casework.accounts.take(BOSS, dewi, grant.id)
    answer = came_back(visitor, house, begun(visitor))
    assert answer.status_code == 403
    assert "belum mempunyai peran" in answer.text
    assert who(visitor) == ""


def test_a_way_back_can_be_gone_once_in_one_browser(
    app: Flask, visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    link(casework, house, dewi)
    address = begun(visitor)
    kept = visitor.client.get_cookie("masuk-kabupaten")
    brought, stolen = house.proves(address), Person(app.test_client())
    path = f"{BACK}?code={brought['code']}&state={brought['state']}"
    assert stolen.get(path).status_code == 403  # another browser has not got the cookie
    assert visitor.get(path).status_code == 200
    assert kept is not None
    stolen.client.set_cookie("masuk-kabupaten", kept.value)
    again = stolen.get(path.replace(brought["code"], house.proves(address)["code"]))
    assert again.status_code == 403
    assert "tidak berlaku lagi" in again.text
    assert who(stolen) == ""


def test_the_state_of_another_browser_signs_nobody_in(
    app: Flask, visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    link(casework, house, dewi)
    attacker = Person(app.test_client())
    mine = begun(visitor)
    assert came_back(visitor, house, begun(attacker)).status_code == 403
    assert who(visitor) == ""
    assert came_back(visitor, house, mine).status_code == 200  # and spoils nothing


def test_a_cookie_somebody_wrote_himself_is_none(visitor: Person, house: Regency) -> None:
    address = begun(visitor)
    visitor.client.set_cookie("masuk-kabupaten", '{"seed": "x"}')
    assert came_back(visitor, house, address).status_code == 403


@pytest.mark.usefixtures("dewi")
def test_a_provider_that_is_down_leaves_the_password_way(visitor: Person, house: Regency) -> None:
    house.lies["/.well-known/openid-configuration"] = lambda one: one.say(500, {})
    answer = visitor.get("/masuk/kabupaten")
    assert answer.status_code == 503
    assert "tetap dapat masuk dengan nama dan kata sandi" in answer.text
    visitor.get("/masuk")
    visitor.follow("/masuk", **{"nama-masuk": "dewi", "sandi": PASSWORD})
    assert who(visitor) == "Dewi Lestari"


@pytest.mark.parametrize("onward", ["https://lain.example", "//lain.example", "/\\lain.example"])
def test_nobody_is_led_to_another_site(
    visitor: Person, casework: Casework, house: Regency, dewi: str, onward: str
) -> None:
    link(casework, house, dewi)
    assert next_page(came_back(visitor, house, begun(visitor, onward))) == "/"


def test_a_person_links_his_own_account_after_seeing_whose_it_is(
    visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    visitor.get("/masuk")
    visitor.follow("/masuk", **{"nama-masuk": "dewi", "sandi": PASSWORD})
    visitor.get("/akun")
    answer = visitor.post("/akun/kabupaten")
    landed = came_back(visitor, house, next_page(answer))
    asked = visitor.get(next_page(landed))
    assert "Dewi Lestari" in asked.text
    assert "orang-17" in asked.text
    assert casework.accounts.identities(dewi) == ()
    assert "sudah dihubungkan" in visitor.follow("/akun/kabupaten/hubungkan").text
    assert casework.accounts.identities(dewi) == ((house.issuer, "orang-17"),)
    assert "Lepas akun Kabupaten" in visitor.text
    visitor.post("/akun/kabupaten/lepas", kode="orang-17")
    assert casework.accounts.identities(dewi) == ()
    assert who(visitor) == ""
    assert {"identity_linked", "identity_unlinked"} <= set(kinds(casework))


@pytest.mark.usefixtures("dewi")
def test_what_one_person_proved_is_not_linked_to_another(
    visitor: Person, casework: Casework, house: Regency
) -> None:
    other, code = casework.accounts.add_person(BOSS, "budi", "Budi")
    visitor.get("/masuk")
    visitor.follow("/masuk", **{"nama-masuk": "dewi", "sandi": PASSWORD})
    visitor.get("/akun")
    came_back(visitor, house, next_page(visitor.post("/akun/kabupaten")))
    visitor.get("/akun")
    visitor.post("/keluar")
    proved = casework.accounts.sign_in_with_code("budi", code, PASSWORD + "!", HERE)
    with visitor.client.session_transaction() as session:
        session["kunci"] = proved.key
    visitor.get("/akun")
    assert visitor.post("/akun/kabupaten/hubungkan").status_code == 403
    assert casework.accounts.identities(other.id) == ()


@pytest.mark.usefixtures("dewi")
def test_linking_needs_a_form_of_ours(visitor: Person) -> None:
    visitor.get("/masuk")
    visitor.follow("/masuk", **{"nama-masuk": "dewi", "sandi": PASSWORD})
    for path in ("/akun/kabupaten", "/akun/kabupaten/hubungkan", "/akun/kabupaten/lepas"):
        assert visitor.client.post(path).status_code == 400


def test_an_administrator_links_the_code_somebody_was_shown(
    app: Flask, visitor: Person, casework: Casework, house: Regency, dewi: str
) -> None:
    casework.accounts.give(BOSS, dewi, "administrator", None)
    budi, _ = casework.accounts.add_person(BOSS, "budi", "Budi")
    casework.accounts.give(BOSS, budi.id, "viewer", None)
    visitor.get("/masuk")
    visitor.follow("/masuk", **{"nama-masuk": "dewi", "sandi": PASSWORD})
    visitor.get("/akun")
    visitor.follow("/peran", peran="administrator@", kembali="/akun")
    visitor.get(f"/pengguna/{budi.id}")
    page = visitor.follow(f"/pengguna/{budi.id}/akun-kabupaten", **{"kode-kabupaten": "orang-17"})
    assert "Lepas akun Kabupaten" in page.text
    them = Person(app.test_client())
    came_back(them, house, begun(them))
    assert who(them) == "Budi"
    visitor.follow(f"/pengguna/{budi.id}/akun-kabupaten/lepas", kode="orang-17")
    assert who(them) == ""


@pytest.mark.parametrize(
    ("claim", "inside"),
    [("dewi", True), ("DEWI", True), ("dewi ", False), ("\uff44ewi", False), ("budi", False)],
)
@pytest.mark.usefixtures("dewi")
def test_a_claim_equal_to_the_login_links_once(
    settings: Settings, casework: Casework, house: Regency, claim: str, inside: bool
) -> None:
    by_claim = replace(house.options, login_claim="preferred_username")
    app = create_app(replace(settings, openid=by_claim), casework)
    house.claims = {"preferred_username": claim}
    visitor = Person(app.test_client())
    came_back(visitor, house, begun(visitor))
    assert (who(visitor) == "Dewi Lestari") is inside
    house.subject = "orang-lain"  # who has the name now is another person
    other = Person(app.test_client())
    came_back(other, house, begun(other))
    assert who(other) == ""


@pytest.mark.usefixtures("dewi")
def test_without_that_setting_a_claim_links_nobody(visitor: Person, house: Regency) -> None:
    house.claims = {"preferred_username": "dewi", "email": "dewi", "email_verified": True}
    came_back(visitor, house, begun(visitor))
    assert who(visitor) == ""


def test_the_providers_own_session_can_be_ended_too(visitor: Person, house: Regency) -> None:
    assert "Keluar juga" not in visitor.get("/masuk").text
    begun(visitor)
    assert "Keluar juga" in visitor.get("/masuk").text
    away = next_page(visitor.post("/masuk/kabupaten/keluar"))
    assert away.startswith(f"{house.issuer}/logout?client_id=")
    assert away.endswith("post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fmasuk")


def test_where_no_provider_is_set_there_is_no_button_and_no_way(
    settings: Settings, casework: Casework
) -> None:
    visitor = Person(create_app(replace(settings, openid=None), casework).test_client())
    assert "Kabupaten" not in visitor.get("/masuk").text
    assert visitor.get("/masuk/kabupaten").status_code == 404
    assert visitor.get(BACK).status_code == 404
