"""What comes back from a provider counts once, for who began it, and only from that provider."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import NotAllowed, ServiceError, ToolFailed
from service.openid import Attempt, connect
from service.openid.fetching import Reply
from service.openid.provider import KEPT, RESTS, Provider
from service.settings import ROOT, OpenID
from tests.openid.regency import KEYS, SECRET, Asked, Regency

BACK = "http://127.0.0.1:8000/masuk/kabupaten/kembali"


def attempt(seed: str = "benih") -> Attempt:
    return Attempt.of(seed, "kunci layanan")


def code_of(does: Callable[[], object]) -> str:
    with pytest.raises(ServiceError) as told:
        does()
    return told.value.code


def brought(house: Regency, provider: Provider, seed: str = "benih") -> dict[str, str]:
    return house.proves(provider.address(attempt(seed), BACK))


class Hours:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_an_attempt_counts_once(house: Regency, provider: Provider) -> None:
    answer = brought(house, provider)
    assert provider.identify(attempt(), BACK, answer).subject == "orang-17"
    again = {**answer, "code": brought(house, provider)["code"]}
    assert code_of(lambda: provider.identify(attempt(), BACK, again)) == "openid_stale"


def test_of_two_ways_back_at_once_one_counts(house: Regency, provider: Provider) -> None:
    answers = [brought(house, provider) for _ in range(8)]
    outcomes: list[str] = []

    def try_one(answer: dict[str, str]) -> None:
        try:
            outcomes.append(provider.identify(attempt(), BACK, answer).subject)
        except NotAllowed as fault:
            outcomes.append(fault.code)

    threads = [threading.Thread(target=try_one, args=(one,)) for one in answers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == sorted(["orang-17"] + ["openid_stale"] * 7)


def test_the_state_of_another_browser_is_refused_and_spends_nothing(
    house: Regency, provider: Provider
) -> None:
    mine, other = brought(house, provider), brought(house, provider, "benih lain")
    assert code_of(lambda: provider.identify(attempt(), BACK, other)) == "openid_stale"
    assert provider.identify(attempt(), BACK, mine).subject == "orang-17"


@pytest.mark.parametrize("state", ["", "x", "é" * 43, "\udcff"])
def test_a_state_nobody_began_is_refused(house: Regency, provider: Provider, state: str) -> None:
    answer = {**brought(house, provider), "state": state}
    assert code_of(lambda: provider.identify(attempt(), BACK, answer)) == "openid_stale"


def test_a_code_that_was_used_before_is_refused(house: Regency, provider: Provider) -> None:
    first = brought(house, provider)
    provider.identify(attempt(), BACK, first)
    second = {**brought(house, provider, "dua"), "code": first["code"]}
    assert code_of(lambda: provider.identify(attempt("dua"), BACK, second)) == "openid_refused"


def test_a_code_stolen_from_another_browser_is_of_no_use(
    house: Regency, provider: Provider
) -> None:
    stolen = brought(house, provider, "korban")["code"]
    mine = {**brought(house, provider), "code": stolen}
    assert code_of(lambda: provider.identify(attempt(), BACK, mine)) == "openid_refused"


def test_a_code_is_good_for_the_address_it_was_asked_for_alone(
    house: Regency, provider: Provider
) -> None:
    answer = brought(house, provider)
    other = BACK.replace("127.0.0.1", "localhost")
    assert code_of(lambda: provider.identify(attempt(), other, answer)) == "openid_refused"


def test_an_answer_of_another_provider_is_refused(house: Regency, provider: Provider) -> None:
    answer = {**brought(house, provider), "iss": "https://lain.example"}
    assert code_of(lambda: provider.identify(attempt(), BACK, answer)) == "openid_refused"
    assert "/token" not in house.asked


def test_a_provider_that_names_itself_in_its_answers_has_to(house: Regency) -> None:
    house.says["authorization_response_iss_parameter_supported"] = True
    provider = Provider(house.options)
    answer = brought(house, provider)
    assert code_of(lambda: provider.identify(attempt(), BACK, answer)) == "openid_refused"
    named = {**brought(house, provider, "dua"), "iss": house.issuer}
    assert provider.identify(attempt("dua"), BACK, named).subject == "orang-17"


@pytest.mark.parametrize(
    ("error", "code"), [("access_denied", "openid_denied"), ("server_error", "openid_refused")]
)
def test_a_person_who_says_no_is_told_so(
    house: Regency, provider: Provider, error: str, code: str
) -> None:
    state = brought(house, provider)["state"]
    answer = {"state": state, "error": error}
    assert code_of(lambda: provider.identify(attempt(), BACK, answer)) == code


def test_a_new_key_is_fetched_when_it_is_first_used(house: Regency) -> None:
    elapsed = Hours()
    provider = Provider(house.options, elapsed=elapsed)
    provider.identify(attempt(), BACK, brought(house, provider))
    house.key, house.public = KEYS[1], [KEYS[1].as_dict(private=False)]
    elapsed.now += RESTS
    answer = brought(house, provider, "dua")
    assert provider.identify(attempt("dua"), BACK, answer).subject == "orang-17"
    assert house.asked.count("/keys") == 2


def test_unknown_keys_do_not_make_it_ask_again_and_again(house: Regency) -> None:
    provider = Provider(house.options, elapsed=Hours())
    house.key = KEYS[1]
    for seed in "abcdef":
        answer = brought(house, provider, seed)
        refused = code_of(lambda s=seed, a=answer: provider.identify(attempt(s), BACK, a))
        assert refused == "openid_refused"
    assert house.asked.count("/keys") == 1


def test_what_it_says_of_itself_is_asked_once_an_hour(house: Regency) -> None:
    elapsed = Hours()
    provider = Provider(house.options, elapsed=elapsed)
    for _ in range(5):
        provider.address(attempt(), BACK)
    assert len(house.asked) == 1
    elapsed.now += KEPT
    provider.address(attempt(), BACK)
    assert len(house.asked) == 2


def test_a_provider_that_fails_is_left_alone_for_a_moment(house: Regency) -> None:
    elapsed = Hours()
    provider = Provider(house.options, elapsed=elapsed)
    house.lies["/.well-known/openid-configuration"] = lambda one: one.say(500, {})
    for _ in range(5):
        assert code_of(lambda: provider.address(attempt(), BACK)) == "openid_unreachable"
    assert len(house.asked) == 1
    house.lies.clear()
    elapsed.now += RESTS
    assert provider.address(attempt(), BACK).startswith(f"{house.issuer}/authorize?")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("issuer", "http://127.0.0.1:1"),
        ("issuer", None),
        ("authorization_endpoint", "http://lain.example/authorize"),
        ("authorization_endpoint", "javascript:alert(1)"),
        ("token_endpoint", "http://169.254.169.254/token"),
        ("token_endpoint", "file:///etc/passwd"),
        ("token_endpoint", None),
        ("jwks_uri", "http://lain.example/keys"),
        ("jwks_uri", ["https://lain.example"]),
        ("end_session_endpoint", "http://[x"),
    ],
)
def test_what_leads_off_the_safe_way_is_not_followed(
    house: Regency, provider: Provider, name: str, told: object
) -> None:
    house.says[name] = told
    assert code_of(lambda: provider.address(attempt(), BACK)) == "openid_unreachable"


def test_plain_http_is_for_a_provider_on_this_machine_alone() -> None:
    says = {
        "issuer": "https://akun.example", "authorization_endpoint": "https://akun.example/a",
        "token_endpoint": "http://127.0.0.1/token", "jwks_uri": "https://akun.example/k",
    }  # fmt: skip
    options = OpenID("https://akun.example", "x", SECRET)
    provider = Provider(options, lambda *_: Reply(200, json.dumps(says).encode()))
    assert code_of(lambda: provider.address(attempt(), BACK)) == "openid_unreachable"


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
@pytest.mark.parametrize("kind", ["redirect", "huge", "list", "empty", "nested", "broken"])
def test_a_provider_that_misbehaves_gives_a_sentence(
    house: Regency, provider: Provider, path: str, kind: str
) -> None:
    lies: dict[str, Callable[[Asked], None]] = {
        "redirect": lambda one: one.lead(f"{house.issuer}/pancingan"),
        "huge": lambda one: one.send(200, b'{"a": "' + b"x" * 1_000_000 + b'"}'),
        "list": lambda one: one.say(200, []),
        "empty": lambda one: one.send(200, b""),
        "nested": lambda one: one.send(200, b"[" * 100_000),
        "broken": lambda one: one.wfile.write(b"\xff\xff not http\r\n\r\n"),
    }
    house.lies[path] = lies[kind]
    with pytest.raises(ToolFailed) as told:
        provider.identify(attempt(), BACK, brought(house, provider))
    assert told.value.code == "openid_unreachable"
    assert "kata sandi" in told.value.detail
    assert "/pancingan" not in house.asked


def test_a_provider_that_is_not_there_gives_the_same_sentence() -> None:
    provider = Provider(OpenID("http://127.0.0.1:9", "x", SECRET))
    assert code_of(lambda: provider.address(attempt(), BACK)) == "openid_unreachable"


def test_a_slow_provider_holds_only_a_few(house: Regency) -> None:
    leave, waiting = threading.Event(), threading.Semaphore(0)

    def slow(one: Asked) -> None:
        waiting.release()
        leave.wait(30)
        one.say(500, {})

    house.lies["/.well-known/openid-configuration"] = slow
    provider = Provider(house.options)
    outcomes: list[str] = []

    def ask() -> None:
        outcomes.append(code_of(lambda: provider.address(attempt(), BACK)))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for one in threads:
        one.start()
    for _ in range(4):
        assert waiting.acquire(timeout=10)
    while len(outcomes) < 8:  # the others were sent away while four still wait
        threads[0].join(0.05)
    assert not waiting.acquire(timeout=0)
    leave.set()
    for one in threads:
        one.join()
    assert outcomes == ["openid_unreachable"] * 12


def test_the_secret_goes_into_the_form_where_the_provider_wants_it_there(house: Regency) -> None:
    house.says["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    sent: list[dict[str, str]] = []
    provider = Provider(house.options)
    real = provider._ask

    def listening(address, form=None, headers=None):  # type: ignore[no-untyped-def]
        sent.append(form or {})
        assert "Authorization" not in (headers or {})
        return real(address, form, headers)

    provider._ask = listening
    assert code_of(lambda: provider.identify(attempt(), BACK, brought(house, provider)))
    assert [one["client_secret"] for one in sent if one] == [SECRET]


def test_the_way_out_leads_through_the_provider_where_it_has_one(house: Regency) -> None:
    provider = Provider(house.options)
    assert not provider.logs_out
    address = provider.logout("http://127.0.0.1:8000/masuk")
    assert address.startswith(f"{house.issuer}/logout?client_id=pengukuran+kinerja&")
    assert provider.logs_out
    del house.says["end_session_endpoint"]
    assert Provider(house.options).logout("http://127.0.0.1:8000/masuk") == ""


def test_nothing_is_asked_before_somebody_wants_to_sign_in() -> None:
    assert isinstance(connect(OpenID("https://akun.example", "x", SECRET)), Provider)


def test_without_the_library_it_is_named_at_the_start(tmp_path: Path) -> None:
    start = "import sys; sys.modules['joserfc'] = None; from service.__main__ import main; main()"
    env = {"SECRET_KEY": "x" * 16, "DATA_DIR": str(tmp_path), "PORT": "0", "OIDC_CLIENT_ID": "x"}
    env |= {"OIDC_ISSUER": "https://akun.example", "OIDC_CLIENT_SECRET": SECRET}
    done = subprocess.run(
        [sys.executable, "-c", start, "serve"], env=os.environ | env, cwd=ROOT,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "joserfc belum terpasang" in done.stderr
    assert "requirements-sso.lock" in done.stderr
