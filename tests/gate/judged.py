"""Judge every file of a folder under a ceiling; tell codes, seconds and the most memory taken.

Seconds are those of the processor: what others do on this machine is not the gate's affair.
Run as `python -m tests.gate.judged FOLDER`; each name begins with the kinds wanted.
"""

import json
import resource
import sys
import time
from pathlib import Path

from service import gate
from service.errors import Invalid

CEILING = 256 * 2**20


def main(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))
    told = {}
    for path in sorted(folder.iterdir()):
        wanted = path.name.partition("!")[0].split("+")
        content = path.read_bytes()
        start = time.process_time()
        try:
            gate.admit(content, wanted)  # type: ignore[arg-type]
            codes = ["admitted"]
        except Invalid as fault:
            codes = [fault.code, *(one.code for one in fault.problems)]
        except Exception as fault:  # what must never happen, told with the file it happened to
            codes = [repr(fault)]
        told[path.name] = codes, time.process_time() - start
    lines = Path("/proc/self/status").read_text().splitlines()
    status = dict(line.split(":", 1) for line in lines)
    most = int(status["VmHWM"].split()[0]) * 1024
    print(json.dumps({"told": told, "most": most}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
