"""Jejak: one list of everything that happened, searched, checked and taken away."""

from datetime import datetime

from flask import Blueprint, Response, render_template, request, url_for

from service import pdf
from service.casework.model import PDF
from service.casework.trail import TrailDesk, sheet
from service.casework.trail.search import Search, place, place_of
from service.errors import Invalid, ToolFailed
from service.web import current, files, trail_form

pages = Blueprint("trail", __name__, url_prefix="/jejak")

PAGE = 50


@pages.get("")
def show() -> str | tuple[str, int]:
    """Show the newest lines of what was looked for, and the way to older ones."""
    try:
        return _page(trail_form.asked(), None)
    except Invalid as fault:
        return _page(Search(), fault), 422


@pages.get("/jejak.csv")
def csv() -> Response:
    """Hand out every line of what was looked for."""
    search, actor = trail_form.asked(), current.actor()
    lines = _desk().lines(actor, search)
    facts = {"count": _desk().count(actor, search), "filter": trail_form.told()}
    parts = sheet.rows(lines, current.zone())
    return files.streamed(parts, f"jejak-{current.today()}.csv", "text/csv", facts)


@pages.get("/jejak.pdf")
def paper() -> Response:
    """Hand out the newest lines of what was looked for on paper."""
    search, actor = trail_form.asked(), current.actor()
    found = _desk().page(actor, search, None, sheet.MOST_PRINTED)
    here = current.here()
    html = sheet.sheet(
        here.dataset if here else None,
        current.casework().emblem(),
        trail_form.told(),
        found.lines,
        current.casework().rows(),
        found.count,
        _desk().chain(current.zone(), check=_desk().sees_all(actor)),
        _now(),
    )
    made = pdf.numbered(_on_paper(html))
    facts = {"count": len(found.lines), "filter": trail_form.told()}
    return files.download(made, f"jejak-{current.today()}.pdf", PDF, facts=facts)


def _on_paper(html: str) -> bytes:
    """Return the list as PDF. Raises ToolFailed that says what helps: it has no Word file."""
    try:
        return pdf.from_html(html, "A4 mendatar").content
    except ToolFailed as failure:
        if failure.code == "pdf_not_made":
            raise ToolFailed("trail_pdf_not_made", **failure.details) from failure
        raise


def _page(search: Search, fault: Invalid | None) -> str:
    desk, actor = _desk(), current.actor()
    before = request.args.get("sebelum", "")
    found = desk.page(actor, search, place(before), PAGE)
    asked = trail_form.address()
    older = (
        url_for("trail.show", **asked, sebelum=place_of(found.lines[-1])) if found.more else None
    )
    all_seen = desk.sees_all(actor)
    check = all_seen and request.args.get("periksa") == "ya"
    return render_template(
        "trail.html",
        lines=found.lines,
        count=found.count,
        asked=asked,
        told=trail_form.told(),
        older=older,
        newest=bool(before),
        kinds=desk.kinds(),
        cases={row.id: row for row in current.casework().rows()},
        all_seen=all_seen,
        chain=desk.chain(current.zone(), check=check),
        most_printed=sheet.MOST_PRINTED,
        fault=fault,
    )


def _desk() -> TrailDesk:
    return current.casework().trail


def _now() -> datetime:
    return current.casework().now(current.zone())
