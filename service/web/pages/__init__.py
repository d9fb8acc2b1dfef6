"""The pages, one file for each noun a person meets."""

from flask import Flask

from service.web.pages import (
    about,
    approval,
    board,
    delivery,
    detour,
    document,
    office,
    role,
    start,
    step,
)


def register(app: Flask) -> None:
    """Add every page to `app`."""
    for page in (start, role, board, step, detour, document, approval, delivery, office, about):
        app.register_blueprint(page.pages)
