"""Every faulty file is answered with all its wrong cells, and nothing else."""

import json
from pathlib import Path

import pytest

from samples.faults import FAULTS, UNIT, Fault
from samples.misread import MISREAD
from samples.one_table import TABLES
from service import workbook
from service.dataset import DataSet, parse
from service.errors import Invalid

EVERY = (*FAULTS, *MISREAD)
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


@pytest.mark.parametrize("fault", EVERY, ids=lambda fault: fault.file)
def test_a_faulty_file_is_told_at_its_cells(fault: Fault, ds: DataSet) -> None:
    content = (SAMPLES / "salah" / fault.file).read_bytes()
    with pytest.raises(Invalid) as caught:
        _read(fault, content, ds)
    told = tuple((p.place, p.code) for p in caught.value.problems)
    assert (told or (("", caught.value.code),)) == fault.told
    assert all(p.expected for p in caught.value.problems)
    assert not any("None" in p.message or "{" in p.message for p in caught.value.problems)


def _read(fault: Fault, content: bytes, ds: DataSet) -> None:
    if fault.sent == "office":
        workbook.read(content, fault.file)
    else:
        workbook.read_unit(content, ds, UNIT)


def test_every_faulty_sample_is_known() -> None:
    assert {f.file for f in (*EVERY, *TABLES)} == {
        path.name for path in (SAMPLES / "salah").iterdir()
    }
