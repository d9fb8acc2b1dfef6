"""`serve` without anybody who may change people: one link, for one use, on the terminal only."""

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from service.people.secrets import code_digest
from service.store import Store

ROOT = Path(__file__).parents[2]


def started(folder: Path) -> tuple[str, str]:
    """Return what a server prints and logs from its start to its end."""
    settings = {
        "DATA_DIR": str(folder), "PORT": "0", "PDF_ENGINE": "bawaan",
        "SECRET_KEY": "kunci-untuk-uji-saja", "DATABASE_URL": "",
    }  # fmt: skip
    log = folder.with_name("catatan.txt")
    with log.open("w") as logging, subprocess.Popen(
        [sys.executable, "-m", "service", "serve"],
        stdout=subprocess.PIPE, stderr=logging, text=True, cwd=ROOT, env=os.environ | settings,
    ) as server:  # fmt: skip
        assert server.stdout
        first = server.stdout.readline()
        server.terminate()
        return first + server.stdout.read(), log.read_text()


def codes_at(printed: str) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:\d+/masuk/pertama#([-0-9A-Z]{19}) ", printed)


def test_the_link_for_the_first_administrator_is_printed_anew_and_kept_nowhere(
    tmp_path: Path,
) -> None:
    (first, logged), (second, _) = started(tmp_path / "data"), started(tmp_path / "data")
    (old,), (new,) = codes_at(first), codes_at(second)
    assert old not in logged
    with (
        closing(Store(tmp_path / "data", "kantor")) as store,
        store.database.reading() as connection,
    ):
        kept = connection.exec_driver_sql("SELECT digest, person FROM codes").all()
    assert [tuple(row) for row in kept] == [(code_digest(new), "")]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or new.encode() not in path.read_bytes()


def test_with_an_administrator_no_link_is_printed(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "service", "user", "add", "siti", "--name", "Siti Aminah"],
        cwd=ROOT, env=os.environ | {"DATA_DIR": str(tmp_path / "data")}, check=True, timeout=60,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    printed, _ = started(tmp_path / "data")
    assert "Buka http://" in printed
    assert codes_at(printed) == []
