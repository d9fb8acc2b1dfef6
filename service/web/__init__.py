"""Pages and API: the only place, with service.app, that knows HTTP.

access      who may call which route; a route nobody listed is refused
addresses   back to one of our own pages, and to no other
charts      bars and lines of the year, as SVG
cookies     the session's cookie, for our own pages only
current     what one request works with: the casework, the case, the actor, today
connections whoever sends too slowly is let go
errors      a ServiceError becomes a page or, under /api, a problem document
api         what programs call, under /api/v1
calendars   due dates as files for calendars
forms       what a person typed or uploaded, as plain values
headers     what every answer tells the browser
health      is the service alive?
icons       Bootstrap's icons, drawn into the page
noting      files handed out and refusals, noted in the trail
labels      status words, dates and sentences of the pages
pages       one file for each noun a person meets
settings_forms  the forms of the office's settings
refusals    a refused workbook: its page, and the way to its marked copy
places      where a finding stands: in words, and in which cells
proxies     who really asked, behind a reverse proxy
rates       how much one person may ask for, and how much is done at once
trail_form  what is looked for in the list of everything
samples     the demo's files to try
"""

from pathlib import Path

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from service.casework import Casework
from service.settings import Settings
from service.web import (
    access,
    api,
    cookies,
    current,
    errors,
    forms,
    headers,
    health,
    labels,
    noting,
    pages,
    rates,
)

FORM_ROOM = 256 * 1024


def register(
    app: Flask, casework: Casework, settings: Settings, samples: Path | None = None
) -> None:
    """Add every page to `app`; `samples` are files offered for download in the demo."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_upload + FORM_ROOM,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["service"] = current.Desk(casework, settings, samples)
    Bootstrap5(app)
    cookies.register(app)
    headers.register(app)
    rates.register(app)
    forms.register(app)
    tokens = CSRFProtect(app)  # asked first: who was signed out meanwhile is told what to do
    noting.register(app)
    access.register(app)
    errors.register(app)
    labels.register(app)
    pages.register(app)
    pages.oidc.register(app, settings)
    health.register(app)
    api.register(app, tokens)
