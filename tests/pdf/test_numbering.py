"""Each page says which it is."""

import io

import pikepdf
import pypdfium2

from service.pdf import numbered


def test_each_page_has_its_number_and_keeps_what_was_on_it() -> None:
    made = pikepdf.new()
    for _ in range(3):
        made.add_blank_page(page_size=(842, 595))
    made.pages[0].contents_add(b"2 0 0 2 50 50 cm 0 0 10 10 re f")
    written = io.BytesIO()
    made.save(written)
    pdf = pypdfium2.PdfDocument(numbered(written.getvalue()))
    texts = [pdf[n].get_textpage().get_text_bounded().strip() for n in range(3)]
    assert texts == [f"Halaman {n} dari 3" for n in (1, 2, 3)]
    picture = pdf[0].render().to_pil().convert("L")
    assert picture.getpixel((60, 595 - 60)) == 0
    text = pdf[0].get_textpage()
    assert text.count_rects() == 1
    left, _, right, top = text.get_rect(0)
    assert 0 < left < right < 842
    assert top < 40
