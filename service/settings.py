"""Every setting of the service, read once from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from service.errors import Invalid, Problem, problem

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates_docx"
SAMPLES = ROOT / "samples"
EXAMPLE = SAMPLES / "mentebah-2026.json"
MIB = 1024 * 1024
SECRET_LENGTH = 16
ZONE = ZoneInfo("Asia/Pontianak")
TRAIL_DAYS = 730
Engine = Literal["auto", "libreoffice", "bawaan"]
ISSUER_LENGTH = 200  # as the store keeps it
Network = IPv4Network | IPv6Network
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


@dataclass(frozen=True)
class OpenID:
    """The regency's OpenID provider, and what it knows this installation by.

    `issuer` is the address the provider calls itself by, `name` what the button says. With a
    `login_claim` somebody nobody linked yet is known by that claim being the login.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str = "Masuk dengan akun Kabupaten"
    login_claim: str = ""


@dataclass(frozen=True)
class Settings:
    """What an installation decides; each field is the environment variable of the same name.

    `secret_key` signs the sessions. `today` replaces the calendar's date (demonstrations).
    `database_url` is empty for SQLite inside `data_dir`. `time_zone` is where the office keeps
    its clock. `hosts` are the names people open the service under, beside those of this machine
    itself. `proxies` are the reverse proxies whose X-Forwarded-* are believed. `procedures_dir`
    holds further SOPs of the office, a folder each. `openid` is None where nobody signs in by a
    provider of the regency. `trail_days` is how long sign-ins, downloads and refusals are kept.
    """

    secret_key: str
    data_dir: Path = Path("data")
    database_url: str = ""
    today: date | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    max_upload: int = 20 * MIB
    pdf_engine: Engine = "auto"
    hosts: tuple[str, ...] = ()
    proxies: tuple[Network, ...] = ()
    time_zone: ZoneInfo = ZONE
    demo: bool = False
    procedures_dir: Path | None = None
    openid: OpenID | None = None
    trail_days: int = TRAIL_DAYS

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read the settings from `env`. Raises Invalid naming every missing or wrong variable."""
        reading = _Reading(env)
        settings = cls(
            secret_key=reading.secret("SECRET_KEY"),
            data_dir=Path(env.get("DATA_DIR") or "data"),
            database_url=env.get("DATABASE_URL", ""),
            today=reading.day("TODAY"),
            host=env.get("HOST") or "127.0.0.1",
            port=reading.whole("PORT", 8000, 65535),
            max_upload=reading.whole("MAX_UPLOAD_MIB", 20, least=1) * MIB,
            pdf_engine=reading.engine("PDF_ENGINE"),
            hosts=reading.names("HOSTS"),
            proxies=reading.networks("PROXIES"),
            time_zone=reading.zone("TIME_ZONE"),
            procedures_dir=reading.folder("PROCEDURES_DIR"),
            openid=reading.provider(),
            trail_days=reading.whole("TRAIL_DAYS", TRAIL_DAYS, least=1),
        )
        if (settings.proxies or not is_loopback(settings.host)) and not env.get("HOSTS"):
            reading.problems.append(problem("settings_hosts", "HOSTS"))
        if reading.problems:
            raise Invalid("settings_invalid", reading.problems)
        return settings


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach what listens on `host`."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class _Reading:
    """Collects what is wrong with the environment while it is read."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[Problem] = []

    def secret(self, name: str) -> str:
        text = self.env.get(name, "")
        if not text:
            self.problems.append(problem("settings_missing", name))
        elif len(text) < SECRET_LENGTH:
            self.problems.append(problem("settings_short", name, expected=str(SECRET_LENGTH)))
        return text

    def whole(self, name: str, default: int, most: int = 1_000_000, least: int = 0) -> int:
        text = self.env.get(name) or str(default)
        if text.isdecimal() and least <= int(text) <= most:
            return int(text)
        at_least = f"paling kecil {least}, " if least else ""
        self._wrong(name, f"bilangan bulat, {at_least}paling besar {most}", text)
        return default

    def day(self, name: str) -> date | None:
        text = self.env.get(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._wrong(name, "tanggal seperti 2026-10-09", text)
            return None

    def folder(self, name: str) -> Path | None:
        text = self.env.get(name)
        if not text:
            return None
        if not Path(text).is_dir():
            self._wrong(name, "folder yang ada", text)
        return Path(text)

    def engine(self, name: str) -> Engine:
        match self.env.get(name) or "auto":
            case "auto":
                return "auto"
            case "libreoffice":
                return "libreoffice"
            case "bawaan":
                return "bawaan"
            case text:
                self._wrong(name, "auto, libreoffice, atau bawaan", text)
                return "auto"

    def provider(self) -> OpenID | None:
        env = self.env
        issuer, client_id = env.get("OIDC_ISSUER", ""), env.get("OIDC_CLIENT_ID", "")
        secret = env.get("OIDC_CLIENT_SECRET", "")
        name, claim = env.get("OIDC_NAME", ""), env.get("OIDC_LOGIN_CLAIM", "")
        if not any((issuer, client_id, secret, name, claim)):
            return None
        needed = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": client_id, "OIDC_CLIENT_SECRET": secret}
        lacking = [one for one, text in needed.items() if not text]
        self.problems += [problem("settings_openid_missing", one) for one in lacking]
        if issuer and not _is_issuer(issuer):
            self._wrong("OIDC_ISSUER", "alamat https tanpa ? dan #", issuer)
        return OpenID(issuer, client_id, secret, name or OpenID.name, claim)

    def zone(self, name: str) -> ZoneInfo:
        text = self.env.get(name) or ZONE.key
        try:
            return ZoneInfo(text)
        except (KeyError, ValueError):
            self._wrong(name, "zona waktu seperti Asia/Pontianak", text)
            return ZONE

    def names(self, name: str) -> tuple[str, ...]:
        found = self._listed(name)
        if not all(_NAME.fullmatch(one) for one in found):
            told = "nama tanpa http:// dan tanpa port, misalnya kinerja.contoh.go.id, 192.168.1.10"
            self._wrong(name, told, self.env[name])
        return found

    def networks(self, name: str) -> tuple[Network, ...]:
        try:
            found = tuple(ip_network(one) for one in self._listed(name))
        except ValueError:
            found = (ip_network("0.0.0.0/0"),)
        if all(one.prefixlen for one in found):
            return found
        # Whoever believes every address believes what anybody writes into a header.
        told = (
            "alamat perantara, bukan jumlahnya atau semua alamat; jaringan ditulis dengan alamat "
            "pertamanya, misalnya 127.0.0.1, 10.0.0.0/8"
        )
        self._wrong(name, told, self.env[name])
        return ()

    def _listed(self, name: str) -> tuple[str, ...]:
        parts = self.env.get(name, "").lower().split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def _wrong(self, name: str, expected: str, found: str) -> None:
        self.problems.append(problem("settings_wrong", name, expected=expected, found=found))


def _is_issuer(text: str) -> bool:
    """Tell whether `text` may name a provider: https, or http on this machine alone."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    plain = parts.hostname and not (parts.query or parts.fragment or parts.username)
    return bool(safe and plain and len(text) <= ISSUER_LENGTH)
