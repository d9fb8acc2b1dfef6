"""Table rows meet the page end in the embedded engine as they do in Word."""

import io

import pypdfium2
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from service import pdf


def converted(fill) -> list[str]:
    """Return the text of each page of a document whose one table `fill` made."""
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    opened = pypdfium2.PdfDocument(pdf.convert(out.getvalue(), "bawaan").content)
    try:
        return [page.get_textpage().get_text_bounded() for page in opened]
    finally:
        opened.close()


def rows(document, texts, keep=()):
    table = document.add_table(rows=0, cols=2)
    for text in texts:
        cells = table.add_row().cells
        cells[0].text = text
        cells[1].text = "x"
        cells[0].paragraphs[0].paragraph_format.keep_with_next = text in keep
        uncut = OxmlElement("w:cantSplit")
        table.rows[-1]._tr.get_or_add_trPr().append(uncut)
    return table


def test_a_signature_row_takes_the_row_it_is_kept_with_to_its_page():
    plain = converted(lambda document: rows(document, [f"baris{n}." for n in range(60)]))
    first_of_second = next(n for n in range(60) if f"baris{n}." in plain[1])
    last = f"baris{first_of_second - 1}."
    kept = converted(
        lambda document: rows(document, [f"baris{n}." for n in range(60)], keep=(last,))
    )
    assert last in plain[0]
    assert last not in kept[0]
    assert last in kept[1]


def test_a_row_taller_than_a_page_loses_no_text():
    words = " ".join(f"kata{n}." for n in range(3000))

    def tall(document):
        rows(document, ["awal", words, "akhir"])

    pages = converted(tall)
    whole = " ".join(pages)
    assert len(pages) > 2
    assert all(f"kata{n}." in whole for n in range(3000))
    assert "akhir" in pages[-1]


def test_a_merged_cell_ends_with_its_page_and_its_text_is_printed_once():
    def merged(document):
        table = rows(document, [f"baris{n}." for n in range(60)])
        table.cell(0, 1).merge(table.cell(59, 1)).text = "SASARAN"

    pages = converted(merged)
    assert "SASARAN" in pages[0]
    assert " ".join(pages).count("SASARAN") == 1
    assert "baris59." in pages[-1]


def test_the_text_of_a_cell_merged_with_none_below_never_runs_over_what_follows():
    document = Document()
    lone = document.add_table(rows=1, cols=2).rows[0].cells[0]
    lone.text = "\n".join(f"baris{n}." for n in range(6))
    merge = OxmlElement("w:vMerge")
    merge.set(qn("w:val"), "restart")
    lone._tc.get_or_add_tcPr().append(merge)
    document.add_paragraph("sesudahnya")
    boxes = places(document, "baris5.", "sesudahnya")
    assert boxes["sesudahnya"][3] < boxes["baris5."][1]


def places(document, *words):
    """Return left, bottom, right and top of each word on the first page, in points."""
    out = io.BytesIO()
    document.save(out)
    with pypdfium2.PdfDocument(pdf.convert(out.getvalue(), "bawaan").content) as opened:
        page = opened[0].get_textpage()
        return {word: box_of(page, word) for word in words}


def box_of(page, word):
    """Return left, bottom, right and top of a word's first place on the page, in points."""
    start, count = page.search(word).get_next()
    boxes = [page.get_charbox(start + n) for n in range(count)]
    sides = zip(*boxes, strict=True)
    return [side(values) for side, values in zip((min, min, max, max), sides, strict=True)]
