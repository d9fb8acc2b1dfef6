"""`user` at the terminal: the first administrator, codes told once, and faults in plain words."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from service.__main__ import main
from service.people.secrets import code_digest
from service.store import Store

CODE = re.compile(r"\b(?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}\b")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Give `user` on an empty data folder: exit status, output and faults of one run."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    for name in ("DATABASE_URL", "TODAY"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["user", *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def kept(tmp_path: Path) -> Store:
    return Store(tmp_path / "data", "kantor")


def test_the_first_person_added_is_the_administrator_and_gets_a_code_once(
    user: Run, tmp_path: Path
) -> None:
    status, out, _ = user("add", "siti", "--name", "Siti Aminah", "--nip", "198001012005012001")
    assert status == 0
    assert "Administrator" in out
    (code,) = CODE.findall(out)
    with closing(kept(tmp_path)) as store:
        (siti,) = store.people.everybody()
        assert (siti.login, siti.nip, siti.has_password) == ("siti", "198001012005012001", False)
        assert store.people.code(code_digest(code), siti.id, siti.since)
        assert [one.role for one in store.people.grants()] == ["administrator"]
        assert code.encode() not in (store.folder / "store.sqlite3").read_bytes()
    assert code not in user("list")[1]


def test_others_are_added_with_the_roles_told(user: Run) -> None:
    user("add", "siti", "--name", "Siti Aminah")
    _, out, _ = user(
        "add", "budi", "--name", "Budi", "--role", "operator@SEKSI-PEM", "--role", "camat"
    )
    assert "Camat, Operator Data Kinerja (SEKSI-PEM)" in out
    assert "tanpa peran" in user("add", "tono", "--name", "Tono")[1]
    _, out, _ = user("list")
    lines = [line.split("\t") for line in out.splitlines()]
    assert [one[0] for one in lines] == ["budi", "siti", "tono"]
    assert {one[3] for one in lines} == {"belum pernah masuk"}


def test_a_role_nobody_knows_adds_nobody(user: Run) -> None:
    status, out, err = user("add", "siti", "--name", "Siti", "--role", "raja", "--role", "camat@X")
    assert (status, out) == (1, "")
    assert "“raja”" in err
    assert user("list")[1] == ""


def test_roles_are_given_and_taken(user: Run) -> None:
    user("add", "siti", "--name", "Siti Aminah")
    user("add", "budi", "--name", "Budi", "--role", "camat")
    assert user("role", "budi", "--take", "camat", "--give", "viewer")[1] == (
        "Budi sekarang: Pembaca.\n"
    )
    status, _, err = user("role", "budi", "--take", "camat")
    assert (status, "sudah dicabut" in err) == (1, True)
    status, _, err = user("role", "budi")
    assert (status, "--give" in err) == (1, True)
    status, _, err = user("role", "siti", "--take", "administrator")
    assert (status, "Administrator terakhir" in err) == (1, True)


def test_a_reset_prints_another_code_and_a_closed_account_gets_none(user: Run) -> None:
    first = CODE.findall(user("add", "siti", "--name", "Siti Aminah")[1])
    second = CODE.findall(user("reset", "SITI")[1])
    assert len(first + second) == len({*first, *second}) == 2
    user("add", "budi", "--name", "Budi")
    assert "ditutup" in user("close", "budi")[1]
    status, _, err = user("reset", "budi")
    assert (status, "ditutup" in err) == (1, True)
    assert user("list")[1].splitlines()[0].endswith("\tditutup")


def test_a_name_nobody_has_and_a_name_that_is_none_are_told(user: Run) -> None:
    status, _, err = user("reset", "nobody")
    assert (status, "“nobody”" in err) == (1, True)
    status, _, err = user("add", "s", "--name", "", "--nip", "1")
    assert (status, err.count("\n- ")) == (1, 3)
