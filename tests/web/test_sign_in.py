"""People come in with a password or a one-time code, and are out the moment they should be."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from service.casework import Casework
from service.procedure import load_all
from service.progress import Actor
from service.settings import Settings
from tests.casework.office import SAMPLE, TEMPLATES, nine_october
from tests.web.conftest import CASE, TODAY, served, working
from tests.web.offices import ADMINISTRATOR, HERE, PASSWORD, ROLELESS, Known, Peopled, peopled


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Known]:
    folder = tmp_path_factory.mktemp("orang") / "data"
    with peopled(folder) as office:
        return folder, Known(office.people, office.keys)


@pytest.fixture
def office(stored: tuple[Path, Known], tmp_path: Path) -> Iterator[Peopled]:
    """Give an office with its people and no quarter yet."""
    folder, known = stored
    shutil.copytree(folder, tmp_path / "data")
    with peopled(tmp_path / "data", known) as there:
        yield there


def typed(client: FlaskClient, page: str, path: str = "", **fields: str) -> tuple[int, str, str]:
    """Fill in the form of a page as a person does; return status, text and where it leads."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    sent = {"csrf_token": token[1] if token else "", **fields}
    answer = client.post(path or page, data=sent)
    if answer.status_code != 302:
        html5lib.HTMLParser(strict=True).parse(answer.text)
    return answer.status_code, answer.text, answer.headers.get("Location", "")


def enter(
    client: FlaskClient, login: str, password: str = PASSWORD, onward: str = "/bantuan"
) -> tuple[int, str, str]:
    fields = {"nama-masuk": login, "sandi": password, "lanjut": onward}
    return typed(client, "/masuk", **fields)


def test_a_page_asks_a_visitor_to_sign_in_and_leads_back_to_it(office: Peopled) -> None:
    client = office.visitor()
    answer = client.get("/bantuan?x=1")
    assert answer.status_code == 302
    assert answer.location == "/masuk?lanjut=/bantuan?x%3D1"
    assert enter(client, "staf", onward="/bantuan?x=1")[::2] == (302, "/bantuan?x=1")
    assert "Masuk sebagai" in client.get("/bantuan").text


def test_signing_in_leads_to_no_other_site(office: Peopled) -> None:
    assert enter(office.visitor(), "staf", onward="//jahat.example/")[2] == "/"


@pytest.mark.parametrize("end", ["\n", "\r\nX: y", "\x00", "\u2028"])
def test_an_address_with_a_line_end_leads_to_the_board_and_nobody_is_kept_out(
    office: Peopled, end: str
) -> None:
    client = office.visitor()
    assert enter(client, "staf", onward=f"/akun{end}")[::2] == (302, "/")
    assert client.get("/masuk", query_string={"lanjut": f"/akun{end}"}).location == "/"


def test_a_wrong_name_and_a_wrong_password_are_told_alike(office: Peopled) -> None:
    client = office.visitor()
    wrong = enter(client, "staf", "bukan kata sandinya")
    unknown = enter(client, "tidak.dikenal", "bukan kata sandinya")
    told = [re.search(r'<div class="errors".*?</div>', one[1], re.S) for one in (wrong, unknown)]
    assert wrong[0] == unknown[0] == 403
    assert told[0]
    assert told[1]
    assert told[0][0] == told[1][0]
    assert "bukan kata sandinya" not in wrong[1]


def test_after_many_wrong_ones_it_says_how_long_to_wait(office: Peopled) -> None:
    client = office.visitor()
    for _ in range(12):
        status, text, _ = enter(client, "staf", "bukan kata sandinya")
    assert status == 429
    assert "menit" in text or "detik" in text


def test_the_session_is_another_one_after_signing_in(office: Peopled) -> None:
    client = office.visitor()
    client.get("/masuk")
    before = client.get_cookie("sesi")
    enter(client, "staf")
    after = client.get_cookie("sesi")
    assert before
    assert after
    assert before.value != after.value
    with client.session_transaction() as session:
        assert "role" not in session


def test_an_old_session_is_dead_with_the_role_that_was_taken(office: Peopled) -> None:
    stolen = office.browser("staf")
    assert stolen.get("/bantuan").status_code == 200
    who = office.people["staf"].id
    (grant,) = office.casework.accounts.account(who).grants
    office.casework.accounts.take(ADMINISTRATOR, who, grant.id)
    assert stolen.get("/bantuan").location.startswith("/masuk?")
    assert stolen.post(f"{CASE}/langkah/2/do").status_code in {400, 401}


def test_a_closed_account_is_out_at_once_also_with_its_tokens(office: Peopled) -> None:
    client, token = office.browser("staf"), office.token("staf")
    program = office.visitor()
    bearer = {"Authorization": f"Bearer {token}"}
    assert program.get("/api/v1/cases", headers=bearer).status_code == 200
    office.casework.accounts.close_person(ADMINISTRATOR, office.people["staf"].id)
    assert client.get("/bantuan").status_code == 302
    assert program.get("/api/v1/cases", headers=bearer).status_code == 401
    assert enter(office.visitor(), "staf")[0] == 403


