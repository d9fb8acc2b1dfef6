"""The same data comes back from .csv, .ods and .xls, whatever a clerk did to the form."""

import json
import subprocess
from pathlib import Path

import pytest

from samples.faults import UNIT, Fault
from samples.mess import MESSES
from samples.one_table import TABLES, as_csv, one_table
from service import workbook
from service.dataset import DataSet, parse
from service.errors import Invalid

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def ds() -> DataSet:
    return parse(json.loads((SAMPLES / "mentebah-2026.json").read_text("utf-8")))


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_one_table_as_csv_brings_a_units_data(ds: DataSet, separator: str, encoding: str) -> None:
    taken = workbook.take_unit(as_csv(one_table(ds), separator, encoding), ds, UNIT)
    assert taken.dataset == ds
    assert "workbook_note_no_identity" in {note.code for note in taken.notes}


def test_a_csv_of_one_sheet_of_the_form_says_what_is_not_in_it(ds: DataSet) -> None:
    rows = b"Kode Indikator;Realisasi TW III;Bukti Dukung\n1.1;84,12;Laporan\n"
    with pytest.raises(Invalid) as caught:
        workbook.take_unit(rows, ds, UNIT)
    assert ("Narasi", "workbook_csv_one_table") in {
        (p.place, p.code) for p in caught.value.problems
    }


@pytest.mark.parametrize("fault", TABLES, ids=lambda fault: fault.file)
def test_a_faulty_csv_is_told_at_its_cell(fault: Fault, ds: DataSet) -> None:
    content = (SAMPLES / "salah" / fault.file).read_bytes()
    with pytest.raises(Invalid) as caught:
        workbook.read_unit(content, ds, UNIT)
    assert tuple((p.place, p.code) for p in caught.value.problems) == fault.told


@pytest.fixture(scope="module", params=["ods", "xls"])
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every messy sample in another format."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(SAMPLES / "berantakan" / mess.file) for mess in MESSES]
    convert = ["soffice", profile, "--headless", "--convert-to", request.param, "--outdir", folder]
    subprocess.run(
        [*convert, *files],
        check=True,
        capture_output=True,
        timeout=170,
    )
    return folder


def test_every_messy_sample_is_read_in_other_formats_too(converted: Path, ds: DataSet) -> None:
    for mess in MESSES:
        (file,) = converted.glob(f"{Path(mess.file).stem}.*")
        if mess.sent == "office":
            assert workbook.read(file.read_bytes()) == ds, file.name
        else:
            assert workbook.read_unit(file.read_bytes(), ds, UNIT) == ds, file.name
