import base64
import io
import re
import zipfile

import pytest
from docx import Document
from docx.shared import Mm
from lxml import etree
from PIL import Image

from service import word
from service.errors import Invalid
from tests.word.documents import add_table, cells, opened, part, png, saved, tree, with_part

EMU = 36_000
WIDE, TALL, SQUARE = png(400, 100), png(100, 400), png(200, 200)
DUMMY = png(60, 60)


def placed(holder, text, *, width=40, height=30, title=""):
    """Put a placeholder picture into a paragraph, as Word does."""
    shape = holder.add_run().add_picture(io.BytesIO(DUMMY), Mm(width), Mm(height))
    properties = shape._inline.docPr
    properties.set("descr", text)
    if title:
        properties.set("title", title)
    return shape._inline


def with_picture(text, **how):
    made = Document()
    placed(made.add_paragraph(), text, **how)
    return saved(made)


def filled(content, **values):
    return word.compile(content).fill(values)


def refused(content, **values):
    with pytest.raises(Invalid) as caught:
        filled(content, **values)
    return caught.value.problems


def drawings(content, name="word/document.xml"):
    return list(tree(content, name).iter("{*}inline", "{*}anchor"))


def shown(docx, drawing, name="word/document.xml"):
    """Return the bytes of the picture a drawing shows."""
    blip = next(drawing.iter("{*}blip"))
    identity = next(value for key, value in blip.attrib.items() if key.endswith("embed"))
    relations = part(docx, name.replace("word/", "word/_rels/") + ".rels")
    target = next(r.get("Target") for r in etree.fromstring(relations) if r.get("Id") == identity)
    return part(docx, f"word/{target}")


def size(drawing):
    extent = drawing.find("{*}extent")
    inner = [e for e in drawing.iter("{*}ext") if e.get("cx")]
    assert all((e.get("cx"), e.get("cy")) == (extent.get("cx"), extent.get("cy")) for e in inner)
    return int(extent.get("cx")), int(extent.get("cy"))


def description(drawing):
    return drawing.find("{*}docPr").get("descr")


@pytest.mark.parametrize("text", ["foto", "{{ foto }}", "{{foto}}", "{{r foto }}", " foto "])
def test_the_name_in_the_alternative_text_swaps_the_picture(text):
    out = filled(with_picture(text), foto=word.Picture(SQUARE))
    (drawing,) = drawings(out)
    assert shown(out, drawing) == SQUARE
    assert description(drawing) == "Foto"
    assert opened(out).inline_shapes[0].height == 30 * EMU


def test_a_title_may_hold_the_name_and_the_text_beside_it_stays():
    for text, title in (("Pas foto Camat", "{{ camat.foto }}"), ("camat.foto", "Pas foto Camat")):
        out = filled(with_picture(text, title=title), camat={"foto": word.Picture(SQUARE)})
        assert shown(out, drawings(out)[0]) == SQUARE
        assert description(drawings(out)[0]) == "Pas foto Camat"
        assert drawings(out)[0].find("{*}docPr").get("title") is None


def test_what_the_value_says_of_its_picture_is_told_to_readers():
    picture = word.Picture(SQUARE, text='Balai "Desa" & pasar')
    out = filled(with_picture("foto", title="Foto kegiatan"), foto=picture)
    assert description(drawings(out)[0]) == 'Balai "Desa" & pasar'


@pytest.mark.parametrize(
    "text",
    [
        "", "Lambang Kabupaten", "Logo", "lambang daerah", "python_logo.png", "image1.png",
        "image1", "wps3", "d6f8e8f9a0", "A picture containing text", "C:\\foto.jpg", "none",
    ],
)  # fmt: skip
def test_a_picture_with_an_ordinary_alternative_text_stays_as_it_is(text):
    made = Document()
    made.add_paragraph("{{ nama }}")
    placed(made.add_paragraph(), text)
    before = saved(made)
    out = filled(before, nama="Ani")
    (old,), (new,) = drawings(before), drawings(out)
    assert etree.tostring(old) == etree.tostring(new)
    assert shown(out, new) == DUMMY


def test_a_text_between_brackets_stays_the_pictures_alternative_text():
    for text, expected in (("{{ ket }}", 'Peta "A" & B'), ("Peta {{ ket }}", 'Peta Peta "A" & B')):
        out = filled(with_picture(text, title="Judul"), ket='Peta "A" & B')
        (drawing,) = drawings(out)
        assert shown(out, drawing) == DUMMY
        assert description(drawing) == expected
        assert drawing.find("{*}docPr").get("title") == "Judul"
        assert size(drawing) == (40 * EMU, 30 * EMU)


