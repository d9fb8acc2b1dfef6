"""The environment is read once, and everything wrong with it is told at once."""

from datetime import date

import pytest

from service.errors import Invalid
from service.settings import OpenID, Settings, is_loopback

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
            "HOST": "0.0.0.0",  # noqa: S104
            "HOSTS": "Kinerja.contoh.go.id, 192.168.1.10",
            "PROXIES": "127.0.0.1, 10.0.0.0/8,fd00::/8",
            "MAX_UPLOAD_MIB": "5",
            "PROCEDURES_DIR": str(tmp_path),
        }
    )
    assert (settings.port, settings.today) == (9001, date(2026, 10, 9))
    assert settings.hosts == ("kinerja.contoh.go.id", "192.168.1.10")
    assert [str(one) for one in settings.proxies] == ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8"]
    assert settings.pdf_engine == "bawaan"
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
        "HOSTS": "http://kinerja.contoh.go.id",
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


@pytest.mark.parametrize(
    "wrong", ["1", "127.0.0.1, 2", "0.0.0.0/0", "10.0.0.0/8, ::/0", "nginx", "10.0.0.9/8"]
)
def test_proxies_are_addresses_and_neither_a_number_nor_everybody(wrong: str):
    with pytest.raises(Invalid) as told:
        Settings.from_env({"SECRET_KEY": SECRET, "HOSTS": "a.id", "PROXIES": wrong})
    (problem,) = told.value.problems
    assert problem.place == "PROXIES"
    assert "bukan jumlahnya" in problem.message
    assert "10.0.0.0/8" in problem.message


def test_an_upload_may_have_a_mebibyte_at_least():
    with pytest.raises(Invalid) as told:
        Settings.from_env({"SECRET_KEY": SECRET, "MAX_UPLOAD_MIB": "0"})
    (problem,) = told.value.problems
    assert problem.place == "MAX_UPLOAD_MIB"
    assert "paling kecil 1" in problem.message


@pytest.mark.parametrize("wrong", ["a.id:8000", "*", "a b", "a.id/masuk", ".a.id"])
def test_hosts_are_bare_names(wrong: str):
    with pytest.raises(Invalid) as told:
        Settings.from_env({"SECRET_KEY": SECRET, "HOSTS": f"benar.id, {wrong}"})
    assert [one.place for one in told.value.problems] == ["HOSTS"]


@pytest.mark.parametrize("more", [{"HOST": "192.168.1.10"}, {"PROXIES": "127.0.0.1"}])
def test_who_can_be_reached_from_elsewhere_says_under_which_name(more: dict[str, str]):
    with pytest.raises(Invalid) as told:
        Settings.from_env({"SECRET_KEY": SECRET, **more})
    assert [one.code for one in told.value.problems] == ["settings_hosts"]
    assert Settings.from_env({"SECRET_KEY": SECRET, "HOSTS": "a.id", **more}).hosts == ("a.id",)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_alone_needs_no_name(host: str):
    assert is_loopback(host)
    assert Settings.from_env({"SECRET_KEY": SECRET, "HOST": host}).hosts == ()


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
