"""Who may do what: every route, by every role, in one's own unit and another's, in every state.

What is expected is written here once more and by hand, from the table of the design (§5), so that a
slip in the rules or in the list of routes shows.
"""

import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest
from flask import Response, request

from service.store import Store
from tests.casework.office import Office
from tests.web.every_route import Place, Request, every, send
from tests.web.offices import HOLDERS, OWN, ROLELESS, Known, Peopled, peopled

Outcome = Literal["signed out", "refused", "nothing there", "passed"]
State = Literal["empty", "opened", "reported", "approved"]
STATES: tuple[State, ...] = ("empty", "opened", "reported", "approved")
VISITOR = "siapa pun"
EVERYBODY = (VISITOR, ROLELESS, *HOLDERS)
DOOR = "uji.hanya-pintu"  # in the environment: asks only whether the request would be let in

PUBLIC = {
    "static", "bootstrap.static", "health.alive", "contract.contract", "contract.docs",
    "contract.asset", "sign_in.show", "sign_in.enter", "sign_in.code", "sign_in.use_code",
    "sign_in.first", "sign_in.begin", "start.emblem", "oidc.begin", "oidc.back", "oidc.leave",
}  # fmt: skip
OF_ONESELF = {
    "sign_in.out", "account.show", "account.change_password", "account.end_session",
    "account.end_others", "account.withdraw_token",
    "oidc.link", "oidc.look", "oidc.join", "oidc.part",
}  # fmt: skip
OF_ANYBODY = {"role.switch", "account.issue_token", "render.render", "render.render_own",
              "render.check"}  # fmt: skip
OF_OPENERS = {
    "start.upload", "start.open_quarter", "settings.change", "settings.waiting_emblem",
    "quarter.open_next",
    "quarter.take_earlier", "templates.upload", "templates.again", "templates.marked",
    "templates.candidate", "templates.sample", "templates.page", "templates.adopt",
    "holidays.change", "cases.opened",
}  # fmt: skip
OPENERS = {"kasubbag"}
OF_OTHERS: Mapping[str, set[str]] = {
    "oidc.assign": {"administrator"},
    "oidc.release": {"administrator"},
    "trails.listed": {"administrator", "camat", "sekretaris"},
}
OPERATORS = {"operator.sendiri", "operator.lain"}
# By step and action: who does it.
DOES: Mapping[tuple[int, str], set[str]] = {
    (1, "do"): {"kasubbag"},
    (1, "letter"): {"kasubbag"},
    (1, "remake"): {"kasubbag"},
    (2, "do"): {"staf"},
    (2, "letter"): {"staf", "kasubbag"},
    (3, "do"): {"operator.sendiri"},
    (3, "skip"): {"staf", "kasubbag"},
    (3, "pass"): {"staf", "kasubbag"},
    (4, "do"): {"kasubbag"},
    (4, "return"): {"kasubbag"},
    (5, "do"): {"kasubbag", "staf"},
    (6, "do"): {"staf"},
    (7, "do"): {"kasubbag"},
    (7, "approve"): {"camat"},
    (7, "sign"): {"kasubbag"},
    (7, "letter"): {"kasubbag"},
    (7, "reopen"): {"camat", "kasubbag"},
    (8, "deliver"): {"staf"},
    (8, "letter"): {"staf", "kasubbag"},
}
FILLING = ("filling.show", "filling.form", "filling.keep", "filling.check", "filling.discard",
           "filling.typed_form_file")  # fmt: skip
# Who uses the other routes that change a task.
USES: Mapping[str, set[str]] = {
    "previews.looked_at": {"operator.sendiri"},
    "several.look": OPERATORS,
    "several.hand_in": OPERATORS,
    **{name: {"operator.sendiri"} for name in FILLING},
    "detour.send_back": {"kasubbag"},
    "detour.let_go": {"staf", "kasubbag"},
    "detour.remake": {"kasubbag"},
    "detour.reopen": {"camat", "kasubbag"},
    "approval.send_back": {"kasubbag", "camat"},
    "document.set_number": {"kasubbag", "staf"},
    "office.compare": OPENERS,
    "office.amend": OPENERS,
    "questions.answer": OPENERS,
    "asking.answered": OPENERS,
    "setting.changed": OPENERS,
}
FOR_WHO_FILLS = {"filling.show", "filling.form"}  # pages that only read, of who fills the form
BY_MARK = {"preview.show", "preview.paper", "preview.send", "preview.withdraw"}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[State, Path]:
    """Return a folder with the same office in each state, and the same people signed in."""
    root = tmp_path_factory.mktemp("kantor")
    folders = {state: root / state for state in STATES}
    with peopled(folders["empty"]) as office:
        KNOWN[root] = Known(office.people, office.keys)
    shutil.copytree(folders["empty"], folders["opened"])
    with closing(Store(folders["opened"], "kantor")) as store:
        played = Office(store)
        played.open()
        shutil.copytree(folders["opened"], folders["reported"])
        played.desk.close()
    with closing(Store(folders["reported"], "kantor")) as store:
        played = Office(store)
        played.play_units()
        shutil.copytree(folders["reported"], folders["approved"])
        played.desk.close()
    with closing(Store(folders["approved"], "kantor")) as store:
        played = Office(store)
        played.collect()
        played.draft()
        played.approve()
        played.desk.close()
    return folders


