"""The figure: deterministic, readable on a photocopy, honest about what is missing."""

import subprocess
import sys
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from service.chart import Bars, achievement_chart

ROWS = (
    Bars("Meningkatnya kualitas pelayanan publik", Decimal("101.11"), Decimal("70.46")),
    Bars("Meningkatnya kualitas tata kelola pemerintahan desa", Decimal("82.74"), None),
)


def picture(rows: tuple[Bars, ...]) -> Image.Image:
    return Image.open(BytesIO(achievement_chart(rows)))


def test_the_same_figures_give_the_same_bytes() -> None:
    assert achievement_chart.__wrapped__(ROWS) == achievement_chart.__wrapped__(ROWS)


def test_other_figures_give_another_picture() -> None:
    other = (Bars(ROWS[0].name, Decimal("99.99"), ROWS[0].absorption), ROWS[1])
    assert achievement_chart(other) != achievement_chart(ROWS)


def test_it_is_black_white_and_grey() -> None:
    red, green, blue = picture(ROWS).convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_more_objectives_make_it_taller_and_never_wider() -> None:
    one, many = picture(ROWS[:1]), picture(ROWS * 4)
    assert one.width == many.width == 1300
    assert many.height > one.height


@pytest.mark.parametrize("name", ["", "Kata", "sangat " * 60, "<&> 😀 $x^2$"])
def test_any_name_can_be_drawn(name: str) -> None:
    assert picture((Bars(name, Decimal(0), Decimal("250.5")),)).format == "PNG"


def test_nothing_known_is_drawn_as_not_yet() -> None:
    nothing = (Bars(ROWS[0].name, None, None),)
    assert achievement_chart(nothing) != achievement_chart(ROWS[:1])


def test_importing_it_does_not_load_the_drawing_library() -> None:
    code = "import sys, service.chart; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
