import base64
import io

import pytest
from PIL import Image

from service import word
from service.errors import Invalid
from service.word.adding import svg
from tests.word.documents import document, names, opened, part, png

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
EMU = 36_000


def drawing(inside="", attributes='viewBox="0 0 100 50"', before=""):
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


RED = '<rect width="100" height="50" fill="red"/>'


def pixels(content):
    return Image.open(io.BytesIO(svg.drawn(content).png)).convert("RGBA")


def test_an_svg_becomes_a_png_in_the_document():
    content = document("{{ a }}")
    filled = word.compile(content).fill({"a": word.Picture(drawing(RED), width_mm=40)})
    (shape,) = opened(filled).inline_shapes
    assert (shape.width, shape.height) == (40 * EMU, 20 * EMU)
    (name,) = [name for name in names(filled) if name.startswith("word/media/")]
    assert name.endswith(".png")
    assert part(filled, name).startswith(b"\x89PNG")


def test_an_svg_has_the_size_it_says():
    for attributes, expected in (
        ('width="20mm" height="10mm"', (75.6, 37.8)),
        ('width="2in" height="96"', (192, 96)),
        ('viewBox="0 0 100 50"', (100, 50)),
        ('width="50" viewBox="0 0 100 50"', (50, 25)),
        ('width="100%" height="100%" viewBox="0,0,30,60"', (30, 60)),
    ):
        drawn = svg.drawn(drawing(RED, attributes))
        assert (drawn.width, drawn.height) == pytest.approx(expected, abs=0.1)
        assert max(Image.open(io.BytesIO(drawn.png)).size) == 1500


def test_shapes_and_text_are_drawn():
    assert pixels(drawing(RED)).getpixel((750, 300)) == (255, 0, 0, 255)
    blank = pixels(drawing())
    for family in ("Arial", "serif", "Huruf Yang Tidak Ada"):
        text = f'<text x="5" y="30" font-size="20" font-family="{family}">Mentebah</text>'
        assert pixels(drawing(text)).tobytes() != blank.tobytes()


def test_what_an_svg_keeps_inside_itself_is_allowed():
    inner = (
        '<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs>'
        '<style>rect { fill: url(#g) }</style><a href="https://contoh.go.id"><rect width="9"'
        ' height="9" style="fill:url(\'#g\')"/></a><use href="#g"/>'
    )
    inkscape = 'xmlns:i="http://inkscape" i:export="C:\\foto.png" viewBox="0 0 10 10"'
    assert svg.drawn(drawing(inner, inkscape)).width == 10


HOSTILE = {
    "a file": '<image href="/etc/hostname" width="10" height="10"/>',
    "an address": f'<image {XLINK} xlink:href="HTTP://127.0.0.1:9/x.png" width="9" height="9"/>',
    "another svg": '<use href="lain.svg#a"/>',
    "a filter's file": '<filter id="f"><feImage href="file:///etc/passwd"/></filter>',
    "an svg in an address": '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9"/>',
    "a style": "<style>@import 'a.css';</style>",
    "a fill": '<rect style="fill: url( http://127.0.0.1/a )"/>',
    "a script": "<script>alert(1)</script>",
    "an event": '<rect onload="alert(1)"/>',
}


@pytest.mark.parametrize("inside", HOSTILE.values(), ids=HOSTILE)
def test_what_reaches_outside_is_refused_by_the_values_name(inside):
    with pytest.raises(Invalid) as caught:
        word.compile(document("{{ a.b }}")).fill({"a": {"b": word.Picture(drawing(inside))}})
    (found,) = caught.value.problems
    assert (found.code, found.place) == ("values_svg_refused", "a.b")


def test_a_doctype_is_refused_and_its_entities_never_grow():
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    for before in (
        bomb,
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://127.0.0.1/x.dtd">',
    ):
        with pytest.raises(svg.Refused):
            svg.drawn(drawing("<text>&b;</text>" if before is bomb else "", before=before))


def use_bomb():
    levels = [f'<g id="l0">{RED}</g>']
    for n in range(1, 9):
        uses = f'<use href="#l{n - 1}"/>' * 10
        levels.append(f'<g id="l{n}">{uses}</g>')
    return drawing(f'<defs>{"".join(levels)}</defs><use href="#l8"/>')


def layers(depth):
    return drawing('<g opacity="0.9">' * depth + RED + "</g>" * depth, 'viewBox="0 0 50 50"')


def costly():
    noise = '<feTurbulence baseFrequency="0.9" numOctaves="9"/>' * 20
    return drawing(
        f'<filter id="f">{noise}</filter><rect width="100" height="50" filter="url(#f)"/>'
    )


def picture_bomb():
    packed = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(packed, "PNG")
    inside = base64.b64encode(packed.getvalue()).decode()
    return drawing(f'<image href="data:image/png;base64,{inside}" width="9" height="9"/>')


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (use_bomb(), "values_not_a_picture"),
        (layers(200), "values_svg_too_costly"),
        (costly(), "values_svg_too_costly"),
        (picture_bomb(), "values_svg_too_costly"),
        (drawing(" " * 6_000_000), "values_svg_too_costly"),
    ],
    ids=["of a hundred million copies", "of layers", "of noise", "of pixels", "of megabytes"],
)
def test_a_drawing_without_end_is_given_up(content, code):
    with pytest.raises(Invalid) as caught:
        word.compile(document("{{ a }}")).fill({"a": word.Picture(content)})
    assert caught.value.problems[0].code == code


def test_layers_as_drawings_have_them_are_drawn():
    assert svg.drawn(layers(5)).width == 50


@pytest.mark.parametrize(
    "content", [b"<svg", b"<html/>", b"<svg/>", drawing(RED, ""), drawing(RED, 'viewBox="0 0 0 0"')]
)
def test_what_is_no_svg_with_a_size_is_no_picture(content):
    with pytest.raises(Invalid) as caught:
        word.compile(document("{{ a }}")).fill({"a": word.Picture(content)})
    assert [p.code for p in caught.value.problems] == ["values_not_a_picture"]


def test_an_svg_is_drawn_for_a_template_nobody_approved():
    content, values = document("{{ a }} {{ b }}"), {"a": word.Picture(drawing(RED)), "b": ""}
    assert word.fill_untrusted(content, values) == word.compile(content).fill(values)


def test_other_pictures_are_not_taken_for_svg():
    assert not svg.is_svg(png())
    assert svg.is_svg(b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>")
