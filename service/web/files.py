"""Files handed to the browser: under an exact name, of the type we say, and never twice."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from flask import Response, request, send_file

from service.casework import names
from service.store.files import sha256
from service.web import noting

KEPT = "private, no-cache"
_LONGEST = 150  # letters of a name; file systems take 255 bytes, and one letter can be four
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def download(
    content: bytes,
    name: str,
    media_type: str,
    *,
    inline: bool = False,
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    """Return `content` as a file called `name`; 304 to whoever has these very bytes.

    It is noted in the trail, with `facts`, unless it is shown `inline`.
    """
    if not inline:
        noting.download(name, sha256(content), facts)
    response = send_file(BytesIO(content), mimetype=media_type, etag=False)
    way = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{way}; {_name_parameters(safe_name(name))}"
    return _tagged(response, content)


def streamed(
    parts: Iterable[str], name: str, media_type: str, facts: Mapping[str, Any]
) -> Response:
    """Return a text of any length as a file called `name`; noted in the trail with `facts`."""
    noting.download(name, "", facts)
    response = Response((part.encode() for part in parts), mimetype=media_type)
    response.headers["Content-Disposition"] = f"attachment; {_name_parameters(safe_name(name))}"
    return response


def picture(content: bytes, media_type: str = "image/png") -> Response:
    """Return a picture shown in the page; 304 to whoever has these very bytes."""
    return _tagged(send_file(BytesIO(content), mimetype=media_type, etag=False), content)


def safe_name(name: str) -> str:
    """Return `name` without folders, control characters and what systems read otherwise."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(c for c in " ".join(last.split()) if c.isprintable())
    kept = re.sub(r'[<>:"|?*;]', "-", kept).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(kept) > _LONGEST:
        kept = f"{stem[: _LONGEST - len(ending[:10]) - 1]}.{ending[:10]}"
    kept = kept[:_LONGEST]
    return f"_{kept}" if _RESERVED.fullmatch(kept) else kept or "berkas"


def _name_parameters(name: str) -> str:
    """Return `name` for browsers old (RFC 6266, ASCII only) and new (RFC 8187, all letters)."""
    plain = name.encode("ascii", "ignore").decode().strip(" .")
    if plain == name:
        return f'filename="{plain}"'
    stem, dot, ending = name.rpartition(".")
    slug = names.slug(stem if dot else name) or "berkas"
    fallback = f"{slug}.{names.slug(ending)}" if dot and names.slug(ending) else slug
    return f"filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"


def _tagged(response: Response, content: bytes) -> Response:
    """Name the bytes by their SHA-256, and send none to whoever says he has them.

    He may keep them, but asks each time: by then he may have lost the right to see them.
    """
    response.headers["Cache-Control"] = KEPT
    response.set_etag(sha256(content))
    response.make_conditional(request)
    return response
