"""The marked copy of a refused workbook, for the person who sent the file."""

from flask import Blueprint, Response

from service.web import current, files

pages = Blueprint("marked", __name__, url_prefix="/salinan-bertanda")


@pages.get("/<mark>.xlsx")
def copy(mark: str) -> Response:
    """Hand out the refused workbook with its faults marked."""
    stored = current.casework().marked_copy(current.actor(), mark)
    return files.download(stored.content, stored.name, stored.media_type)
