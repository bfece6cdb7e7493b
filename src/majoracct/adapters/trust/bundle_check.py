"""Verifying an evidence bundle: with nothing but this program, and a public key or a checkpoint one trusts.

Every fact's leaf is made from the fact itself and proven to be in the tree of the checkpoint. The manifest,
the last fact of that tree, states how many facts each stream has: of the accounts' streams every one must be
there. Keys are held against the commitments among the facts. Then the dossier is composed anew from these
facts and compared to the byte.

The bundle is a stranger's: what is wrong with it is said, and nothing is raised for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version

from attrs import define, field

from majoracct.adapters.storage.leaf import leaf
from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.bundle_file import Bundle, BundleError, Head, first_line, worded_by
from majoracct.adapters.trust.bundle_keys import decoded, unopened
from majoracct.adapters.trust.bundle_report import BundleReport
from majoracct.adapters.trust.dossier import Composed, compose
from majoracct.adapters.trust.gathered import Gathered, Handed, sealed
from majoracct.adapters.trust.manifest import manifest_leaf
from majoracct.adapters.trust.merkle import ProofError
from majoracct.adapters.trust.note import (
    Checkpoint,
    NoteError,
    Verifier,
    open_note,
    signatures,
)
from majoracct.adapters.trust.personal_key import commitment_to
from majoracct.adapters.trust.seal import checkpoint_in, origin_of
from majoracct.domain.book.checkpoints import ManifestRecorded
from majoracct.domain.book.persons import PersonKeyCommitted
from majoracct.domain.kernel import LEDGER, Fact
from majoracct.ports import UnreadableFactError

__all__ = ["program_version", "verify"]


@cache
def program_version() -> str:
    """Return the version of this program."""
    return version("majoracct")


def verify(data: bytes, verifiers: Sequence[Verifier] = (), checkpoint: bytes | None = None) -> BundleReport:
    """Return what verifying the bundle in DATA finds.

    verifiers: the public keys that are trusted; each that is said to have signed must have. checkpoint: a
    signed note that somebody else kept.
    Raises CryptographyMissingError where there are signatures or keys, and nothing to use them with: a
    bundle that cannot be checked here is neither sound nor altered.
    """
    try:
        bundle = Bundle.parse(data)
        head = _head_of(bundle)
    except (BundleError, NoteError) as why:
        return BundleReport((str(why),))
    check = _Check(bundle, head)
    check.run()
    check.outside(verifiers, checkpoint)
    return check.report()


def _head_of(bundle: Bundle) -> Checkpoint:
    """Return the checkpoint of BUNDLE, unsigned as far as anybody knows. Raises BundleError, NoteError."""
    note = bundle.note.encode()
    head = checkpoint_in(note)
    if len(signatures(note)[1]) != 1:
        raise BundleError("the checkpoint in a bundle has one signature: of another nobody could say whose")
    if head.origin != origin_of(bundle.claimed.ledger):
        raise BundleError(
            f"the checkpoint is of another ledger, {head.origin!r}, and the bundle of {bundle.claimed.ledger}"
        )
    return head


class _Wrong(Exception):  # noqa: N818 - caught within this file
    """Something does not hold; what follows from it cannot be asked any more."""


@define
class _Check:
    """A bundle being verified."""

    bundle: Bundle
    head: Checkpoint
    problems: list[str] = field(factory=list)
    notes: list[str] = field(factory=list)
    proven: bool = False
    vouched: bool = False
    signed_by: tuple[str, ...] = ()
    composed: Composed | None = None
    sealed: int = 0

    def run(self) -> None:
        """Hold everything in the bundle against its checkpoint."""
        try:
            self._prove_facts()
            self._prove_heads()
            self.proven = True
            self._recompute()
        except _Wrong as why:
            self.problems.append(str(why))

    # What the checkpoint proves

    def _prove_facts(self) -> None:
        last = 0
        for fact in self.bundle.facts:
            where = f"@{fact.position}, {fact.stream}@{fact.version}"
            if fact.position <= last:
                raise _Wrong(f"{where}: it does not come after @{last}")
            last = fact.position
            made = leaf(self.bundle.claimed.ledger, *fact.row)
            try:
                merkle.verify_inclusion(made, last - 1, self.head.size, fact.path, self.head.root)
            except ProofError as why:
                raise _Wrong(f"{where}: it is not what the checkpoint vouches for: {why}") from None

    def _prove_heads(self) -> None:
        """Prove that of the streams in the bundle's heads every fact is there, and that it has no others."""
        stated = self._manifest()
        versions: dict[str, list[int]] = {}
        for fact in self.bundle.facts:
            versions.setdefault(fact.stream, []).append(fact.version)
        before = ""
        for head in self.bundle.heads:
            if head.stream <= before:
                raise _Wrong(f"the heads of streams are out of order at {head.stream}")
            before = head.stream
            self._prove_head(head, stated)
            if versions.get(head.stream, []) != list(range(1, head.version + 1)):
                raise _Wrong(
                    f"of {head.stream} not every fact is there: it has {head.version:,} by the manifest, "
                    f"and here are {len(versions.get(head.stream, ())):,}"
                )

    def _manifest(self) -> ManifestRecorded:
        row = self.bundle.facts[-1].row if self.bundle.facts else None
        if row is None or row[0] != self.head.size or row[1] != LEDGER:
            raise _Wrong(f"the manifest, the fact at @{self.head.size}, is not the last one in the bundle")
        try:
            (fact,) = unopened([row])
        except UnreadableFactError as why:
            raise _Wrong(str(why)) from None
        if not isinstance(fact.event, ManifestRecorded):
            raise _Wrong(f"@{self.head.size} is no manifest: the checkpoint proves no stream complete")
        return fact.event

    def _prove_head(self, head: Head, stated: ManifestRecorded) -> None:
        try:
            root = bytes.fromhex(stated.root)
            made = manifest_leaf(head.stream, head.version)
            merkle.verify_inclusion(made, head.index, stated.streams, head.path, root)
        except (ProofError, ValueError) as why:
            raise _Wrong(
                f"that {head.stream} has {head.version:,} facts is not what the manifest states: {why}"
            ) from None

    # What follows from it

    def _recompute(self) -> None:
        """Compose the dossier anew, of what is in the bundle, and compare."""
        bundle = self.bundle
        keys = {each.person: each.key for each in bundle.keys}
        if [each.person for each in bundle.keys] != sorted(keys):
            raise _Wrong("the keys of persons are out of order, or one stands twice")
        rows = [fact.row for fact in bundle.facts]
        try:
            bare = decoded(bundle.claimed.ledger, rows, {})
            facts = decoded(bundle.claimed.ledger, rows, keys)
        except UnreadableFactError as why:
            raise _Wrong(f"the facts are proven, and the dossier cannot be compared: {why}") from None
        self._hold_keys(bare, keys)
        past = Gathered(Handed(facts), self.head.size)
        self.composed = self._composed(past)
        self._refuse_others(self.composed)
        self._compare(self.composed)

    def _hold_keys(self, bare: Sequence[Fact], keys: Mapping[str, bytes]) -> None:
        events = [fact.event for fact in bare]
        commitments = {e.person: e.commitment for e in events if isinstance(e, PersonKeyCommitted)}
        wanted = {person for fact in bare for person in sealed(fact)}
        for person in sorted(keys):
            if person not in wanted:
                raise _Wrong(f"a key of {person} is handed on, of whom nothing here is sealed")
            if commitments.get(person) != commitment_to(person, keys[person]):
                raise _Wrong(f"the key of {person} is not the one the ledger committed to")
        self.sealed = len(wanted - keys.keys())

    def _composed(self, past: Gathered) -> Composed:
        claimed = self.bundle.claimed
        if not claimed.accounts or len(set(claimed.accounts)) != len(claimed.accounts):
            raise _Wrong("the bundle is about no account, or about one of them twice")
        try:
            return compose(
                claimed.ledger, claimed.accounts, claimed.as_of, self.head.size, self.head.root, past
            )
        except LookupError as why:
            raise _Wrong(f"the dossier cannot be composed: {why}") from None
        except Exception as why:  # noqa: BLE001 - a stranger's facts may break any rule that ours keep
            raise _Wrong(f"the dossier cannot be composed: {type(why).__name__}: {why}") from None

    def _refuse_others(self, composed: Composed) -> None:
        """Raise _Wrong for a stream that is not an account's, and a fact that nothing rests on."""
        if sorted(composed.streams) != [head.stream for head in self.bundle.heads]:
            raise _Wrong(
                f"the accounts' streams are {', '.join(sorted(composed.streams))}, and not those here"
            )
        read = {fact.reference for fact in composed.others}
        for fact in self.bundle.facts[:-1]:
            reference = f"{fact.stream}@{fact.version}"
            if fact.stream not in composed.streams and reference not in read:
                raise _Wrong(f"{reference} is in the bundle, and nothing in it rests on that")

    def _compare(self, composed: Composed) -> None:
        ours = program_version()
        theirs = worded_by(self.bundle.worded)
        same = first_line(theirs) + composed.text == self.bundle.worded
        if theirs != ours:
            also = "reads the same here" if same else "reads otherwise here"
            raise _Wrong(
                f"the facts are proven; the dossier was worded by majoracct {theirs}, and this is {ours}: "
                f"it {also}. Verify it with that version."
            )
        if not same:
            raise _Wrong(
                "the dossier is not what the facts in the bundle come to"
                f"{_first_difference(self.bundle.worded, first_line(theirs) + composed.text)}"
            )

    # Who vouches

    def outside(self, verifiers: Sequence[Verifier], checkpoint: bytes | None) -> None:
        """Hold the checkpoint against the keys and the other checkpoint that are trusted."""
        note, found = self.bundle.note.encode(), len(self.problems)
        verifiers = list(dict.fromkeys(verifiers))
        if verifiers:
            self.signed_by = self._signed(note, verifiers, "the checkpoint")
        if checkpoint is not None:
            self._same_as(checkpoint, verifiers)
        # By a checkpoint that is forged or disputed, nothing is proven.
        self.proven = self.proven and len(self.problems) == found

    def _signed(self, note: bytes, verifiers: Sequence[Verifier], what: str) -> tuple[str, ...]:
        try:
            names = open_note(note, verifiers).names
        except NoteError as why:
            self.problems.append(f"{what}: {why}")
        else:
            self.vouched = True
            return names
        return ()

    def _same_as(self, note: bytes, verifiers: Sequence[Verifier]) -> None:
        what = "the checkpoint that was given"
        try:
            other = checkpoint_in(note)
        except NoteError as why:
            self.problems.append(f"{what}: {why}")
            return
        if verifiers and not self._signed(note, verifiers, what):
            return
        if other.origin != self.head.origin:
            self.problems.append(f"{what} is of another ledger, {other.origin!r}")
        elif other.size != self.head.size:
            self.notes.append(
                f"The checkpoint that was given is of @{other.size}, and the bundle rests on that of "
                f"@{self.head.size}: a bundle alone does not show how the two belong together."
            )
        elif other.root != self.head.root:
            self.problems.append(f"{what} has another root for the same @{self.head.size}: one is false")
        else:
            self.vouched = True
            self.notes.append("The checkpoint that was given is the one it rests on.")

    def report(self) -> BundleReport:
        """Return what was found."""
        bundle, composed = self.bundle, self.composed
        own = composed.streams if composed else tuple(head.stream for head in bundle.heads)
        besides = [f for f in bundle.facts if f.stream not in own and f.position != self.head.size]
        claims = tuple(
            dict.fromkeys(
                name for name, _ in signatures(bundle.note.encode())[1] if name not in self.signed_by
            )
        )
        return BundleReport(
            tuple(self.problems),
            self.vouched and not self.problems,
            self.proven,
            bundle.claimed.ledger,
            self.head.size,
            tuple(bundle.claimed.accounts),
            bundle.claimed.as_of,
            sum(fact.stream in own for fact in bundle.facts),
            tuple(f"{fact.stream}@{fact.version}" for fact in besides),
            self.signed_by,
            claims,
            self.sealed,
            tuple(self.notes),
            self.vouched,
        )


def _first_difference(theirs: str, ours: str) -> str:
    """Return which line differs first."""
    pairs = _numbered(theirs, ours)
    return next((f", from line {number} on" for number, one, other in pairs if one != other), "")


def _numbered(theirs: str, ours: str) -> Iterator[tuple[int, str, str]]:
    from itertools import zip_longest

    lines = zip_longest(theirs.split("\n"), ours.split("\n"), fillvalue="")
    return ((number, one, other) for number, (one, other) in enumerate(lines, 1))