def test_a_picture_is_fitted_into_its_frame_without_distortion_and_in_its_middle():
    box = 40 * EMU, 30 * EMU
    for content, ratio in ((WIDE, 4), (TALL, 1 / 4), (SQUARE, 1)):
        out = filled(with_picture("foto"), foto=word.Picture(content))
        (drawing,) = drawings(out)
        width, height = size(drawing)
        assert width / height == pytest.approx(ratio, rel=1e-4)
        assert (width == box[0] and height < box[1]) or (height == box[1] and width < box[0])
        free = {key: int(value) for key, value in drawing.find("{*}effectExtent").attrib.items()}
        assert free["l"] + width + free["r"] == pytest.approx(box[0], abs=1)
        assert free["t"] + height + free["b"] == pytest.approx(box[1], abs=1)
        assert (free["l"], free["t"]) == (free["r"], free["b"])
        assert [drawing.get(f"dist{side}") for side in "TBLR"] == ["0"] * 4


def test_the_size_a_value_says_gives_way_to_the_frame_but_not_its_proportions():
    out = filled(with_picture("foto"), foto=word.Picture(SQUARE, width_mm=100, height_mm=50))
    assert size(drawings(out)[0]) == (40 * EMU, 20 * EMU)


def test_cropping_is_taken_away_border_and_shape_stay():
    made = Document()
    inline = placed(made.add_paragraph(), "foto")
    fill, look = next(inline.iter("{*}blipFill")), next(inline.iter("{*}spPr"))
    a = look[0].nsmap["a"]
    crop = etree.Element(f"{{{a}}}srcRect", l="25000", b="1000")
    fill.find("{*}blip").addnext(crop)
    svg = f'<a:extLst xmlns:a="{a}"><a:ext uri="u"><s:svgBlip xmlns:s="s"/></a:ext></a:extLst>'
    fill.find("{*}blip").append(etree.fromstring(svg))
    look.find("{*}prstGeom").set("prst", "ellipse")
    look.append(etree.Element(f"{{{a}}}ln", w="19050"))
    out = filled(saved(made), foto=word.Picture(WIDE))
    (drawing,) = drawings(out)
    assert not list(drawing.iter("{*}srcRect", "{*}svgBlip"))
    assert next(drawing.iter("{*}prstGeom")).get("prst") == "ellipse"
    assert next(drawing.iter("{*}ln")).get("w") == "19050"


ANCHOR = (
    '<w:drawing xmlns:w="{w}" xmlns:wp="{wp}"><wp:anchor distT="1" distB="2" distL="3" distR="4"'
    ' simplePos="0" relativeHeight="5" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>1000</wp:posOffset>'
    '</wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>-2000</wp:posOffset>'
    '</wp:positionV><wp:wrapSquare wrapText="bothSides"/></wp:anchor></w:drawing>'
)


def anchored(inline):
    """Turn a picture in the line into one that floats."""
    names = {"w": Document().element.nsmap["w"], "wp": inline.nsmap["wp"]}
    drawing = inline.getparent()
    floating = etree.fromstring(ANCHOR.format(**names))
    anchor = floating[0]
    wrap = anchor.find("{*}wrapSquare")
    wrap.addprevious(inline.find("{*}extent"))
    for child in list(inline):
        anchor.append(child)
    drawing.getparent().replace(drawing, floating)
    return floating


def test_a_floating_picture_keeps_its_place_and_wrapping():
    made = Document()
    anchored(placed(made.add_paragraph(), "foto"))
    out = filled(saved(made), foto=word.Picture(SQUARE))
    (drawing,) = drawings(out)
    spare = 5 * EMU  # on the left and the right of 30 in 40 mm
    assert [e.text for e in drawing.iter("{*}posOffset")] == [str(1000 + spare), "-2000"]
    distances = [int(drawing.get(f"dist{side}")) for side in "TBLR"]
    assert distances == [1, 2, 3 + spare, 4 + spare]
    assert drawing.find("{*}wrapSquare") is not None
    assert shown(out, drawing) == SQUARE


def test_both_branches_of_an_alternative_are_swapped():
    made = Document()
    placed(made.add_paragraph(), "{{ foto }}")
    xml = part(saved(made)).decode()
    fallback = (
        '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="s1" alt="{{ foto }}"'
        ' style="position:absolute;width:100pt;height:50.0pt;z-index:1"><v:imagedata r:id="rId1"'
        ' cropleft="9f"/></v:shape></w:pict>'
    )
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    xml = re.sub(
        "(<w:drawing>.*</w:drawing>)",
        rf'<mc:AlternateContent {mc}><mc:Choice Requires="wps">\1</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>",
        xml,
        flags=re.DOTALL,
    )
    template = with_part(saved(made), "word/document.xml", xml.encode())
    out = filled(template, foto=word.Picture(SQUARE))
    shape = next(tree(out).iter("{*}shape"))
    image = shape.find("{*}imagedata")
    used = next(drawings(out)[0].iter("{*}blip")).attrib.values()[0]
    assert [value for key, value in image.attrib.items() if key.endswith("}id")] == [used]
    assert "cropleft" not in image.attrib
    style = "position:absolute;width:50.00pt;height:50.00pt;z-index:1"
    assert (shape.get("alt"), shape.get("style")) == ("Foto", style)
    assert len(refused(template)) == 1


