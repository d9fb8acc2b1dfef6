"""The pages, one file for each noun a person meets."""

from flask import Flask, Response, request

from service.web import current
from service.web.pages import (
    about,
    account,
    approval,
    board,
    consistency,
    deadlines,
    delivery,
    detour,
    document,
    filling,
    guide,
    holidays,
    marked,
    office,
    oidc,
    origin,
    people,
    personal,
    preview,
    quarter,
    questions,
    renewing,
    role,
    settings,
    several,
    sign_in,
    start,
    step,
    templates,
    trail,
    waiting,
    year,
)

PAGES = (
    start,
    sign_in,
    oidc,
    account,
    people,
    role,
    board,
    step,
    renewing,
    preview,
    several,
    filling,
    detour,
    document,
    approval,
    delivery,
    marked,
    office,
    templates,
    origin,
    questions,
    about,
    trail,
    personal,
    guide,
    waiting,
    deadlines,
    holidays,
    settings,
    consistency,
    quarter,
    year,
)


def register(app: Flask) -> None:
    """Add every page to `app`."""
    blueprints = [one.pages for one in PAGES]
    for one in blueprints:
        app.register_blueprint(one)

    @app.after_request
    def remember(response: Response) -> Response:
        if request.blueprint in {one.name for one in blueprints} and response.status_code < 400:
            current.remember()
        return response
