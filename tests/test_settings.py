"""The environment is read once, and everything wrong with it is told at once."""

from datetime import date

import pytest

from service.errors import Invalid
from service.settings import Settings

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
