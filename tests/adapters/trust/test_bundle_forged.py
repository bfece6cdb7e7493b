"""Evidence bundles that somebody tampered with: each is refused, whatever else was made to fit."""

from __future__ import annotations

import base64
import datetime as dt
import random
from collections.abc import Sequence

import msgspec
import pytest
from attrs import evolve

from majoracct.adapters.trust import bundle, merkle, seal
from majoracct.adapters.trust.bundle_file import Bundle, Key, Proven
from majoracct.adapters.trust.manifest import manifest_proof
from majoracct.adapters.trust.note import Checkpoint, Signer, sign
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.testing.evidence import (
    DAY,
    OTHERS,
    SIGNER,
    Change,
    Evidence,
    checkpoint,
    evidence,
    facts,
    forged,
    ledger_of,
    tell,
)
from majoracct.testing.given import money

PARTS = 8


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return evidence(tmp_path_factory.mktemp("evidence"))


@pytest.fixture(scope="module")
def of_both(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return evidence(tmp_path_factory.mktemp("evidence"), accounts=("acme", "bolt"))


@pytest.fixture(scope="module")
def of_bolt(small: Evidence) -> Bundle:
    """Of the other account of the same ledger, by the same checkpoint."""
    return Bundle.parse(bundle.make(small.ledger, ["bolt"], DAY, small.note))


@pytest.fixture(scope="module")
def of_two_policies() -> Evidence:
    """Of acme, granted the status under a policy that is no longer in force."""
    ledger = ledger_of(None)
    tell(ledger)
    terms = ledger.programme(as_of=DAY)[Policy].terms
    desk = ledger.desk(by="kim").on(DAY, reason="grown")
    desk.adopt(PolicyAdopted(evolve(terms, threshold=money("2,000,000"))))
    note = checkpoint(ledger)
    return Evidence(ledger, note, bundle.make(ledger, ["acme"], DAY, note))


def refused(data: bytes, match: str = "") -> None:
    report = bundle.verify(data, [SIGNER.verifier])
    assert not report.sound
    assert not report.vouched
    assert match in "\n".join(report.problems), report.problems


class TestBytes:
    @pytest.mark.parametrize("part", range(PARTS))
    def test_any_byte_changed(self, small: Evidence, part: int) -> None:
        data = bytearray(small.data)
        missed = []
        for place in range(part, len(data), PARTS):
            flipped = 1 << random.Random(place).randrange(8)  # noqa: S311 - the same ones every time
            data[place] ^= flipped
            report = bundle.verify(bytes(data), [SIGNER.verifier])
            if report.sound or report.vouched or not report.problems:
                missed.append(place)
            data[place] ^= flipped
        assert missed == []

    @pytest.mark.parametrize("cut", [1, 2, 100, 5000])
    def test_cut_short_or_with_more_at_the_end(self, small: Evidence, cut: int) -> None:
        refused(small.data[:-cut])
        refused(small.data + b"\n" * cut)
        refused(small.data + small.data[-cut:])
        refused(small.data[cut:])

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"\n", b"\r\n"),
            (b'"position":', b'"position": '),
            (b'"as_of":', b'"made":"2024-05-01","as_of":'),
            (b'"as_of":"2024-05-01"', b'"as_of":"2024-05-01","as_of":"2024-05-01"'),
            (b'"version":6', b'"version":6.0'),
            (b'"version":6', b'"version":"6"'),
            (b'"ordinal":0', b'"ordinal":00'),
            (b"bundle 1,", b"bundle 2,"),
            (b'"index":0', b'"index":-0'),
            ("—".encode("unicode-escape"), "—".encode()),
            (b"{", b"\xef\xbb\xbf{"),
        ],
    )
    def test_written_otherwise(self, small: Evidence, old: bytes, new: bytes) -> None:
        assert old in small.data
        refused(small.data.replace(old, new, 1) if old != b"\n" else small.data.replace(old, new))

    def test_what_follows_the_last_line_that_divides_is_the_proof(self, small: Evidence) -> None:
        text, line, proof = small.data.partition(b"-- Here ends the dossier")
        refused(text + line + proof.split(b"\n")[0] + b"\n" + line + proof, "not what the facts")

    def test_lines_in_another_order(self, small: Evidence) -> None:
        lines = small.data.split(b"\n")
        start = next(n for n, line in enumerate(lines) if line.startswith(b"{"))
        for first in range(start, len(lines) - 2):
            swapped = lines[:]
            swapped[first], swapped[first + 1] = lines[first + 1], lines[first]
            refused(b"\n".join(swapped))

    def test_any_line_left_out_or_twice(self, small: Evidence) -> None:
        lines = small.data.split(b"\n")
        for number in range(len(lines)):
            refused(b"\n".join(lines[:number] + lines[number + 1 :]))
            refused(b"\n".join(lines[: number + 1] + lines[number:]))

    def test_a_place_in_four_hundred_of_a_long_one(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        found = evidence(None, accounts=("acme", "bolt"))
        rng = random.Random(5)  # noqa: S311 - the same ones every time
        for place in rng.sample(range(len(found.data)), 400):
            data = bytearray(found.data)
            data[place] = (data[place] + rng.randrange(1, 256)) % 256
            refused(bytes(data))

    @pytest.mark.parametrize(
        ("line", "match"),
        [
            (b'{"stream":"x","version":1,"index":0,"path":[' + b'"",' * 65 + b'""]}', "64"),
            (b'{"position":99999999999999999999,"stream":"x"}', "not what has to stand there"),
            (b"[" * 100_000, "not what has to stand there"),
            (b'{"position":"\\ud800"}', "not what has to stand there"),
            (b'{"person":"p1","key":"AAAA"}', "not what has to stand there"),
            (b'{"public_key":"mine"}', "one too many"),
        ],
    )
    def test_a_hostile_line(self, small: Evidence, line: bytes, match: str) -> None:
        proof = small.data.index(b'{"stream":')
        if match == "one too many":
            refused(small.data + line + b"\n", match)
        else:
            kind = line if line.startswith((b'{"p', b'{"s')) else b'{"position":' + line
            refused(small.data[:proof] + kind + b"\n" + small.data[proof:])

    def test_one_beyond_every_limit(self, small: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("majoracct.adapters.trust.bundle_file.MOST_BYTES", len(small.data) - 1)
        refused(small.data, "at most")
        monkeypatch.setattr("majoracct.adapters.trust.bundle_file.MOST_BYTES", len(small.data))
        monkeypatch.setattr("majoracct.adapters.trust.bundle_file._LONGEST_LINE", 1000)
        refused(small.data, "longer than")
        monkeypatch.setattr("majoracct.adapters.trust.bundle_file._MOST_LINES", 5)
        refused(small.data, "lines")


class TestFacts:
    @pytest.mark.parametrize("recompose", [False, True])
    def test_any_of_the_account_s_facts_left_out(self, small: Evidence, recompose: bool) -> None:
        """The last one, too; and whether or not the dossier is made to fit."""
        for version in range(1, 7):
            without = _less(f"acme@{version}")
            refused(forged(small, without, recompose=recompose and version > 1), "not every fact")

    def test_the_last_left_out_and_the_head_stated_lower(self, small: Evidence) -> None:
        def shorter(found: Bundle) -> Bundle:
            (head,) = found.heads
            kept = [f for f in found.facts if (f.stream, f.version) != ("acme", 6)]
            return evolve(found, facts=kept, heads=[msgspec.structs.replace(head, version=5)])

        refused(forged(small, shorter, recompose=True), "is not what the manifest states")

    def test_an_account_left_out_of_two(self, of_both: Evidence) -> None:
        def alone(found: Bundle) -> Bundle:
            claimed = msgspec.structs.replace(found.claimed, accounts=["acme"])
            return evolve(found, claimed=claimed)

        refused(forged(of_both, alone, recompose=True), "and not those here")

    def test_a_stream_stated_and_not_there(self, small: Evidence, of_bolt: Bundle) -> None:
        def stated(found: Bundle) -> Bundle:
            return evolve(found, heads=[*found.heads, *of_bolt.heads])

        refused(forged(small, stated), "of bolt not every fact is there")

    def test_an_other_fact_left_out(self, small: Evidence) -> None:
        for reference in ("ledger@1", "programme@1", "ledger@3", "ledger@5"):
            refused(forged(small, _less(reference)))

    def test_a_cited_policy_left_out_and_the_dossier_made_to_fit(self, small: Evidence) -> None:
        worded = small.parsed.worded.replace("under programme@1 of 0001-01-01", "under programme@1")
        refused(forged(small, lambda found: evolve(_less("programme@1")(found), worded=worded)), "composed")

    def test_what_every_ledger_has_left_out_and_the_dossier_made_to_fit(self, small: Evidence) -> None:
        worded = small.parsed.worded.replace("money in GBP, days in Europe/London", "money in , days in UTC")
        refused(forged(small, lambda found: evolve(_less("ledger@1")(found), worded=worded)), "settings")

    def test_a_policy_that_is_cited_and_not_in_force_left_out(self, of_two_policies: Evidence) -> None:
        worded = of_two_policies.parsed.worded
        assert "under programme@1 of 0001-01-01" in worded
        refused(forged(of_two_policies, _less("programme@1")), "acme@4 cites programme@1")

    def test_what_nobody_can_prove_is_said_to_be_the_maker_s_word(self, of_two_policies: Evidence) -> None:
        """The limit of it: a fact that is not the account's, and that nothing cites, can be kept back."""
        assert "major from 2,000,000.00 GBP" in of_two_policies.parsed.worded
        refused(forged(of_two_policies, _less("programme@2")), "not what the facts")
        kept_back = forged(of_two_policies, _less("programme@2"), recompose=True)
        report = bundle.verify(kept_back, [SIGNER.verifier])
        assert report.sound
        assert "programme@2" not in report.others
        assert any("is the word of its maker" in line for line in report.lines())

    @pytest.mark.parametrize("recompose", [False, True])
    def test_another_account_s_facts_added(self, small: Evidence, of_bolt: Bundle, recompose: bool) -> None:
        for each in (fact for fact in of_bolt.facts if fact.stream == "bolt"):
            refused(forged(small, _more(each), recompose=recompose), "nothing in it rests on that")

    def test_the_account_s_facts_given_as_another_s(self, small: Evidence, of_bolt: Bundle) -> None:
        def swapped(found: Bundle) -> Bundle:
            return evolve(found, facts=of_bolt.facts, heads=of_bolt.heads)

        refused(forged(small, swapped))

    def test_a_fact_twice(self, small: Evidence) -> None:
        for each in small.parsed.facts:
            refused(forged(small, _more(each)), "come after")

    def test_two_facts_exchanged(self, small: Evidence) -> None:
        def exchanged(held: list[Proven]) -> list[Proven]:
            held[3], held[4] = held[4], held[3]
            return held

        refused(forged(small, facts(exchanged)), "come after")

    def test_what_two_facts_say_exchanged(self, small: Evidence) -> None:
        def exchanged(held: list[Proven]) -> list[Proven]:
            one, other = held[3], held[-2]
            held[3] = msgspec.structs.replace(one, type=other.type, schema=other.schema, body=other.body)
            held[-2] = msgspec.structs.replace(other, type=one.type, schema=one.schema, body=one.body)
            return held

        refused(forged(small, facts(exchanged)), "not what the checkpoint vouches for")

    def test_the_proofs_of_two_facts_exchanged(self, small: Evidence) -> None:
        def exchanged(held: list[Proven]) -> list[Proven]:
            held[0], held[-2] = (
                msgspec.structs.replace(held[0], path=held[-2].path),
                msgspec.structs.replace(held[-2], path=held[0].path),
            )
            return held

        refused(forged(small, facts(exchanged)), "not what the checkpoint vouches for")

    @pytest.mark.parametrize(
        "change",
        [
            {"recorded_at": 1},
            {"command_id": "another"},
            {"ordinal": 1},
            {"schema": 2},
            {"type": "AccountRenamed"},
            {"stream": "bolt"},
            {"version": 9},
            {"position": 5},
        ],
    )
    def test_an_envelope_changed_and_the_dossier_made_to_fit(
        self, small: Evidence, change: dict[str, object]
    ) -> None:
        number = next(n for n, fact in enumerate(small.parsed.facts) if fact.stream == "acme")

        def changed(held: list[Proven]) -> list[Proven]:
            held[number] = msgspec.structs.replace(held[number], **change)
            return held

        refused(forged(small, facts(changed)), "not what the checkpoint vouches for")


class TestDossier:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("major (acme@4)", "none (acme@4)"),
            ("WITHDRAWN: ", ""),
            ("40,000.00 GBP", "90,000.00 GBP"),
            ("Ann Lee", "Ann Leo"),
            ("(account manager), asserted", "(account manager), os-user"),
            ("recorded 2024-06-01", "recorded 2024-05-01"),
        ],
    )
    def test_edited(self, small: Evidence, old: str, new: str) -> None:
        def edited(found: Bundle) -> Bundle:
            assert old in found.worded
            return evolve(found, worded=found.worded.replace(old, new, 1))

        refused(forged(small, edited), "not what the facts in the bundle come to, from line")

    def test_of_another_day(self, small: Evidence) -> None:
        def moved(found: Bundle) -> Bundle:
            return evolve(found, claimed=msgspec.structs.replace(found.claimed, as_of=dt.date(2024, 5, 2)))

        refused(forged(small, moved), "not what the facts")

    @pytest.mark.parametrize("accounts", [[], ["acme", "acme"], ["bolt"], ["programme"], ["ledger"]])
    def test_about_other_accounts(self, small: Evidence, accounts: Sequence[str]) -> None:
        def other(found: Bundle) -> Bundle:
            return evolve(found, claimed=msgspec.structs.replace(found.claimed, accounts=list(accounts)))

        refused(forged(small, other))

    def test_said_to_be_worded_by_another_version(self, small: Evidence) -> None:
        first, _, rest = small.parsed.worded.partition("\n")
        for worded in (f"{first}1\n{rest}", f"majoracct evidence bundle 1, worded by majoracct \n{rest}"):
            refused(evolve(small.parsed, worded=worded).encoded())


