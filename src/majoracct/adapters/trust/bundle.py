"""Evidence bundles: what a ledger holds of some accounts, proven to whoever has a public key.

`make` takes it from a ledger, resting on a checkpoint that was signed; `verify` needs neither ledger nor
network: every fact is proven by the checkpoint, that none of the accounts' is missing by the manifest, and
the dossier a person reads is computed anew and compared to the byte. What stands in the file,
`bundle_file` says.

What is personal can be read by the keys that are handed on in the bundle, each held against the commitment
that is a fact in it; made without them (redacted), it shows `[sealed]` and verifies all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from majoracct.adapters.trust.bundle_check import program_version, verify
from majoracct.adapters.trust.bundle_file import (
    Bundle,
    BundleError,
    Claimed,
    Head,
    Key,
    Proven,
    first_line,
    looks_like,
)
from majoracct.adapters.trust.bundle_keys import decoded, unopened
from majoracct.adapters.trust.bundle_report import BundleReport
from majoracct.adapters.trust.dossier import Composed, compose
from majoracct.adapters.trust.gathered import Gathered, Handed, in_the_clear, sealed
from majoracct.adapters.trust.manifest import manifest_proof
from majoracct.adapters.trust.note import Checkpoint, NoteError
from majoracct.adapters.trust.personal_key import commitment_to
from majoracct.adapters.trust.seal import checkpoint_in, disagreement, inclusion, origin_of
from majoracct.domain.book.persons import Persons
from majoracct.domain.kernel import LEDGER
from majoracct.domain.seen import EVER, Book
from majoracct.ledger import Ledger
from majoracct.ports import EventStore, LedgerFaultError, NotFoundError, Row

__all__ = ["BundleError", "BundleReport", "NotRedactableError", "looks_like", "made", "make", "verify"]


class NotRedactableError(Exception):
    """What is personal stands in the ledger in the clear, and cannot be left out of what is hashed."""


def make(
    ledger: Ledger, accounts: Sequence[str], as_of: dt.date, checkpoint: bytes, *, redact: bool = False
) -> bytes:
    """Return the evidence bundle of ACCOUNTS; see `made`."""
    return made(ledger, accounts, as_of, checkpoint, redact=redact)[0]


def made(
    ledger: Ledger, accounts: Sequence[str], as_of: dt.date, checkpoint: bytes, *, redact: bool = False
) -> tuple[bytes, BundleReport]:
    """Return the evidence bundle of ACCOUNTS, by key, as they stood on AS_OF, and what verifying it finds.

    checkpoint: the signed note it rests on, of this ledger. redact: hand on no keys of persons.
    Raises NotFoundError when nothing is known of an account by then, NotRedactableError, BundleError when it
    would be too large, NoteError for what is no checkpoint of this ledger, and LedgerFaultError when the
    ledger does not agree with the checkpoint.
    """
    store = ledger.store
    head = _head_of(ledger, checkpoint)
    composed = _composed(ledger.id, accounts, as_of, head, Gathered(store, head.size))
    rows = list(_rows(store, composed, head.size))
    keys = _keys(ledger, rows, redact=redact)
    handed = Handed(decoded(ledger.id, (row[:9] for row in rows), keys))
    worded = _composed(ledger.id, accounts, as_of, head, Gathered(handed, head.size))
    heads = store.heads(store.streams(head.size - 1), head.size - 1)
    data = Bundle(
        first_line(program_version()) + worded.text,
        Claimed(ledger.id, as_of, list(accounts)),
        _with_one_signature(checkpoint),
        [Head(stream, heads[stream], *manifest_proof(heads, stream)) for stream in sorted(worded.streams)],
        [Proven.of(row, inclusion(store, row.position, head.size)) for row in rows],
        [Key(person, key) for person, key in sorted(keys.items())],
    ).encoded()
    report = verify(data)
    if not report.sound:
        raise LedgerFaultError(
            f"the ledger does not agree with the checkpoint of @{head.size}: {report.problems[0]}. "
            "Run `majoracct verify`."
        )
    return data, report


def _head_of(ledger: Ledger, note: bytes) -> Checkpoint:
    """Return the checkpoint in NOTE, of this ledger, which agrees with it.

    Raises NoteError for another's, and LedgerFaultError where it does not agree.
    """
    head = checkpoint_in(note)
    if why := disagreement(ledger.store, head):
        raise (NoteError if head.origin != origin_of(ledger.id) else LedgerFaultError)(why)
    return head


def _with_one_signature(note: bytes) -> str:
    """Return NOTE with its first signature alone: of what another says, a bundle's reader may have no key."""
    text, empty_line, lines = note.decode().rpartition("\n\n")
    return text + empty_line + lines.split("\n")[0] + "\n"


def _composed(
    ledger_id: str, accounts: Sequence[str], as_of: dt.date, head: Checkpoint, past: Gathered
) -> Composed:
    try:
        return compose(ledger_id, accounts, as_of, head.size, head.root, past)
    except LookupError as why:
        raise NotFoundError(str(why.args[0])) from None


def _rows(store: EventStore, composed: Composed, size: int) -> Iterator[Row]:
    """Yield the rows that COMPOSED rests on, and the manifest, by position: those of its streams whole."""
    positions = {size, *(fact.position for fact in composed.others)}
    for row in store.rows():
        if row.position > size:
            return
        if row.position in positions or row.stream in composed.streams:
            yield row


def _keys(ledger: Ledger, rows: Sequence[Row], *, redact: bool) -> dict[str, bytes]:
    """Return the keys of persons that are to be handed on. Raises NotRedactableError."""
    bare = unopened(row[:9] for row in rows)
    clear = {person for fact in bare for person in in_the_clear(fact)}
    persons = Book(LEDGER, EVER, ledger.past())[Persons]
    if gone := sorted(person for person in clear if person in persons.erased):
        raise NotRedactableError(
            f"{gone[0]} was erased, and stands in these facts in the clear, recorded before there was a key "
            "store: no bundle of them can be handed out"
        )
    if redact and clear:
        raise NotRedactableError(
            f"what is personal of {len(clear):,} {'person' if len(clear) == 1 else 'people'} stands in these "
            "facts in the clear, and is part of what is proven: nothing can be left out. Leave out --redact, "
            "or keep a ledger with a key store"
        )
    vault = ledger.store.vault
    if redact or vault is None:
        return {}
    found = {}
    for person in sorted({person for fact in bare for person in sealed(fact)}):
        key = None if person in persons.erased else vault.personal_key(person)
        if key is not None and persons.commitments.get(person) == commitment_to(person, key):
            found[person] = key
    return found
