"""Every hostile file is refused by name, quickly, in little memory, and leaves nothing behind."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.gate.bombs import bombs
from tests.gate.hostile import Hostile, packages

SECONDS = 2.0
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Judged:
    """What the child told of each file, and the folder it could have left something in."""

    told: dict[str, tuple[list[str], float]]
    most: int
    left: list[Path]


def _file_name(one: Hostile) -> str:
    return f"{'+'.join(one.wanted)}!{one.name.replace('/', '_')}"


@pytest.fixture(scope="module")
def hostile() -> list[Hostile]:
    return [*packages(), *bombs()]


@pytest.fixture(scope="module")
def judged(hostile: list[Hostile], tmp_path_factory: pytest.TempPathFactory) -> Judged:
    folder, temporary = tmp_path_factory.mktemp("berkas"), tmp_path_factory.mktemp("sementara")
    for one in hostile:
        (folder / _file_name(one)).write_bytes(one.content)
    done = subprocess.run(
        [sys.executable, "-m", "tests.gate.judged", str(folder)],
        cwd=temporary, capture_output=True, check=False,
        env={**os.environ, "TMPDIR": str(temporary), "HOME": str(temporary),
             "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    return Judged(answer["told"], answer["most"], list(temporary.rglob("*")))


def test_there_are_hundreds_of_them_and_no_two_alike(hostile: list[Hostile]) -> None:
    assert len({_file_name(one) for one in hostile}) == len(hostile) >= 500


def test_each_is_refused_by_its_own_code(hostile: list[Hostile], judged: Judged) -> None:
    otherwise = {
        one.name: judged.told[_file_name(one)][0]
        for one in hostile
        if one.codes.isdisjoint(judged.told[_file_name(one)][0])
    }
    assert otherwise == {}


def test_none_takes_long(judged: Judged) -> None:
    assert {n: s for n, (_, s) in judged.told.items() if s > SECONDS} == {}


def test_none_takes_much_memory(judged: Judged) -> None:
    assert judged.most < 256 * 2**20


def test_nothing_is_left_behind(judged: Judged) -> None:
    assert judged.left == []
