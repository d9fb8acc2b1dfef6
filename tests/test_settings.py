"""The environment is read once, and everything wrong with it is told at once."""

from datetime import date

import pytest

from service.errors import Invalid
from service.settings import OpenID, Settings

SECRET = "panjang-dan-acak-sekali"  # noqa: S105


def test_a_secret_alone_is_enough():
    settings = Settings.from_env({"SECRET_KEY": SECRET})
    assert (settings.host, settings.port, settings.today) == ("127.0.0.1", 8000, None)
    assert settings.max_upload == 20 * 1024 * 1024
    assert settings.pdf_engine == "auto"


def test_every_variable_is_taken(tmp_path):
    settings = Settings.from_env(
        {
            "SECRET_KEY": SECRET,
            "PORT": "9001",
            "TODAY": "2026-10-09",
            "PDF_ENGINE": "bawaan",
            "TIME_ZONE": "Asia/Jayapura",
            "CONTAINER": "1",
            "PROXIES": "2",
            "MAX_UPLOAD_MIB": "5",
            "PROCEDURES_DIR": str(tmp_path),
        }
    )
    assert (settings.port, settings.today, settings.proxies) == (9001, date(2026, 10, 9), 2)
    assert (settings.pdf_engine, settings.container) == ("bawaan", True)
    assert settings.time_zone.key == "Asia/Jayapura"
    assert settings.max_upload == 5 * 1024 * 1024
    assert settings.procedures_dir == tmp_path


def test_everything_wrong_is_named_at_once():
    wrong = {
        "PORT": "99999",
        "TODAY": "9 Oktober",
        "PDF_ENGINE": "word",
        "TIME_ZONE": "Asia/Mentebah",
        "PROXIES": "dua",
        "PROCEDURES_DIR": "folder-yang-tidak-ada",
    }
    with pytest.raises(Invalid) as told:
        Settings.from_env(wrong)
    assert {one.place for one in told.value.problems} == {"SECRET_KEY", *wrong}
    assert all(one.message for one in told.value.problems)


def test_a_short_secret_is_refused():
    with pytest.raises(Invalid) as told:
        Settings.from_env({"SECRET_KEY": "abc"})
    assert [one.code for one in told.value.problems] == ["settings_short"]


PROVIDER = {
    "SECRET_KEY": SECRET,
    "OIDC_ISSUER": "https://akun.kab.go.id/realms/asn",
    "OIDC_CLIENT_ID": "pengukuran",
    "OIDC_CLIENT_SECRET": SECRET,
}


def test_nobody_signs_in_by_a_provider_unless_one_is_named():
    assert Settings.from_env({"SECRET_KEY": SECRET}).openid is None


def test_a_provider_is_named_by_three_settings_and_two_that_may_be_left_out():
    found = Settings.from_env(PROVIDER).openid
    assert found == OpenID(PROVIDER["OIDC_ISSUER"], "pengukuran", SECRET)
    assert found.name == "Masuk dengan akun Kabupaten"
    named = Settings.from_env(
        {**PROVIDER, "OIDC_NAME": "Masuk dengan SIMPEG", "OIDC_LOGIN_CLAIM": "nip"}
    ).openid
    assert (named.name, named.login_claim) == ("Masuk dengan SIMPEG", "nip")


@pytest.mark.parametrize("name", ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_a_provider_half_named_is_told_by_what_is_missing(name):
    with pytest.raises(Invalid) as told:
        Settings.from_env({**PROVIDER, name: ""})
    assert [(one.place, one.code) for one in told.value.problems] == [
        (name, "settings_openid_missing")
    ]


@pytest.mark.parametrize(
    "issuer",
    [
        "http://akun.kab.go.id",
        "akun.kab.go.id",
        "https://",
        "https://akun.kab.go.id/?x=1",
        "https://akun.kab.go.id/#x",
        "https://orang@akun.kab.go.id",
        "https://akun.kab.go.id:x",
        "https://" + "x" * 200,
        "ftp://127.0.0.1",
    ],
)
def test_a_provider_is_reached_over_tls(issuer):
    with pytest.raises(Invalid) as told:
        Settings.from_env({**PROVIDER, "OIDC_ISSUER": issuer})
    assert [one.place for one in told.value.problems] == ["OIDC_ISSUER"]


@pytest.mark.parametrize("host", ["127.0.0.1:9400", "localhost:9400", "[::1]:9400"])
def test_a_provider_on_this_machine_may_do_without(host):
    assert Settings.from_env({**PROVIDER, "OIDC_ISSUER": f"http://{host}"}).openid is not None
