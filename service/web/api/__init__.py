"""The programs' way in, under /api/v1: the same casework, documents and errors as the pages.

answers     which form of a document is wanted, and how it is sent
bodies      data sets, values and templates as they come in
fields      the fields of an action
contract    openapi.json, held against the routes by a test, and pages for it
render      one-shot documents and the office's templates
cases       cases, tasks and outputs
previews    what an action would change and make, before it is done
findings    what the examination asks, and what was decided
provenance  where figures come from, what documents were filled with
years       four quarters side by side
trail       the list of everything that happened
questions   what the SOP leaves open, and the office's answers
settings    what the office sets for all its quarters
"""

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from service.errors import Invalid, NotAllowed, problem
from service.web import current
from service.web.api import (
    cases,
    contract,
    findings,
    previews,
    provenance,
    questions,
    render,
    settings,
    trail,
    years,
)

PREFIX = "/api/v1"


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Add the API. Its calls carry no form token; calls from other sites' pages are refused."""
    for blueprint in (
        render.blueprint,
        cases.blueprint,
        previews.blueprint,
        findings.blueprint,
        provenance.blueprint,
        years.blueprint,
        trail.blueprint,
        questions.blueprint,
        settings.blueprint,
        contract.blueprint,
    ):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint, url_prefix=PREFIX)

    @app.before_request
    def refuse_other_sites() -> None:
        changes = request.method not in current.SAFE
        if changes and request.path.startswith(PREFIX) and _from_another_site():
            raise NotAllowed("api_other_site")

    @app.before_request
    def refuse_unknown_parameters() -> None:
        rule = request.url_rule
        if rule is not None and rule.rule.startswith(PREFIX):
            method = "GET" if request.method == "HEAD" else request.method
            known = contract.parameters_of(rule.rule.removeprefix(PREFIX), method)
            _require_known(known)


def _require_known(known: frozenset[str] | None) -> None:
    """Raise Invalid for parameters that nobody reads: a mistyped one would be lost."""
    if known is None or request.args.keys() <= known:
        return
    expected = ", ".join(sorted(known)) or "tidak ada"
    unknown = [
        problem("api_query_unknown", f"?{name}", expected=expected)
        for name in request.args
        if name not in known
    ]
    raise Invalid("api_query", unknown)


def _from_another_site() -> bool:
    """Tell whether a browser sent this from a page of another origin (Fetch Metadata)."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    return site not in ("none", "same-origin") or (
        origin is not None and origin != request.host_url.rstrip("/")
    )
