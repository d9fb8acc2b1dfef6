"""What all tests share: no test watches the clock, for the machines are busy."""

from hypothesis import settings

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")
