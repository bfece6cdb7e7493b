"""No text that somebody recorded begins a line of a dossier, or stands where the dossier's own words do."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest

from majoracct.adapters.trust import bundle
from majoracct.adapters.trust.dossier import compose
from majoracct.adapters.trust.gathered import Gathered
from majoracct.domain.account.profile import AccountOpened
from majoracct.ledger import Ledger
from majoracct.testing.evidence import checkpoint, ledger_of

DAY = dt.date(2024, 5, 1)
FORGED = "FORGED"
# Wherever the line before ends, what follows may be what a reader takes for the dossier's own.
HOSTILE = "".join(f"x{' ' * width}{FORGED} major since 2020-01-01 " for width in range(20, 110, 3))


def dossier_of(ledger: Ledger) -> str:
    past = Gathered(ledger.store, ledger.store.head())
    return compose(ledger.id, ["acme"], DAY, ledger.store.head(), bytes(32), past).text


def begins(text: str) -> list[str]:
    """Return the lines of TEXT that begin with what was recorded where a line of the dossier's own may."""
    return [line for line in text.split("\n") if re.match(rf" {{0,12}}{FORGED}", line)]


@pytest.mark.parametrize("where", ["name", "reason", "by"])
def test_a_recorded_text_goes_on_further_to_the_right(where: str) -> None:
    ledger = ledger_of(None)
    said = {"name": "Acme", "reason": "a start", "by": "kim", where: HOSTILE}
    desk = ledger.desk(by=said["by"], role="sales executive").on(DAY, reason=said["reason"])
    desk.record("acme", AccountOpened(said["name"]))
    text = dossier_of(ledger)
    assert text.count(FORGED) >= HOSTILE.count(FORGED)
    assert any(line.lstrip().startswith(FORGED) for line in text.split("\n"))  # it does begin lines
    assert begins(text) == []


def test_nor_does_what_the_ledger_says_of_itself() -> None:
    ledger = ledger_of(None, "book\u202e\u2028" + HOSTILE)
    ledger.desk(by="kim").on(DAY, reason="a start").record("acme", AccountOpened("Acme"))
    text = dossier_of(ledger)
    assert begins(text) == []
    assert "Ledger book\\u202e\\u2028x" in text


def test_a_word_without_end_takes_no_time_without_end() -> None:
    ledger = ledger_of(None)
    ledger.desk(by="kim").on(DAY, reason="y" * 7_000_000).record("acme", AccountOpened("Acme"))
    begun = time.monotonic()
    assert dossier_of(ledger).count("y") > 7_000_000
    assert time.monotonic() - begun < 5  # seconds: one, and thirty where it is cut from one string


def test_a_fact_that_is_too_large_for_a_bundle_is_named() -> None:
    """And nothing is said against the ledger, which holds it as it was recorded."""
    ledger = ledger_of(None)
    fact = ledger.desk(by="kim").on(DAY, reason="y" * 8_000_000).record("acme", AccountOpened("Acme"))
    note = checkpoint(ledger)
    with pytest.raises(bundle.BundleError, match=f"@{fact.position} is too large for a bundle"):
        bundle.make(ledger, ["acme"], DAY, note)
