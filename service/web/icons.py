"""Bootstrap's icons, taken from the installed package and drawn into the page."""

import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup

_SYMBOL = re.compile(r'<symbol class="[^"]*" viewBox="([^"]+)" id="([^"]+)">(.*?)</symbol>', re.S)


@cache
def _symbols() -> dict[str, tuple[str, str]]:
    folder = files("flask_bootstrap").joinpath("static", "bootstrap5", "icons")
    source = folder.joinpath("bootstrap-icons.svg").read_text("utf-8")
    return {name: (box, drawing) for box, name, drawing in _SYMBOL.findall(source)}


@cache
def icon(name: str) -> Markup:
    """Return the icon as SVG that screen readers skip. Raises KeyError for an unknown name."""
    box, drawing = _symbols()[name]
    return Markup(
        '<svg class="bi" viewBox="{}" width="16" height="16" fill="currentColor"'
        ' aria-hidden="true" focusable="false">{}</svg>'
    ).format(box, Markup(drawing))  # noqa: S704 -- the drawing comes from the installed package
