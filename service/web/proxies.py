"""Who really asked: what a reverse proxy tells is believed only from the addresses named.

Anybody can write X-Forwarded-For. Only what a trusted proxy appended itself says where a connection
came from, so the list is walked from its end for as long as the hop before it is trusted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from service.settings import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Address = IPv4Address | IPv6Address
_TOLD = "HTTP_X_FORWARDED_"
_PORT_AFTER = 1  # colons in an IPv4 address with its port


@dataclass(frozen=True)
class Believing:
    """A WSGI application that is told of the client's address, scheme and host, or of none."""

    app: "WSGIApplication"
    proxies: tuple[Network, ...]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer with what the trusted proxies told put in place, and all that was told removed."""
        told = {name: environ.pop(name) for name in list(environ) if name.startswith(_TOLD)}
        environ.pop("HTTP_FORWARDED", None)
        passed = walked(environ.get("REMOTE_ADDR", ""), told.get(f"{_TOLD}FOR", ""), self._is_proxy)
        if len(passed) > 1:
            environ["REMOTE_ADDR"] = environ["REMOTE_HOST"] = passed[-1]
        if self._is_proxy(passed[0]):
            _apply(environ, told, max(1, len(passed) - 1))
        if "HTTP_HOST" in environ:  # compared letter by letter with the names of the settings
            environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
        return self.app(environ, start_response)

    def _is_proxy(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in one for one in self.proxies)


def walked(peer: str, forwarded: str, is_proxy: Callable[[str], bool]) -> list[str]:
    """Return the hops from the nearest to the client: the peer, and who each proxy says it is for.

    The walk ends before what is not an address, and at the first hop that is no proxy.
    """
    passed = [peer]
    for hop in reversed(forwarded.split(",")):
        address = _address(hop)
        if address is None or not is_proxy(passed[-1]):
            break
        passed.append(str(address))
    return passed


def _apply(environ: "WSGIEnvironment", told: dict[str, str], hops: int) -> None:
    """Take scheme and host as the outermost of `hops` proxies told them."""
    scheme, host = (_said(told.get(f"{_TOLD}{name}", ""), hops) for name in ("PROTO", "HOST"))
    if scheme.lower() in ("http", "https"):
        environ["wsgi.url_scheme"] = scheme.lower()
    if host:
        environ["HTTP_HOST"] = host


def _said(values: str, hops: int) -> str:
    parts = [one.strip() for one in values.split(",")]
    return parts[-min(hops, len(parts))]


def _address(text: str) -> Address | None:
    """Return an address as proxies write it: alone, in brackets, with or without a port."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == _PORT_AFTER:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found
