"""Templates of the office and of its SOPs: whose is taken, and what each is called."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from service.casework.templates import Templates
from service.errors import NotFound
from service.procedure import load_all
from service.store import Store
from tests import sops
from tests.casework.office import CASE, TEMPLATES

OWN = f"{sops.TINY}.surat"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the tiny SOP, which also brings a checklist of its own."""
    sops.write_tiny(tmp_path)
    return sops.write(tmp_path, sops.tiny(), checklist=b"own")


@pytest.fixture
def templates(folder: Path) -> Iterator[Templates]:
    with closing(Store(folder.parent / "data", "kantor")) as store:
        yield Templates(TEMPLATES, load_all(more=folder), store)


def test_an_sops_own_template_goes_before_the_offices(templates: Templates) -> None:
    assert templates.for_output(sops.TINY, "checklist", "F4", CASE) == b"own"
    offices = (TEMPLATES / "checklist.docx").read_bytes()
    assert templates.for_output("pengukuran-kinerja", "checklist", "F4", CASE) == offices
    rekap = (TEMPLATES / "a4" / "rekap-data.docx").read_bytes()
    assert templates.for_output(sops.TINY, "rekap-data", "A4", CASE) == rekap


def test_an_sops_own_a4_template_is_taken_and_else_its_f4(
    templates: Templates, folder: Path
) -> None:
    own = folder / sops.TINY / "templates"
    assert templates.named(OWN, "A4") == (own / "surat.docx").read_bytes()
    (own / "a4").mkdir()
    (own / "a4" / "surat.docx").write_bytes(b"a4")
    assert templates.named(OWN, "A4") == b"a4"


def test_names_are_unique_and_those_of_the_office_stay_as_they_were(templates: Templates) -> None:
    names = templates.names()
    assert len(set(names)) == len(names)
    assert {"format-pengukuran", "checklist", "rekap-data", "rekap-pengukuran",
            "dokumen-pengukuran", OWN, f"{sops.TINY}.checklist"} <= set(names)  # fmt: skip


@pytest.mark.parametrize("name", ["lain", f"{sops.TINY}.lain", "lain.surat", "../surat", ".", ""])
def test_an_unknown_name_is_not_found_with_the_names_there_are(
    templates: Templates, name: str
) -> None:
    with pytest.raises(NotFound) as caught:
        templates.named(name)
    assert OWN in caught.value.detail


def test_a_template_belongs_to_its_sop_and_the_offices_to_the_main_one(
    templates: Templates,
) -> None:
    assert templates.procedure_of(OWN).code == sops.TINY
    assert templates.procedure_of("checklist").code == "pengukuran-kinerja"
