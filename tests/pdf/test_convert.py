"""PDFs are really made, and looked into."""

import io
import sys
import time
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from PIL import Image

from service import pdf
from service.errors import Invalid, NotFound, ToolFailed
from service.pdf import embedded
from service.pdf.preview import MOST_PIXELS
from service.pdf.process import run


def document(*paragraphs: str, font: str = "Arial") -> bytes:
    made = Document()
    made.styles["Normal"].font.name = font
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def text_of(content: bytes) -> str:
    opened = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in opened)
    finally:
        opened.close()


@pytest.mark.parametrize("engine", ["bawaan", "libreoffice"])
def test_each_engine_prints_the_text_and_names_itself(engine):
    made = pdf.convert(document("Capaian 94,72 persen"), engine)
    assert "Capaian 94,72 persen" in text_of(made.content)
    assert made.engine == {"bawaan": "mesin bawaan", "libreoffice": "LibreOffice"}[engine]


def test_the_embedded_engine_makes_the_same_bytes_from_the_same_document():
    assert pdf.convert(document("sama"), "bawaan") == pdf.convert(document("sama"), "bawaan")


def test_a_metric_twin_is_not_warned_of_but_a_foreign_font_is():
    assert pdf.convert(document("a"), "bawaan").warnings == ()
    (warning,) = pdf.convert(document("a", font="Papyrus"), "bawaan").warnings
    assert "Papyrus" in warning


def test_boxes_and_check_marks_of_the_forms_are_in_the_font():
    assert "□ √" in text_of(pdf.convert(document("□ √"), "bawaan").content)


def test_a_broken_document_is_a_failed_conversion_and_the_next_one_works():
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(ToolFailed, match="pdf_not_made"):
        pdf.convert(broken.getvalue(), "bawaan")
    assert "sesudahnya" in text_of(pdf.convert(document("sesudahnya"), "bawaan").content)


def test_a_child_that_died_is_replaced():
    pdf.convert(document("a"), "bawaan")
    embedded._child.kill()
    embedded._child.wait()
    assert "hidup lagi" in text_of(pdf.convert(document("hidup lagi"), "bawaan").content)


def test_a_linked_picture_is_refused_before_any_engine_sees_it():
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships><Relationship Type="x/image" Target="file:///etc/passwd"'
            ' TargetMode="EXTERNAL"/></Relationships>',
        )
    with pytest.raises(Invalid, match=r"pdf_external_reference.*etc/passwd"):
        pdf.convert(linked.getvalue())


def test_our_own_html_becomes_a_pdf_and_its_meta_tags_stay_text():
    made = pdf.from_html('<meta name="pdfkit-page-size" content="A7"><p>Lembar Kendali</p>').content
    opened = pypdfium2.PdfDocument(made)
    width, height = opened[0].get_size()
    opened.close()
    assert "Lembar Kendali" in text_of(made)
    assert (width / 72 * 25.4, height / 72 * 25.4) == pytest.approx((215, 330), abs=1)


def test_without_wkhtmltopdf_a_plain_sentence_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolFailed) as told:
        pdf.from_html("<p>a</p>")
    assert "wkhtmltopdf" in told.value.detail
    assert "petugas TI" in told.value.detail


def test_without_libreoffice_the_embedded_engine_takes_over(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert pdf.convert(document("a")).engine == "mesin bawaan"
    with pytest.raises(ToolFailed, match="pdf_engine_missing"):
        pdf.convert(document("a"), "libreoffice")


def test_pages_are_counted_and_drawn():
    made = pdf.convert(document("satu"), "bawaan").content
    assert pdf.page_count(made) == 1
    assert pdf.page(made, 1).startswith(b"\x89PNG")
    with pytest.raises(NotFound):
        pdf.page(made, 2)
    with pytest.raises(Invalid, match="pdf_unreadable"):
        pdf.page_count(b"bukan pdf")


@pytest.mark.parametrize("size", [(14_400, 14_400), (1, 14_400)])
def test_a_page_of_five_metres_is_drawn_small(size):
    made = pypdfium2.PdfDocument.new()
    made.new_page(*size)
    out = io.BytesIO()
    made.save(out)
    with Image.open(io.BytesIO(pdf.page(out.getvalue(), 1))) as picture:
        assert max(picture.size) == MOST_PIXELS


def runs(pid: str) -> bool:
    try:
        return "Z (zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_a_program_past_its_time_ends_with_everything_it_started(tmp_path):
    sleeper = "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid()))"
    sleeper += "; time.sleep(60)"
    starter = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {sleeper!r}])"
    started = time.monotonic()
    assert run([sys.executable, "-c", starter], seconds=2, folder=tmp_path) is None
    assert time.monotonic() - started < 20
    pid = (tmp_path / "pid").read_text()
    while runs(pid):
        assert time.monotonic() - started < 20, "the program's child still runs"
        time.sleep(0.1)


def test_an_outside_program_sees_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    printed = run(
        [sys.executable, "-c", "import os;print(os.environ)"], seconds=20, folder=tmp_path
    )
    assert b"rahasia" not in printed
