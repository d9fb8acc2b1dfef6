"""Where a page leads back to: one of our own addresses and nowhere else."""

from urllib.parse import urlsplit

from flask import url_for


def own(address: str) -> str:
    """Return `address` when it is the path of one of our own pages, otherwise that of the board.

    No address has a control character; `urlsplit` would pass over line ends.
    """
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    ours = ours and address.isprintable()
    return address if ours and not parts.netloc and not parts.scheme else url_for("start.home")
