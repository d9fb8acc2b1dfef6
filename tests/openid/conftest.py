"""A provider on loopback, and one try to sign in by it."""

from collections.abc import Iterator

import pytest

from service.openid.provider import Provider
from tests.openid.regency import Regency, regency


@pytest.fixture
def house() -> Iterator[Regency]:
    with regency() as started:
        yield started


@pytest.fixture
def provider(house: Regency) -> Provider:
    return Provider(house.options)
