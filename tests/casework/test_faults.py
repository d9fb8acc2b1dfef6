"""A process killed at any moment: what was acknowledged is there, and nothing is half done."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from service.store import Store, fsck
from tests.casework.office import CASE, ROOT, Office

PLAYING = """
import sys
from pathlib import Path
from service.store import Store
from tests.casework.office import Office

office = Office(Store(Path(sys.argv[1]), "kantor"), background=True)
print("ready", flush=True)
try:
    office.view()
except Exception:
    print(office.open().seen, flush=True)
for again in range(50):
    print(office.order_format().seen, flush=True)
"""


def test_a_kill_at_any_moment_loses_nothing_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311
    for _ in range(3):
        acknowledged = play_until_killed(tmp_path, chance.uniform(0.1, 2))
        store = Store(tmp_path, "kantor")
        assert fsck(store) == []
        assert not list(tmp_path.rglob(".sementara-*"))
        if acknowledged:
            office = Office(store)
            assert office.view().seen >= acknowledged
            for file in office.view().progress.outputs:
                assert office.desk.document(CASE, file.key, file.version).content[:2] == b"PK"
            made = [one.version for one in office.view().progress.outputs]
            assert made == list(range(1, len(made) + 1))
        store.close()


def play_until_killed(folder: Path, seconds: float) -> int:
    """Play in a process of its own; return the last event it acknowledged, 0 for none."""
    playing = subprocess.Popen(
        [sys.executable, "-c", PLAYING, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert playing.stdout is not None
    assert playing.stdout.readline() == "ready\n"
    time.sleep(seconds)
    playing.send_signal(signal.SIGKILL)
    told = [line for line in playing.stdout if line.endswith("\n")]
    playing.stdout.close()
    playing.wait()
    return int(told[-1]) if told else 0
