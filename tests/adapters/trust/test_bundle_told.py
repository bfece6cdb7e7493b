"""What is said of a bundle by a checkpoint that nobody vouches for: not that its facts are proven."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from majoracct.adapters.trust import bundle
from majoracct.testing.evidence import OTHERS, SIGNER, Evidence, checkpoint, evidence, forged

PROVEN = "The facts in it are proven, each as it was recorded; the rest is not."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return evidence(tmp_path_factory.mktemp("evidence"))


def of_another_dossier(small: Evidence) -> bytes:
    return forged(small, lambda found: evolve(found, worded=found.worded.replace("Ann Lee", "Ann Leo")))


def test_a_made_up_one_proves_nothing(tmp_path: Path) -> None:
    made_up = evidence(tmp_path, signer=OTHERS)
    report = bundle.verify(made_up.data, [SIGNER.verifier])
    assert not report.proven
    assert not any("proven" in line for line in report.lines())
    assert report.to_dict()["facts_proven"] is False


def test_nor_does_one_whose_checkpoint_another_contradicts(small: Evidence, tmp_path: Path) -> None:
    elsewhere = evidence(tmp_path, accounts=("bolt",))  # the same, of other keys: another root
    other = checkpoint(elsewhere.ledger)
    report = bundle.verify(small.data, [SIGNER.verifier], other)
    assert "one is false" in report.problems[0]
    assert not report.proven


def test_facts_by_a_checkpoint_that_was_signed_are(small: Evidence) -> None:
    report = bundle.verify(of_another_dossier(small), [SIGNER.verifier])
    assert PROVEN in report.lines()


def test_without_a_key_it_is_said_by_what(small: Evidence) -> None:
    lines = bundle.verify(of_another_dossier(small)).lines()
    assert PROVEN not in lines
    assert "The facts in it are what its checkpoint is over, for which nothing outside vouches." in lines


def test_a_key_may_be_given_twice(small: Evidence) -> None:
    report = bundle.verify(small.data, [SIGNER.verifier, SIGNER.verifier])
    assert report.sound
    assert report.vouched
