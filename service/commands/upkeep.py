"""Check, save and bring back the data folder; the service may go on running."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from service import store
from service.commands.environment import DEMO_FOLDER, settings
from service.commands.telling import print_code, tell, tell_code
from service.errors import Conflict, NotFound
from service.settings import Settings
from service.store.base import DATABASE


def fsck(_: argparse.Namespace) -> int:
    """Tell what is damaged, cut off or altered in the data folder; 1 if anything is."""
    with _opened() as opened:
        faults = store.fsck(opened)
    if not faults:
        print("Folder data utuh.")
        return 0
    tell_code("command_damaged", count=len(faults))
    for fault in faults:
        tell(f"- {fault}")
    return 1


def backup(options: argparse.Namespace) -> int:
    """Write the whole data folder into one archive, as of one moment."""
    with _opened() as opened:
        store.backup(opened, options.file)
        print_code("command_saved", folder=opened.folder, file=options.file)
    return 0


def restore(options: argparse.Namespace) -> int:
    """Make the data folder from an archive; it must be empty so far."""
    folder = settings().data_dir
    store.restore(options.file, folder)
    print_code("command_restored", folder=folder, file=options.file)
    return 0


@contextmanager
def _opened() -> Iterator[store.Store]:
    """Open the data folder, of a real office or of the demo. Raises NotFound for an empty one."""
    wanted = settings()
    if not wanted.database_url and not (wanted.data_dir / DATABASE).is_file():
        demo = wanted.data_dir / DEMO_FOLDER
        if (demo / DATABASE).is_file():
            raise NotFound("command_only_demo", folder=wanted.data_dir, demo=demo)
        raise NotFound("command_no_data", folder=wanted.data_dir)
    found = _store(wanted)
    try:
        yield found
    finally:
        found.close()


def _store(wanted: Settings) -> store.Store:
    url = wanted.database_url or None
    try:
        return store.Store(wanted.data_dir, "kantor", url)
    except Conflict:
        return store.Store(wanted.data_dir, "demo", url)
