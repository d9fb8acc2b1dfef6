"""Files handed to the browser: with a readable name, never opened in place unless a picture."""

from io import BytesIO

from flask import Response, send_file


def download(content: bytes, name: str, media_type: str, *, inline: bool = False) -> Response:
    """Return `content` as a file called `name` (RFC 5987 for letters outside ASCII)."""
    return send_file(
        BytesIO(content),
        mimetype=media_type,
        as_attachment=not inline,
        download_name=name,
        etag=False,
        max_age=0,
    )


def picture(content: bytes, media_type: str = "image/png") -> Response:
    """Return a picture shown in the page; its address names one version, so it may be kept."""
    response = send_file(BytesIO(content), mimetype=media_type, etag=False)
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response
