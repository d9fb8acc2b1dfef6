"""The Lembar Kendali of a case: which output of each step exists, who made it, when, which file."""

from datetime import date
from functools import cache
from pathlib import Path

import jinja2

from service import indonesian
from service.casework.model import CaseView


def control_sheet(view: CaseView) -> str:
    """Return the Lembar Kendali as one HTML page without scripts or outside files."""
    return _template().render(view=view, units={one.code: one.name for one in view.dataset.units})


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["long_date"] = indonesian.long_date
    environment.filters["iso_date"] = _iso_date
    environment.filters["time_text"] = indonesian.time_text
    environment.filters["roman"] = indonesian.roman
    return environment.get_template("lembar-kendali.html")


def _iso_date(text: str) -> str:
    return indonesian.long_date(date.fromisoformat(text))
