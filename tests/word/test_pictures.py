import base64
import io

import pytest
from docx import Document
from docx.shared import Mm
from PIL import ExifTags, Image

from service import word
from service.errors import Invalid
from tests.word.documents import document, names, opened, part, png, saved, texts, tree, with_part

EMU = 36_000


def drawings(content, name="word/document.xml"):
    return list(tree(content, name).iter("{*}docPr"))


def test_a_picture_becomes_a_part_of_body_and_header():
    content = document("x {{ a }} y", "{{r a }}", "{{p a }}", header="{{ a }}")
    filled = word.compile(content).fill({"a": word.Picture(png())})
    assert len(drawings(filled)) == 3
    assert len(drawings(filled, "word/header1.xml")) == 1
    media = [name for name in names(filled) if name.startswith("word/media/")]
    assert len(media) == 1
    assert part(filled, media[0]) == png()
    assert opened(filled).inline_shapes[0].width.mm == pytest.approx(25.4, abs=0.1)
    blip = next(tree(filled, "word/header1.xml").iter("{*}blip"))
    relation = opened(filled).sections[0].header.part.rels[next(iter(blip.attrib.values()))]
    assert relation.target_part.blob == png()


def test_one_size_keeps_the_proportions_and_two_are_taken_as_given():
    content = document("{{ a }}", "{{ b }}")
    values = {"a": word.Picture(png(), width_mm=50), "b": word.Picture(png(), 10, 30)}
    shapes = opened(word.compile(content).fill(values)).inline_shapes
    assert [(round(s.width / EMU), round(s.height / EMU)) for s in shapes] == [(50, 25), (10, 30)]


def test_drawings_have_their_own_numbers_also_in_loops():
    made = Document()
    made.add_paragraph("{%p for r in baris %}")
    path = made.add_paragraph("{{ r }}").add_run()
    path.add_picture(io.BytesIO(png()), width=Mm(10))
    made.add_paragraph("{%p endfor %}")
    filled = word.compile(saved(made)).fill({"baris": [word.Picture(png())] * 3})
    numbers = [element.get("id") for element in drawings(filled)]
    assert len(numbers) == 6
    assert len(set(numbers)) == 6


def test_a_new_drawing_gets_a_number_above_those_of_the_template():
    made = Document()
    made.add_paragraph("{{ a }}").add_run().add_picture(io.BytesIO(png()))
    content = saved(made)
    xml = part(content).replace(b'docPr id="1" name="Picture 1"', b'docPr name="Picture 1" id="7"')
    filled = word.compile(with_part(content, "word/document.xml", xml)).fill(
        {"a": word.Picture(png())}
    )
    assert sorted(element.get("id") for element in drawings(filled)) == ["7", "8"]


@pytest.mark.parametrize("content", [b"", b"bukan gambar", b"GIF89a" + bytes(50), png()[:60]])
def test_what_is_no_picture_is_refused_by_its_name(content):
    with pytest.raises(Invalid) as caught:
        word.compile(document("{{ a.b }}")).fill({"a": {"b": word.Picture(content)}})
    assert [(p.code, p.place) for p in caught.value.problems] == [("values_not_a_picture", "a.b")]


def photo(orientation, size=(80, 40)):
    """Return a JPEG whose left half is red, as a camera stores it that was turned."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = image.getexif()
    exif[ExifTags.Base.Orientation] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, dpi=(80, 80))
    return out.getvalue()


@pytest.mark.parametrize(("orientation", "red"), [(6, (20, 10)), (8, (20, 70)), (3, (70, 20))])
def test_a_photo_taken_with_the_camera_turned_stands_upright(orientation, red):
    filled = word.compile(document("{{ a }}")).fill({"a": word.Picture(photo(orientation))})
    (shape,) = opened(filled).inline_shapes
    (name,) = [name for name in names(filled) if name.startswith("word/media/")]
    shown = Image.open(io.BytesIO(part(filled, name)))
    assert shown.getpixel(red)[0] > 200
    assert not shown.getexif()
    assert (shape.width > shape.height) == (orientation == 3)
    assert max(shape.width, shape.height) == pytest.approx(25.4 * EMU, abs=2)


def test_a_photo_that_stands_upright_is_passed_on_as_it_is():
    filled = word.compile(document("{{ a }}")).fill({"a": word.Picture(photo(1))})
    (name,) = [name for name in names(filled) if name.startswith("word/media/")]
    assert part(filled, name) == photo(1)


def test_pictures_and_qr_codes_come_from_json():
    values = word.values_from_json(
        {"a": {"$gambar": base64.b64encode(png()).decode(), "lebar_mm": 20}, "b": [{"$qr": "x"}]}
    )
    filled = word.compile(document("{{ a }}", "{{ b[0] }}")).fill(values)
    shapes = opened(filled).inline_shapes
    assert [round(shape.width / EMU) for shape in shapes] == [20, 25]
    with pytest.raises(Invalid) as caught:
        word.values_from_json({"a": {"$gambar": "???"}, "b": [{"$gambar": 1}]})
    assert [found.place for found in caught.value.problems] == ["a", "b[0]"]


def test_a_picture_in_a_property_is_refused_with_its_place():
    made = Document()
    made.core_properties.title = "{{ a }}"
    with pytest.raises(Invalid) as caught:
        word.compile(saved(made)).fill({"a": word.Picture(png())})
    assert caught.value.problems[0].code == "word_value_misplaced"


def test_a_sub_document_brings_its_text_pictures_and_styles():
    inner = Document()
    inner.styles.add_style("Kutipan Resmi", 1)
    inner.add_paragraph("isi {{ rahasia }}", style="Kutipan Resmi")
    inner.add_picture(io.BytesIO(png()))
    inner.add_table(rows=1, cols=2).cell(0, 0).text = "sel"
    content = document("awal", "{{p a }}", "akhir")
    filled = word.compile(content).fill({"a": word.SubDocument(saved(inner))})
    shown = opened(filled)
    assert texts(filled) == ["awal", "isi {{ rahasia }}", "", "akhir"]
    assert shown.paragraphs[1].style.name == "Kutipan Resmi"
    assert len(shown.inline_shapes) == 1
    assert shown.tables[0].cell(0, 0).text == "sel"


def test_a_sub_document_that_cannot_be_carried_over_is_refused():
    inner = Document()
    inner.add_paragraph("satu", style="List Number")
    inner.paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 1
    template = word.compile(document("{{p a }}"))
    for content in (saved(inner), b"bukan dokumen"):
        with pytest.raises(Invalid) as caught:
            template.fill({"a": word.SubDocument(content)})
        assert caught.value.problems[0].code == "word_subdocument_unfit"
    with pytest.raises(Invalid) as caught:
        word.compile(document("x {{ a }}")).fill({"a": word.SubDocument(document("x"))})
    assert caught.value.problems[0].code == "word_value_misplaced"
