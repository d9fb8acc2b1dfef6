"""One question ends in time, however slowly the answer drips."""

import time

import pytest

from service.errors import ToolFailed
from service.openid.fetching import ROOM, fetch
from tests.openid.regency import Asked, Regency


def test_an_answer_that_drips_is_cut_off(house: Regency) -> None:
    def drip(one: Asked) -> None:
        one.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            for _ in range(1000):
                one.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            house.asked.append("cut off")

    house.lies["/drip"] = drip
    with pytest.raises(ToolFailed):
        fetch(f"{house.issuer}/drip", seconds=0.3)
    for _ in range(200):
        if "cut off" in house.asked:
            break
        time.sleep(0.05)
    assert "cut off" in house.asked


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:x/", "http://[::1", "http://a b/", "https://"]
)
def test_an_address_that_is_none_is_a_sentence_too(address: str) -> None:
    with pytest.raises(ToolFailed):
        fetch(address)


def test_a_redirect_is_an_answer_like_another(house: Regency) -> None:
    house.lies["/a"] = lambda one: one.lead(f"{house.issuer}/b")
    assert fetch(f"{house.issuer}/a").status == 302
    assert "/b" not in house.asked


def test_a_server_without_a_certificate_we_trust_is_not_talked_to(house: Regency) -> None:
    with pytest.raises(ToolFailed):
        fetch(house.issuer.replace("http:", "https:"))


def test_an_answer_is_read_to_its_limit_and_no_further(house: Regency) -> None:
    house.lies["/all"] = lambda one: one.send(200, b"x" * ROOM)
    house.lies["/more"] = lambda one: one.send(200, b"x" * (ROOM + 1))
    assert len(fetch(f"{house.issuer}/all").content) == ROOM
    with pytest.raises(ToolFailed):
        fetch(f"{house.issuer}/more")
