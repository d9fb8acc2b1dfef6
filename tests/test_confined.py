"""A job on what a stranger sent ends by name, in time, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from service.confined import Pool, joined, parted
from service.errors import Invalid, ToolFailed

MEBI = 1024 * 1024
COSTLY, FULL, UNEXPECTED = "template_too_costly", "template_queue_full", "template_unexpected"


@pytest.fixture
def make():
    made = []

    def one(**ceilings):
        settings = {"memory": 128 * MEBI, "seconds": 20.0} | ceilings
        codes = {"costly": COSTLY, "full": FULL, "unexpected": UNEXPECTED}
        made.append(Pool("tests.answering", **codes, **settings))
        return made[-1]

    yield one
    for pool in made:
        pool.close()


def told(ask, *job):
    with pytest.raises(Invalid) as caught:
        ask(*job)
    return caught.value


def alive(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def gone_within(seconds, pid):
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pid)


def test_pieces_come_out_as_they_went_in():
    assert parted(joined([b"a", b"", b"cc" * 300])) == [b"a", b"", b"cc" * 300]


def test_one_child_answers_one_job_after_another(make):
    pool = make()
    assert pool.ask("echo", b"a", b"", b"b") == b"a||b"
    assert pool.ask("number") == pool.ask("number")


def test_what_a_job_refuses_comes_back_with_its_problems(make):
    fault = told(make().ask, "refuse")
    assert fault.code == "case_file_empty"
    assert "a.xlsx" in fault.detail
    assert [(one.place, one.code, one.found) for one in fault.problems] == [
        ("A!B1", "package_empty", "x")
    ]


def test_a_job_beyond_the_ceiling_of_memory_is_stopped_and_the_next_one_answered(make):
    pool = make(memory=64 * MEBI)
    assert pool.ask("eat", b"33554432") == b"33554432"
    assert told(pool.ask, "eat", b"134217728").code == COSTLY
    assert pool.ask("echo", b"a") == b"a"


def test_a_job_beyond_its_time_is_stopped_while_another_is_answered(make):
    pool = make(seconds=1.0)
    pool.ask("echo", b"a")
    codes = []
    slow = threading.Thread(target=lambda: codes.append(told(pool.ask, "wait", b"60").code))
    slow.start()
    time.sleep(0.2)
    assert pool.ask("echo", b"b") == b"b"
    assert slow.is_alive()
    slow.join()
    assert codes == [COSTLY]


def test_a_child_that_dies_at_its_job_is_told_as_too_costly(make):
    pool = make()
    assert told(pool.ask, "die").code == COSTLY
    assert pool.ask("echo", b"a") == b"a"


def test_a_fault_of_our_own_is_told_apart_and_logged(make, caplog):
    assert told(make().ask, "fail").code == UNEXPECTED
    assert "no such thing" in caplog.text


def test_a_job_writes_no_file(make, tmp_path):
    assert told(make().ask, "write", str(tmp_path / "x").encode()).code == UNEXPECTED
    assert (tmp_path / "x").stat().st_size == 0


def test_more_jobs_than_may_wait_are_turned_away(make):
    pool = make(at_once=1)
    pool.ask("echo")
    slow = threading.Thread(target=pool.ask, args=("wait", b"1"))
    slow.start()
    time.sleep(0.3)
    with pytest.raises(ToolFailed) as caught:
        pool.ask("echo", b"a")
    assert caught.value.code == FULL
    slow.join()
    assert pool.ask("echo", b"a") == b"a"


def test_a_child_that_took_much_memory_is_not_given_the_next_job(make):
    pool = make()
    first = pool.ask("number")
    pool.ask("eat", b"33554432")
    assert pool.ask("number") == first
    pool.ask("keep", b"67108864")
    assert pool.ask("number") != first


ASKS = """
import sys, threading
from service.confined import Pool
pool = Pool("tests.answering", costly="", full="", unexpected="", memory=2**27, seconds=1.0)
print(int(pool.ask("number")), flush=True)
if sys.argv[1] == "busy":
    threading.Thread(target=pool.ask, args=("wait", b"600"), daemon=True).start()
sys.stdin.readline()
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_no_child_outlives_the_process_that_asked(state, end):
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "-c", ASKS, state],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as asking:
        child = int(asking.stdout.readline())
        assert alive(child)
        time.sleep(0.3)
        os.kill(asking.pid, end)
    assert gone_within(10, child)


def test_a_pool_that_is_closed_leaves_no_child(make):
    pool = make()
    child = int(pool.ask("number"))
    pool.close()
    assert not Path(f"/proc/{child}").exists()
