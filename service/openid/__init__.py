"""Sign-in by an OpenID provider: the authorization code flow, with nothing taken on trust.

attempt    what one try to sign in is known by again: state, nonce, verifier
fetching   one question over HTTP, bounded in time and size, led nowhere else
proof      is an ID token what it claims to be?
provider   what a provider says of itself, where to send people, who came back

The two last need the extra `sso` and are imported only where a provider is set.
"""

from typing import TYPE_CHECKING

from service.errors import Invalid, problem
from service.openid.attempt import Attempt
from service.openid.model import Identity
from service.settings import OpenID

if TYPE_CHECKING:
    from service.openid.provider import Provider

__all__ = ["Attempt", "Identity", "connect"]


def connect(options: OpenID) -> "Provider":
    """Return the provider, without asking it anything yet.

    Raises Invalid("settings_invalid") that names the library where the extra is not installed.
    """
    try:
        from service.openid.provider import Provider  # noqa: PLC0415 an extra
    except ModuleNotFoundError as fault:
        name = (fault.name or "").partition(".")[0]
        lacking = problem("settings_openid_library", "OIDC_ISSUER", expected=name)
        raise Invalid("settings_invalid", [lacking]) from fault
    return Provider(options)
