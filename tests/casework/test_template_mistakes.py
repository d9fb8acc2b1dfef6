"""What people send by mistake when they change a template, and what they are told."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement

from service import word
from service.casework import Upload
from service.errors import Invalid, problem
from tests.casework.office import TEMPLATES, Office
from tests.casework.test_template_versions import NAME, changed


def tried(office: Office, content: bytes) -> str:
    upload = Upload(content, "rekap baru.docx")
    return office.desk.try_template(office.someone("kasubbag_program"), NAME, "F4", upload)


def comments(docx: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "comments" in name]
    return sum(part.count(b"<w:comment ") for part in parts)


def redrawn(edit: Callable[[Any], object]) -> bytes:
    """Return the shipped template after a clerk's change in Word."""
    document = Document(str(TEMPLATES / f"{NAME}.docx"))
    edit(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_template_of_another_document_is_refused_by_its_name(office: Office) -> None:
    other = (TEMPLATES / "dokumen-pengukuran.docx").read_bytes()
    with pytest.raises(Invalid) as caught:
        tried(office, other)
    assert caught.value.code == "template_another"
    assert caught.value.details["own"] != caught.value.details["found"]


def test_notes_of_an_earlier_check_do_not_travel_into_documents(office: Office) -> None:
    wrong = problem("word_tag_empty", "paragraf 1", tag="{{ }}")
    mended = word.commented(changed().content, [wrong])
    mark = tried(office, mended)
    assert comments(mended) == 1
    assert comments(office.desk.candidate(NAME, mark).content) == 0


def test_tracked_changes_have_to_be_accepted_first(office: Office) -> None:
    def track(document: Any) -> None:
        run = document.paragraphs[0].add_run("sisipan")._r
        mark = OxmlElement("w:ins")
        run.addprevious(mark)
        mark.append(run)

    with pytest.raises(Invalid) as caught:
        tried(office, redrawn(track))
    assert [one.code for one in caught.value.problems] == ["template_tracked_changes"]


def test_turned_pages_are_told(office: Office) -> None:
    def turn(document: Any) -> None:
        section = document.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width

    mark = tried(office, redrawn(turn))
    warned = office.desk.candidate(NAME, mark).warning
    assert warned is not None
    assert warned.code == "template_turned"


def test_what_is_wrong_for_every_unit_is_told_once(office: Office) -> None:
    with pytest.raises(Invalid) as caught:
        tried(office, changed("{{ bagian.nama|rupiah }}").content)
    assert [one.code for one in caught.value.problems] == ["word_filter_unfit"]
