"""How to write a Word template: the tags, the filters, and what there is to print."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template

from service.values import fields
from service.word import guide

pages = Blueprint("guide", __name__)


@pages.get("/bantuan/templat")
def show() -> str:
    """Show the tags and filters, each with examples of what it prints."""
    return render_template(
        "guide.html", topics=guide.topics(), groups=guide.groups(), given=given, shown=shown
    )


@pages.get("/bantuan/templat/data")
def values() -> str:
    """Show the name, kind and example of everything a template may print."""
    return render_template("guide_values.html", groups=fields())


def given(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the values of an example as name and content, as a person would tell them."""
    return [(name, shown(value)) for name, value in values.items()]


def shown(value: Any) -> str:
    """Return one value as a person would tell it: “Ani”, 83.50, kosong, Ani; Budi."""
    if value is None or value == "":
        return "kosong"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {shown(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "; ".join(f"({number}) {shown(item)}" for number, item in enumerate(value, 1))
    return f"“{value}”" if isinstance(value, str) else str(value)
