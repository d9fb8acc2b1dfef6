"""Settings for commands that answer no browser, so that they need no key for its sessions."""

import os

from service.settings import Settings

DEMO_FOLDER = "contoh"  # below the data folder of an office


def settings() -> Settings:
    """Return the settings of the environment, without a secret key. Raises Invalid."""
    return Settings.from_env({**os.environ, "SECRET_KEY": "tidak dipakai oleh perintah ini"})