def test_signing_out_ends_the_session_for_whoever_copied_it(office: Peopled) -> None:
    client, copied = office.browser("staf"), office.browser("staf")
    assert typed(client, "/bantuan", "/keluar")[2] == "/masuk"
    assert copied.get("/bantuan").status_code == 302


def test_signing_out_needs_the_token_of_its_form(office: Peopled) -> None:
    client = office.browser("staf")
    assert client.post("/keluar").status_code == 400
    assert client.get("/bantuan").status_code == 200


def test_somebody_without_a_role_sees_the_own_account_and_nothing_else(office: Peopled) -> None:
    client = office.browser(ROLELESS)
    answer = client.get("/bantuan")
    assert answer.status_code == 403
    assert "belum mempunyai peran" in answer.text
    assert "Beranda</a></li>" not in answer.text
    assert "NAMA TANPA PERAN" in client.get("/akun").text


def test_a_one_time_code_lets_somebody_choose_a_password(office: Peopled) -> None:
    administrator = office.browser("administrator")
    fields = {"nama": "NAMA BARU (CONTOH)", "nama-masuk": "nama.baru", "nip": ""}
    status, text, _ = typed(administrator, "/pengguna", **fields)
    assert status == 200
    code = re.search(r"<code>([^<]+)</code>", text)
    assert code
    fresh = {"sandi-baru": "kopi pagi di teras", "sandi-ulang": "kopi pagi di teras"}
    newcomer = office.visitor()
    fields = {"nama-masuk": "nama.baru", "kode": code[1].lower().replace("-", " "), **fresh}
    assert typed(newcomer, "/masuk/kode", **fields)[0] == 302
    assert typed(office.visitor(), "/masuk/kode", **fields)[0] == 403
    assert enter(office.visitor(), "nama.baru", "kopi pagi di teras")[0] == 302


def test_a_new_password_is_typed_twice_alike_and_not_a_common_one(office: Peopled) -> None:
    code = office.casework.accounts.reset(ADMINISTRATOR, office.people["staf"].id)
    fields = {"nama-masuk": "staf", "kode": code, "sandi-baru": "kopi pagi di teras"}
    unlike = typed(office.visitor(), "/masuk/kode", **fields, **{"sandi-ulang": "kopi"})
    assert unlike[0] == 422
    assert 'href="#sandi-ulang"' in unlike[1]
    weak = {**fields, "sandi-baru": "passwordpassword", "sandi-ulang": "passwordpassword"}
    status, text, _ = typed(office.visitor(), "/masuk/kode", **weak)
    assert status == 422
    assert 'href="#sandi-baru"' in text


def test_changing_the_password_signs_out_the_other_browsers(office: Peopled) -> None:
    here, elsewhere = office.browser("staf"), office.browser("staf")
    fresh = {"sandi-baru": "kopi pagi di teras", "sandi-ulang": "kopi pagi di teras"}
    assert typed(here, "/akun", "/akun/sandi", sandi=PASSWORD, **fresh)[0] == 302
    assert here.get("/akun").status_code == 200
    assert elsewhere.get("/akun").status_code == 302


def test_a_form_left_open_can_be_sent_after_signing_in_again(office: Peopled) -> None:
    client = office.visitor()
    enter(client, "staf")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/bantuan").text)
    assert token
    with client.session_transaction() as session:
        office.casework.accounts.sign_out(session["kunci"], HERE)
    sent = {"csrf_token": token[1], "peran": "staf_program@", "kembali": "/bantuan"}
    assert client.post("/peran", data=sent).status_code == 401
    enter(client, "staf")
    assert client.post("/peran", data=sent).status_code == 302


def test_an_official_without_an_account_is_named_and_one_press_from_being_added(
    office: Peopled,
) -> None:
    with closing(Casework(office.store, load_all(), TEMPLATES, nine_october, False)) as desk:
        desk.open_case(Actor("kasubbag_program", None, "", ""), SAMPLE)
    client = office.browser("administrator")
    shown = html5lib.parse(client.get("/pengguna").text, namespaceHTMLElements=False)
    links = [
        one.get("href") for one in shown.iter("a") if "NAMA CAMAT (CONTOH)" in (one.text or "")
    ]
    (link,) = links
    page = html5lib.parse(client.get(link).text, namespaceHTMLElements=False)
    (name,) = [one for one in page.iter("input") if one.get("name") == "nama"]
    assert name.get("value") == "NAMA CAMAT (CONTOH), S.STP., M.Si."


def test_the_first_administrator_is_led_to_the_page_of_people(tmp_path: Path) -> None:
    settings = Settings("rahasia-untuk-uji", tmp_path, today=TODAY)
    with working(settings) as casework:
        client = served(settings, casework).test_client()
        fields = {
            "nama": "NAMA ADMINISTRATOR", "nama-masuk": "admin", "sandi-baru": PASSWORD,
            "sandi-ulang": PASSWORD, "kode": casework.accounts.first_code() or "",
        }  # fmt: skip
        assert typed(client, "/masuk/pertama", **fields)[::2] == (302, "/pengguna")
        assert "NAMA ADMINISTRATOR" in client.get("/pengguna").text
