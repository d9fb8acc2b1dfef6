"""The pages, one file for each noun a person meets."""

from flask import Flask

from service.web.pages import (
    about,
    approval,
    board,
    consistency,
    deadlines,
    delivery,
    detour,
    document,
    holidays,
    office,
    role,
    start,
    step,
    waiting,
)

PAGES = (
    start,
    role,
    board,
    step,
    detour,
    document,
    approval,
    delivery,
    office,
    about,
    waiting,
    deadlines,
    holidays,
    consistency,
)


def register(app: Flask) -> None:
    """Add every page to `app`."""
    for page in PAGES:
        app.register_blueprint(page.pages)