def test_every_row_of_a_loop_gets_its_own_picture_and_number():
    made = Document()
    table = add_table(
        made, [["{%tr for r in baris %}", ""], ["{{ r.nama }}", ""], ["{%tr endfor %}", ""]]
    )
    placed(table.cell(1, 1).paragraphs[0], "r.foto")
    placed(made.add_paragraph(), "Lambang daerah")
    rows = [{"nama": n, "foto": word.Picture(c)} for n, c in (("a", WIDE), ("b", TALL))]
    rows.append({"nama": "c", "foto": word.Picture(WIDE)})
    out = filled(saved(made), baris=rows)
    assert [row[0] for row in cells(out)] == ["a", "b", "c"]
    assert [shown(out, one) for one in drawings(out)] == [WIDE, TALL, WIDE, DUMMY]
    numbers = [e.get("id") for e in tree(out).iter("{*}docPr")]
    assert len(set(numbers)) == 4
    assert {p.place for p in refused(saved(made), baris=[{"nama": "a"}])} == {
        "gambar di tabel 1, baris 2, sel 2"
    }


def test_a_header_without_any_tag_has_its_placeholder_swapped_in_its_own_part():
    made = Document()
    made.add_paragraph("{{ nama }}")
    placed(made.sections[0].header.paragraphs[0], "kop.lambang")
    out = filled(saved(made), nama="x", kop={"lambang": word.Picture(SQUARE)})
    name = "word/header1.xml"
    (drawing,) = drawings(out, name)
    assert shown(out, drawing, name) == SQUARE
    (problem,) = refused(saved(made), nama="x", kop={})
    assert problem.place == "gambar di kepala halaman 1, paragraf 1"


def test_a_name_that_is_not_there_is_named_with_what_to_do():
    bare, tag = refused(with_picture("lambang")), refused(with_picture("{{ lambang }}"))
    assert [(p.code, p.place, p.found) for p in bare] == [
        ("word_picture_name_missing", "gambar di paragraf 1", "lambang")
    ]
    assert "awali dengan huruf besar" in bare[0].message
    assert [(p.code, p.place) for p in tag] == [("values_missing_name", "gambar di paragraf 1")]
    (found,) = word.check(with_picture("pejabat.foto"), {"pejabat": {}})
    assert (found.code, found.found) == ("word_picture_name_missing", "pejabat.foto")
    assert word.check(with_picture("pejabat.foto")) == []


@pytest.mark.parametrize("value", ["teks", 5, ["a"], {"a": 1}])
def test_what_is_no_picture_is_refused_for_a_bare_name(value):
    (found,) = refused(with_picture("foto"), foto=value)
    assert (found.code, found.place) == ("word_picture_wrong_kind", "gambar di paragraf 1")


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("text", ["foto", "{{ foto }}", "{{ foto if ada }}"])
def test_nothing_leaves_the_frame_empty_in_its_size(value, text):
    out = filled(with_picture(text), foto=value, ada=True)
    (drawing,) = drawings(out)
    assert size(drawing) == (40 * EMU, 30 * EMU)
    pixels = Image.open(io.BytesIO(shown(out, drawing))).convert("RGBA")
    assert pixels.getextrema()[3] == (0, 0)  # nothing but transparency
    assert description(drawing) == ""


def test_a_condition_around_the_placeholder_takes_it_away():
    made = Document()
    paragraph = made.add_paragraph("{% if foto %}")
    placed(paragraph, "foto")
    paragraph.add_run("{% endif %}")
    assert drawings(filled(saved(made), foto=None)) == []
    assert len(drawings(filled(saved(made), foto=word.Picture(SQUARE)))) == 1


def test_two_tags_on_one_picture_and_a_picture_without_size_are_faults():
    (found,) = word.check(with_picture("{{ foto }}", title="Foto {{ nama }}"))
    assert (found.code, found.place) == ("word_picture_two_tags", "gambar di paragraf 1")
    made = Document()
    placed(made.add_paragraph(), "foto").find("{*}extent").set("cx", "0")
    (found,) = word.check(saved(made))
    assert found.code == "word_picture_no_size"


