"""fsck: is every file and every event there, unaltered and in its place?"""

import json
from collections.abc import Iterator

from sqlalchemy import select

from service.errors import words
from service.store import record
from service.store.base import EMBLEM, Store
from service.store.tables import cases, conversions, events, heads, kept_uploads, properties

_OF_PEOPLE = {"grants", "sessions", "devices", "tokens", "identities"}
_USES = {
    "upload": "store_file_upload",
    "signed": "store_file_signed",
    "receipt": "store_file_receipt",
    "dataset": "store_file_dataset",
    "procedure": "store_file_procedure",
    "template": "store_file_adopted",
    "template_before": "store_file_replaced",
}


def fsck(store: Store) -> list[str]:
    """Return one sentence in Bahasa Indonesia for each thing wrong; none for a sound store.

    Checked: the database itself, each case's chain of events from the first to the recorded
    last one, the bytes of every file an event or a conversion names, every draft, and that what
    belongs to a person belongs to one there is.
    """
    found = list(_database_faults(store))
    if not found:
        found += _case_faults(store)
        found += _file_faults(store)
        found += _draft_faults(store)
        found += _people_faults(store)
    return found


def orphans(store: Store) -> list[str]:
    """Return the SHA-256 of every sound file that nothing names, such as after a crash.

    They are harmless: bytes that were kept before an event that never came.
    """
    named = {sha for sha, _ in _named_files(store)}
    return [sha for sha in store.files.names() if sha not in named]


def _database_faults(store: Store) -> Iterator[str]:
    if store.database.engine.dialect.name != "sqlite":
        return
    with store.database.reading() as connection:
        for check in ("integrity_check", "foreign_key_check"):
            for row in connection.exec_driver_sql(f"PRAGMA {check}").all():
                if row[0] != "ok" and row[0] not in _OF_PEOPLE:  # those have words of their own
                    yield words("store_database_damaged", found=" ".join(map(str, row))).detail


def _case_faults(store: Store) -> Iterator[str]:
    # Noted after each commit: read before the events, a note is never ahead of them.
    notes = store.notes()
    with store.database.reading() as connection:
        ids = connection.execute(select(cases.c.id).order_by(cases.c.id)).scalars().all()
        last = {row.case_id: (row.number, row.hash) for row in connection.execute(select(heads))}
        chains = {
            case: connection.execute(
                select(events).where(events.c.case_id == case).order_by(events.c.number)
            ).all()
            for case in ids
        }
    for case, rows in chains.items():
        chain = [(row.number, row.body, row.hash) for row in rows]
        yield from _chain_faults(case, chain)
        yield from _tail_faults(case, chain, last.get(case))
        yield from _note_faults(case, chain, notes.get(case))
    for case in notes.keys() - chains.keys():
        yield words("store_case_gone", case=case).detail


def _chain_faults(case: str, chain: list[tuple[int, str, str]]) -> Iterator[str]:
    previous = record.BEFORE_FIRST
    for expected, (number, text, sealed) in enumerate(chain, start=1):
        if number != expected:
            yield words("store_event_missing", case=case, number=expected).detail
            return
        if record.chained(previous, text) != sealed:
            yield words("store_event_altered", case=case, number=number).detail
            return
        told = json.loads(text)
        if (told["case"], told["number"]) != (case, number):
            yield words("store_event_altered", case=case, number=number).detail
            return
        previous = sealed


def _tail_faults(
    case: str, chain: list[tuple[int, str, str]], head: tuple[int, str] | None
) -> Iterator[str]:
    end = (chain[-1][0], chain[-1][2]) if chain else None
    if end is None or head is None or end != head:
        noted = head[0] if head else 0
        yield words("store_tail_cut", case=case, noted=noted, found=len(chain)).detail


def _note_faults(case: str, chain: list[tuple[int, str, str]], note: bytes | None) -> Iterator[str]:
    # The note may lag behind after a crash; what it names must still be in the chain.
    if note is None:
        return
    number, _, sealed = note.decode("utf-8", "replace").partition(" ")
    if not any((str(event), hashed) == (number, sealed) for event, _, hashed in chain):
        yield words("store_tail_cut", case=case, noted=number, found=len(chain)).detail


def _file_faults(store: Store) -> Iterator[str]:
    uses: dict[str, dict[str, None]] = {}
    for sha, use in _named_files(store):
        uses.setdefault(sha, {})[use] = None
    for sha, named in uses.items():
        code = store.files.fault(sha)
        if code:
            used = words("store_file_used", uses="; ".join(named)).detail
            yield f"{words(code, sha256=sha).detail} {used}"
    for sha in store.files.names():
        if sha not in uses and store.files.fault(sha):
            yield words("store_file_altered", sha256=sha).detail


def _draft_faults(store: Store) -> Iterator[str]:
    for case, task in store.drafts.damaged():
        yield words("store_draft_damaged", case=case, task=task).detail


def _people_faults(store: Store) -> Iterator[str]:
    for table, count in store.people.of_nobody().items():
        yield words("store_of_nobody", table=table, count=count).detail


def _named_files(store: Store) -> Iterator[tuple[str, str]]:
    with store.database.reading() as connection:
        texts = connection.execute(select(events.c.body)).scalars().all()
        pdfs = connection.execute(select(conversions.c.pdf, conversions.c.source)).all()
        emblem = connection.execute(
            select(properties.c.value).where(properties.c.name == EMBLEM)
        ).scalar_one_or_none()
        late = connection.execute(select(kept_uploads)).all()
    for text in texts:
        try:
            told = record.event(text, "")
        except (ValueError, TypeError, KeyError):
            continue  # altered beyond reading, which its chain has told already
        for ref in told.files:
            for sha, code in (
                (ref.sha256, _USES.get(ref.kind, "store_file_output")),
                (ref.template, "store_file_template"),
                (ref.dataset, "store_file_figures"),
            ):
                if sha:
                    use = words(code, case=told.case, number=told.number, name=ref.name)
                    yield sha, use.detail
    for row in pdfs:
        yield row.pdf, words("store_file_of_conversion", source=row.source).detail
    for row in late:
        told_late = words("store_file_late", case=row.case_id, name=row.name, task=row.task)
        yield row.sha256, told_late.detail
    if emblem:
        yield emblem, words("store_file_of_emblem").detail