KNOWN: dict[Path, Known] = {}


@pytest.mark.parametrize(
    "state",
    [
        pytest.param("empty", marks=pytest.mark.long),
        "opened",
        pytest.param("reported", marks=pytest.mark.long),
        "approved",
    ],
)
def test_every_route_lets_in_whom_the_table_names_and_nobody_else(
    offices: dict[State, Path], state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = offices[state]
    with peopled(folder, KNOWN[folder.parent]) as office:
        office.app.before_request(_stop_at_the_door)
        office.app.config["WTF_CSRF_ENABLED"] = False  # what forms carry is tested elsewhere
        cells = [
            (asked, who, expected(asked, who, state))
            for asked in every(office.app, Place(unit=OWN))
            for who in EVERYBODY
        ]
        heads = office.casework._store.heads()
        closed = [cell for cell in cells if cell[2] != "passed"]
        wrong = [told for cell in closed if (told := _told(office, *cell))]
        assert office.casework._store.heads() == heads, "somebody who may not changed something"
        opened = [cell for cell in cells if cell[2] == "passed"]
        wrong += [told for cell in opened if (told := _told(office, *cell))]
    counted = Counter(outcome for _, _, outcome in cells)
    with capsys.disabled():
        print(f"\n{state}: {len(cells)} cells, {dict(counted)}")
    assert not wrong, "\n".join(wrong)


def expected(asked: Request, who: str, state: State) -> Outcome:
    """Return what the table says of one cell."""
    name = asked.endpoint
    if name in PUBLIC:
        return "passed"
    if who == VISITOR or (asked.is_api and who == ROLELESS):
        return "signed out"
    if name in OF_ONESELF or who == ROLELESS:
        return "passed" if name in OF_ONESELF else "refused"
    if name in OF_OPENERS or name in OF_OTHERS or name.startswith("people."):
        allowed = OPENERS if name in OF_OPENERS else OF_OTHERS.get(name, {"administrator"})
        return "passed" if who in allowed else "refused"
    if name in FOR_WHO_FILLS or not (asked.is_safe or name in OF_ANYBODY):
        return _in_a_task(asked, who, state)
    return "passed"


def _in_a_task(asked: Request, who: str, state: State) -> Outcome:
    early = state in {"empty", "opened"} and asked.endpoint == "document.set_number"
    if asked.endpoint in BY_MARK or early or (state == "empty" and "2026-tw3" in asked.path):
        return "nothing there"
    task = (asked.step or 0, asked.action or "")
    allowed = DOES[task] if task in DOES else USES[asked.endpoint]
    return "passed" if who in allowed else "refused"


def _told(office: Peopled, asked: Request, who: str, outcome: Outcome) -> str:
    """Return what is wrong with a cell, "" where it is as expected."""
    got = _outcome(office, asked, who)
    right = {outcome, "nothing there"} if outcome == "passed" else {outcome}
    name = f"{asked.method} {asked.endpoint} {asked.step or ''} {asked.action or ''} by {who}"
    return "" if got in right else f"{name}: {got}, not {outcome}"


def _outcome(office: Peopled, asked: Request, who: str) -> Outcome:
    client = office.visitor() if who == VISITOR else office.browser(who)
    if asked.is_api and who in HOLDERS:
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {office.token(who)}"
    reads = asked.is_safe and asked.endpoint not in FOR_WHO_FILLS
    if reads or asked.endpoint in OF_ONESELF | PUBLIC:
        client.environ_base[DOOR] = "ya"
    answer = send(client, asked, **({} if asked.is_safe or asked.is_api else {"csrf_token": "-"}))
    if answer.status_code == 401 or "/masuk?lanjut=" in answer.headers.get("Location", ""):
        return "signed out"
    return {403: "refused", 404: "nothing there"}.get(answer.status_code, "passed")  # type: ignore[return-value]


def _stop_at_the_door() -> Response | None:
    """Answer a request that would be let in before any page is built."""
    return Response(status=204) if request.environ.get(DOOR) else None