def test_a_broken_tag_in_an_alternative_text_is_told_as_ever():
    (found,) = word.check(with_picture("{{ foto"))
    assert found.code == "word_tag_unclosed"
    (found,) = word.check(with_picture("{{ foto + }}"))
    assert (found.code, found.place) == ("word_tag_wrong", "gambar di paragraf 1")


def test_a_name_in_a_row_that_is_not_printed_is_told():
    made = Document()
    table = add_table(made, [["{%tr for r in b %}", "x"], ["{{ r }}", ""], ["{%tr endfor %}", ""]])
    placed(table.cell(0, 1).paragraphs[0], "foto")
    assert "word_text_beside_tag" in {p.code for p in word.check(saved(made))}


def test_fields_say_that_a_picture_is_wanted():
    made = Document()
    placed(made.add_paragraph(), "pejabat.foto")
    placed(made.add_paragraph(), "{{ stempel if resmi }}")
    placed(made.add_paragraph(), "{{ nomor|qr }}")
    fields = word.compile(saved(made)).fields()
    wanted = fields["properties"]
    photo = wanted["pejabat"]["properties"]["foto"]
    assert photo["title"] == wanted["stempel"]["title"] == "Gambar"
    assert "object" not in wanted["nomor"].get("title", "")
    assert wanted["nomor"]["type"][0] == "string"
    assert fields["required"] == ["nomor", "pejabat", "stempel"]


def test_a_qr_code_is_drawn_in_a_frame():
    values = {"nomor": "000.8/1"}
    out = filled(with_picture("{{ nomor|qr }}"), **values)
    (drawing,) = drawings(out)
    assert (description(drawing), size(drawing)) == ("Kode QR: 000.8/1", (30 * EMU, 30 * EMU))
    in_json = word.values_from_json({"nomor": {"$qr": "000.8/1"}})
    assert shown(out, drawing) == shown(out, drawings(filled(with_picture("nomor"), **in_json))[0])
    (found,) = refused(with_picture("{{ nomor|qr }}"))
    assert (found.code, found.place) == ("values_missing_name", "gambar di paragraf 1")
    assert drawings(filled(with_picture("{{ nomor|qr if nomor }}"), nomor=""))


def test_line_ends_in_an_alternative_text_leave_the_document_whole():
    picture = word.Picture(SQUARE, text="satu\ndua\ttiga")
    out = filled(with_picture("foto"), foto=picture)
    assert description(drawings(out)[0]) == "satu dua tiga"
    assert description(drawings(filled(with_picture("{{ t }}"), t="a\nb"))[0]) == "a b"


def test_numbers_stay_unique_beside_drawings_written_in_another_order():
    made = Document()
    placed(made.add_paragraph(), "foto")
    other = placed(made.add_paragraph(), "Lambang daerah").docPr
    for name in list(other.attrib):
        del other.attrib[name]
    other.attrib.update({"name": "Lambang", "id": "1"})
    out = filled(saved(made), foto=word.Picture(SQUARE))
    assert len({e.get("id") for e in tree(out).iter("{*}docPr")}) == 2


def test_the_same_values_make_the_same_bytes():
    content, values = with_picture("foto"), {"foto": word.Picture(WIDE)}
    assert word.compile(content).fill(values) == word.Template(content).fill(values)


def test_json_carries_the_text_of_a_picture():
    encoded = base64.b64encode(SQUARE).decode()
    values = word.values_from_json({"foto": {"$gambar": encoded, "teks": "Balai desa"}})
    assert description(drawings(filled(with_picture("foto"), **values))[0]) == "Balai desa"


def test_a_template_nobody_approved_is_filled_the_same():
    values = {"foto": word.Picture(WIDE)}
    content = with_picture("{{ foto }}")
    assert word.fill_untrusted(content, values) == filled(content, **values)


def pictures(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {archive.read(name) for name in archive.namelist() if "/media/" in name}


def test_the_placeholder_picture_does_not_travel_with_the_document():
    made = Document()
    placed(made.sections[0].header.paragraphs[0], "lambang")
    placed(made.add_paragraph(), "foto")
    out = filled(saved(made), lambang=word.Picture(TALL), foto=word.Picture(SQUARE))
    assert pictures(out) == {TALL, SQUARE}
    assert len(opened(out).inline_shapes) == 1


def test_a_placeholder_picture_that_is_shown_elsewhere_too_stays():
    made = Document()
    placed(made.add_paragraph(), "foto")
    made.add_picture(io.BytesIO(DUMMY))
    out = filled(saved(made), foto=word.Picture(SQUARE))
    assert pictures(out) == {DUMMY, SQUARE}
    assert [shown(out, one) for one in drawings(out)] == [SQUARE, DUMMY]


def test_a_picture_whose_tag_may_bring_a_text_stays():
    out = filled(with_picture("{{ foto }}"), foto="Balai desa")
    assert pictures(out) == {DUMMY}
