"""Every setting of the service, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
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


@dataclass(frozen=True)
class Settings:
    """What an installation decides; each field is the environment variable of the same name.

    `secret_key` signs the sessions. `today` replaces the calendar's date (demonstrations).
    `database_url` is empty for SQLite inside `data_dir`. `time_zone` is where the office keeps
    its clock. `container` says that the process is alone in its container, so that it may listen
    on every address. `proxies` counts the trusted reverse proxies in front (X-Forwarded-*).
    `procedures_dir` holds further SOPs of the office, a folder each. `trail_days` is how long
    sign-ins, downloads and refusals are kept.
    """

    secret_key: str
    data_dir: Path = Path("data")
    database_url: str = ""
    today: date | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    max_upload: int = 20 * MIB
    pdf_engine: Engine = "auto"
    container: bool = False
    proxies: int = 0
    time_zone: ZoneInfo = ZONE
    demo: bool = False
    procedures_dir: Path | None = None
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
            max_upload=reading.whole("MAX_UPLOAD_MIB", 20) * MIB,
            pdf_engine=reading.engine("PDF_ENGINE"),
            container=env.get("CONTAINER", "") == "1",
            proxies=reading.whole("PROXIES", 0),
            time_zone=reading.zone("TIME_ZONE"),
            procedures_dir=reading.folder("PROCEDURES_DIR"),
            trail_days=reading.whole("TRAIL_DAYS", TRAIL_DAYS, least=1),
        )
        if reading.problems:
            raise Invalid("settings_invalid", reading.problems)
        return settings


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

    def zone(self, name: str) -> ZoneInfo:
        text = self.env.get(name) or ZONE.key
        try:
            return ZoneInfo(text)
        except (KeyError, ValueError):
            self._wrong(name, "zona waktu seperti Asia/Pontianak", text)
            return ZONE

    def _wrong(self, name: str, expected: str, found: str) -> None:
        self.problems.append(problem("settings_wrong", name, expected=expected, found=found))
