"""Whether the process answers and its store can be read, for supervisors and containers."""

from flask import Blueprint, Flask

from service.web import current

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> dict[str, str]:
    """Answer once the store has been asked; a store that cannot be read is a 5xx."""
    current.casework().rows()
    return {"status": "ok"}


def register(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(blueprint)
