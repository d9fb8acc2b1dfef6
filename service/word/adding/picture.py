"""A picture as a value, and the drawing it becomes."""

import io
import struct
from dataclasses import dataclass, replace

from PIL import ExifTags, Image, ImageOps

from service.word.adding import svg
from service.word.scanning.frame import alternative_text

EMU_PER_MM = 36_000
_MM_PER_INCH = 25.4
_DPI = 72  # of a picture that does not say, as python-docx takes it
_MAX_PIXELS = 50_000_000
_EXTENSIONS = {"PNG": "png", "JPEG": "jpeg"}
_TURNED = range(2, 9)  # what a camera notes when it was not held upright
_BROKEN = (OSError, KeyError, SyntaxError, ValueError, struct.error, Image.DecompressionBombError)


class NotAPicture(Exception):
    """The bytes are no PNG, JPEG or SVG, or larger than a page can use."""


@dataclass(frozen=True)
class Picture:
    """A PNG, JPEG or SVG; sizes in millimetres, the picture's own when neither is given.

    `text` says what there is to see, for readers who can't see it.
    """

    content: bytes
    width_mm: float | None = None
    height_mm: float | None = None
    text: str = ""


@dataclass(frozen=True)
class Measured:
    """A picture that was looked at: its bytes, file extension and size in EMU."""

    content: bytes
    extension: str
    width: int
    height: int
    text: str = ""


def measured(picture: Picture) -> Measured:
    """Read the picture's head; draw an SVG as PNG. One size given keeps the proportions.

    Raises NotAPicture, and svg.Refused or svg.TooCostly for an SVG that is not drawn.
    """
    if svg.is_svg(picture.content):
        return _measured_svg(picture)
    try:
        with Image.open(io.BytesIO(picture.content)) as image:
            extension = _EXTENSIONS[image.format or ""]
            pixels, dpi = image.size, image.info.get("dpi") or (_DPI, _DPI)
            is_photo = image.format == "JPEG"
            turned = is_photo and image.getexif().get(ExifTags.Base.Orientation) in _TURNED
            image.verify()
    except _BROKEN as fault:
        raise NotAPicture from fault
    if pixels[0] * pixels[1] > _MAX_PIXELS:
        raise NotAPicture
    if turned:
        return measured(replace(picture, content=_upright(picture.content)))
    size = _millimetres(picture, pixels, dpi)
    return _in_emu(picture, picture.content, extension, size)


def _upright(content: bytes) -> bytes:
    """Turn a photo as its camera was held: word processors show it as the camera stored it."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            kept = {name: image.info[name] for name in ("dpi", "icc_profile") if name in image.info}
            turned = ImageOps.exif_transpose(image)
            written = io.BytesIO()
            turned.save(written, "JPEG", quality=90, **kept)
    except _BROKEN as fault:
        raise NotAPicture from fault
    return written.getvalue()


def _measured_svg(picture: Picture) -> Measured:
    try:
        drawn = svg.drawn(picture.content)
    except svg.Unreadable as fault:
        raise NotAPicture from fault
    size = _millimetres(picture, (drawn.width, drawn.height), (svg.PER_INCH, svg.PER_INCH))
    return _in_emu(picture, drawn.png, "png", size)


def _in_emu(
    picture: Picture, content: bytes, extension: str, size: tuple[float, float]
) -> Measured:
    width, height = size
    if not (0 < width < 2_000 and 0 < height < 2_000):
        raise NotAPicture
    emu = round(width * EMU_PER_MM), round(height * EMU_PER_MM)
    return Measured(content, extension, *emu, picture.text)


def _millimetres(
    picture: Picture, pixels: tuple[float, float], dpi: tuple[float, float]
) -> tuple[float, float]:
    own = [
        size / (float(per_inch) if float(per_inch) > 1 else _DPI) * _MM_PER_INCH
        for size, per_inch in zip(pixels, dpi, strict=True)
    ]
    width, height = picture.width_mm, picture.height_mm
    if width is None and height is None:
        return own[0], own[1]
    if width is None:
        return own[0] / own[1] * float(height or 0), float(height or 0)
    return float(width), float(height) if height is not None else own[1] / own[0] * float(width)


def drawing(picture: Measured, relation: str, number: int) -> str:
    """Return the inline drawing that shows the picture; `number` is unique in the document."""
    a = "http://schemas.openxmlformats.org/drawingml/2006"
    size = f'cx="{picture.width}" cy="{picture.height}"'
    name = f'id="{number}" name="Gambar {number}"'
    text = f' descr="{alternative_text(picture.text)}"' if picture.text else ""
    return (
        f'<w:drawing><wp:inline xmlns:wp="{a}/wordprocessingDrawing" distT="0" distB="0"'
        f' distL="0" distR="0"><wp:extent {size}/><wp:docPr {name}{text}/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{a}/main" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{a}/main"><a:graphicData uri="{a}/picture">'
        f'<pic:pic xmlns:pic="{a}/picture"><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/>'
        "</pic:nvPicPr><pic:blipFill><a:blip"
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        f' r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
