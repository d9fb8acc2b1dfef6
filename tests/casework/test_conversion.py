"""Word files become PDFs once, on demand or in the background; a failure loses nothing."""

import threading
import time
from functools import partial

import pytest

from service import pdf
from service.casework.conversion import Conversions
from service.errors import ToolFailed
from service.pdf import Pdf
from service.store import fsck
from tests.casework.office import CASE, Office, pdf_text


def wait_for(condition: object, seconds: float = 60) -> None:
    """Wait until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_a_pdf_is_made_on_demand_and_kept(office: Office) -> None:
    office.order_format(number="000.8.6.3/1/2026")
    made = office.desk.pdf(CASE, "D1")
    assert made.name == "01-format-pengukuran-tw3-2026-v1.pdf"
    assert made.pages >= 1
    assert "000.8.6.3/1/2026" in pdf_text(made.content)
    assert office.desk.pdf(CASE, "D1") == made
    assert office.desk.page(CASE, "D1", None, 1).startswith(b"\x89PNG")
    assert fsck(office.store) == []


def test_a_document_that_several_ask_for_at_once_is_converted_once(office: Office) -> None:
    office.order_format()
    (source,) = [one.ref.sha256 for one in office.view().progress.outputs]
    converted: list[int] = []

    def convert(docx: bytes) -> Pdf:
        converted.append(len(docx))
        return pdf.convert(docx, "bawaan")

    conversions = Conversions(office.store, lambda: [source], convert)
    threads = [threading.Thread(target=lambda: conversions.of(source)) for _ in range(3)]
    conversions.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    conversions.stop()
    assert len(converted) == 1
    assert office.store.conversions([source])


def test_what_was_not_converted_before_a_restart_is_found_and_converted(office: Office) -> None:
    office.order_format()
    office.hand_out("SEKSI-PEM")
    sources = [one.ref.sha256 for one in office.view().progress.outputs]
    assert office.store.conversions(sources) == {}
    after = Office(office.store, background=True)
    wait_for(lambda: len(office.store.conversions(sources)) == len(sources))
    after.desk.close()


def test_a_new_document_is_converted_in_the_background(empty: Office) -> None:
    office = Office(empty.store, background=True)
    office.open()
    office.order_format()
    (made,) = office.view().progress.outputs
    wait_for(lambda: office.store.conversions([made.ref.sha256]))
    office.desk.close()


def test_an_engine_that_fails_leaves_the_word_file_and_the_next_one_works(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.order_format()
    (made,) = office.view().progress.outputs
    without_libreoffice = partial(pdf.convert, engine="libreoffice")
    missing = Conversions(office.store, lambda: [made.ref.sha256], without_libreoffice)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", "")
        with pytest.raises(ToolFailed):
            missing.of(made.ref.sha256)
        missing.start()
        missing.stop()
    assert office.store.conversions([made.ref.sha256]) == {}
    assert office.desk.document(CASE, "D1").content.startswith(b"PK")
    assert office.desk.pdf(CASE, "D1").pages >= 1


def test_a_pdf_damaged_on_disk_is_made_again(office: Office) -> None:
    office.order_format()
    made = office.desk.pdf(CASE, "D1")
    office.store.files.path(made.sha256).write_bytes(b"%PDF damaged")
    again = office.desk.pdf(CASE, "D1")
    assert pdf_text(again.content) == pdf_text(made.content)