class TestCheckpoint:
    def test_of_another_ledger(self, small: Evidence) -> None:
        head = seal.checkpoint_in(small.note)
        refused(forged(small, _note(evolve(head, origin="majoracct/other"), SIGNER)), "another ledger")

    def test_that_somebody_else_signed_under_the_same_name(self, small: Evidence) -> None:
        head = seal.checkpoint_in(small.note)
        refused(forged(small, _note(head, OTHERS)), "none of the keys given signed")

    def test_of_another_size_or_root(self, small: Evidence) -> None:
        head = seal.checkpoint_in(small.note)
        for other in (evolve(head, size=head.size + 1), evolve(head, root=bytes(32))):
            refused(forged(small, _note(other, SIGNER)))

    def test_with_a_second_signature(self, small: Evidence) -> None:
        def cosigned(found: Bundle) -> Bundle:
            line = sign(found.note.partition("\n\n")[0] + "\n", OTHERS).decode().rpartition("\n\n")[2]
            return evolve(found, note=found.note + line)

        refused(forged(small, cosigned), "one signature")

    def test_a_witness_s_signature_is_left_out_when_it_is_made(self, small: Evidence) -> None:
        line = sign(small.parsed.note.partition("\n\n")[0] + "\n", OTHERS).rpartition(b"\n\n")[2]
        assert bundle.make(small.ledger, ["acme"], DAY, small.note + line) == small.data

    def test_that_ends_with_no_manifest(self, small: Evidence) -> None:
        """Signed by the key itself: what no program of ours would sign proves no stream complete."""
        rows = list(small.ledger.store.rows())[:14]

        def earlier(found: Bundle) -> Bundle:
            leaves = [row.leaf for row in rows]
            head = Checkpoint("majoracct/book", 14, merkle.root(leaves))
            held = [
                msgspec.structs.replace(fact, path=merkle.inclusion_proof(leaves, fact.position - 1))
                for fact in found.facts
                if fact.position <= 14
            ]
            return evolve(found, note=sign(head.text(), SIGNER).decode(), facts=held)

        refused(forged(small, earlier), "not the last one in the bundle")

    def test_all_of_it_made_up_is_not_vouched_for(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        """Who has a ledger and a key of their own can make a sound bundle, and only their key fits it."""
        forgery = evidence(tmp_path_factory.mktemp("forger"), signer=OTHERS)
        assert bundle.verify(forgery.data).sound
        assert not bundle.verify(forgery.data).vouched
        refused(forgery.data, "none of the keys given signed")

    def test_heads_out_of_order(self, of_both: Evidence) -> None:
        refused(
            forged(of_both, lambda found: evolve(found, heads=list(reversed(found.heads)))), "out of order"
        )

    def test_a_head_s_proof_of_another_stream(self, of_both: Evidence) -> None:
        def exchanged(found: Bundle) -> Bundle:
            one, other = found.heads
            replace = msgspec.structs.replace
            return evolve(found, heads=[replace(one, path=other.path), other])

        refused(forged(of_both, exchanged), "is not what the manifest states")

    def test_another_manifest_s_proof(self, small: Evidence) -> None:
        heads = {"acme": 5, "ledger": 3, "programme": 1}
        index, path = manifest_proof(heads, "acme")

        def shorter(found: Bundle) -> Bundle:
            head = msgspec.structs.replace(found.heads[0], version=5, index=index, path=path)
            return evolve(found, heads=[head])

        refused(forged(small, shorter), "is not what the manifest states")


class TestKeys:
    def test_that_is_not_the_one_committed_to(self, small: Evidence) -> None:
        refused(
            forged(small, _keys(Key("p1", bytes(32))), recompose=True), "not the one the ledger committed to"
        )

    def test_of_somebody_else_besides(self, small: Evidence) -> None:
        refused(
            forged(small, _keys(*small.parsed.keys, Key("p2", bytes(32)))), "of whom nothing here is sealed"
        )

    def test_twice(self, small: Evidence) -> None:
        (key,) = small.parsed.keys
        refused(forged(small, _keys(key, key)), "one stands twice")

    def test_taken_out(self, small: Evidence) -> None:
        refused(forged(small, _keys()), "not what the facts")

    def test_whose_commitment_is_not_there(self, small: Evidence) -> None:
        refused(forged(small, _less("ledger@3")), "not the one the ledger committed to")


class TestForger:
    def test_its_own_bundles_verify(self, small: Evidence) -> None:
        """Else what is refused above could be refused for the forger's own mistakes."""
        data = forged(small, lambda found: found, recompose=True)
        assert data == small.data

    def test_base64_of_other_stray_bits_is_another_file(self, small: Evidence) -> None:
        first = base64.b64encode(small.parsed.facts[0].path[0]).decode()
        stray = first[:-2] + chr(ord(first[-2]) + 1) + "="
        assert base64.b64decode(stray) == base64.b64decode(first)
        refused(small.data.replace(first.encode(), stray.encode(), 1), "to the byte")


def _less(reference: str) -> Change:
    return facts(lambda held: [f for f in held if f"{f.stream}@{f.version}" != reference])


def _more(fact: Proven) -> Change:
    return facts(lambda held: sorted([*held, fact], key=lambda each: each.position))


def _keys(*keys: Key) -> Change:
    return lambda found: evolve(found, keys=list(keys))


def _note(head: Checkpoint, signer: Signer) -> Change:
    return lambda found: evolve(found, note=sign(head.text(), signer).decode())
