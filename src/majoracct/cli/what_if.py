"""What-if: a question asked of a ledger that would hold more, or whose policy would be another.

`--policy FILE` judges history under the policy in FILE, on every day, in the place of every policy
that was adopted. `--assume FILE.jsonl` adds the facts of FILE, each judged by the rules as if it
were recorded next by whoever asks; a line that says no day holds on the day asked about. Statuses
and tiers stay as they were recorded. Nothing is ever recorded, and every line of the answer says so.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from attrs import define

from majoracct.cli.options import Option

if TYPE_CHECKING:
    from majoracct.cli.session import Session
    from majoracct.ledger import Ledger
    from majoracct.supposed import SupposedFacts

__all__ = ["LABEL", "WhatIf", "in_words", "what_if_options"]

Function = TypeVar("Function", bound=Callable[..., Any])
LABEL: Final = "what-if│ "  # what every line begins with that a person reads
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECTION: Final = "What if"
_HELP: Final = {
    "policy": "Judge history under the policy in FILE, on every day. Nothing is recorded.",
    "assume": "Add these facts, judged by the rules; lines as `record` reads them. Nothing is recorded.",
}


@define(slots=False)
class WhatIf:
    """What is supposed: the paths given, and by whom.

    policy: of a policy file. assume: of a file of lines; - is standard input.
    """

    policy: str | None
    assume: str | None
    session: Session

    def past(self, ledger: Ledger, known_at: int, day: dt.date) -> SupposedFacts:
        """Return what LEDGER held at position KNOWN_AT, with what is supposed.

        day: of the lines that say none.
        Raises BadInput for a file that cannot be used, and Refused for what the rules do not let through.
        """
        from majoracct.supposed import SupposedFacts

        past = SupposedFacts(ledger.store, known_at)
        if self.policy is not None:
            self._judge_under(past, ledger, self.policy)
        if self.assume is not None:
            self._assume(past, ledger, day)
        return past

    def stated(self, past: SupposedFacts) -> dict[str, Any]:
        """Return what an answer read from PAST states of what it supposes."""
        found: dict[str, Any] = {}
        if self.policy is not None:
            found["policy"] = {"file": _called(self.policy), "sha256": _sha256(self._policy_content)}
        if self.assume is not None:
            name, content = self._lines_content
            found["assumed"] = {
                "file": _called(name),
                "sha256": _sha256(content),
                "facts": len(past.assumed),
                "by": self.session.setting("actor").value,
            }
        return found

    @cached_property
    def _policy_content(self) -> bytes:
        from majoracct.cli.policies import content_of

        return content_of(self.policy or "")

    @cached_property
    def _lines_content(self) -> tuple[str, bytes]:
        from majoracct.cli.lines import content_of

        return content_of(self.assume or "")

    def _judge_under(self, past: SupposedFacts, ledger: Ledger, file: str) -> None:
        from majoracct.cli.policies import terms_of
        from majoracct.domain.kernel import Refused

        terms = terms_of(self._policy_content, file, ledger.settings.currency)
        try:
            past.under(terms, _called(file), self.session.desk(ledger).actor)
        except Refused as no:
            no.obstacle = f"{file}: {no.obstacle}"
            raise

    def _assume(self, past: SupposedFacts, ledger: Ledger, day: dt.date) -> None:
        from majoracct.cli.lines import read_lines, refused_in, requests_of
        from majoracct.domain.kernel import Refused
        from majoracct.supposed import assume, recorded_at

        name, content = self._lines_content
        lines = read_lines(content, name)
        # No clock but the ledger's own, and ids made of the file: the same question has the same answer.
        now = _EPOCH + dt.timedelta(microseconds=recorded_at(ledger.store, past.known_at))
        rehearsing = type(ledger)(ledger.store, clock=lambda: now, new_id=_ids(content).__next__)
        requests = [*requests_of(name, lines, past, ledger.settings.currency, day)]
        try:
            assume(self.session.desk(rehearsing), requests, past)
        except Refused as no:
            refused_in(name, lines, no)
            raise


def what_if_options(function: Function) -> Function:
    """Add --policy and --assume to a command, and give it `what_if`: a WhatIf, or None without either."""

    @functools.wraps(function)
    def run(*args: Any, policy: str | None, assume: str | None, **options: Any) -> Any:
        from majoracct.cli.session import session_of

        what_if = None
        if policy is not None or assume is not None:
            what_if = WhatIf(policy, assume, session_of(click.get_current_context()))
        return function(*args, what_if=what_if, **options)

    found: Any = run
    for name, metavar in (("assume", "FILE.jsonl"), ("policy", "FILE")):
        option = click.option(
            f"--{name}", type=click.Path(), metavar=metavar, cls=Option, section=_SECTION, help=_HELP[name]
        )
        found = option(found)
    decorated: Function = found
    return decorated


def in_words(stated: Mapping[str, Any], *, digests: bool = False) -> str:
    """Return what an answer STATED that it supposes, in a few words. digests: with what each file held."""

    def file(part: Mapping[str, Any]) -> str:
        return f"{part['file']} (sha256 {part['sha256'][:16]}…)" if digests else str(part["file"])

    parts = []
    if policy := stated.get("policy"):
        parts.append(f"policy {file(policy)}")
    if assumed := stated.get("assumed"):
        count = assumed["facts"]
        parts.append(f"{count} assumed fact{'' if count == 1 else 's'} of {file(assumed)}")
    return ", ".join(parts)


def _called(file: str) -> str:
    """Return the name of FILE without its folder, which says where somebody keeps it."""
    return Path(file).name


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _ids(content: bytes) -> Iterator[str]:
    """Yield ids that only CONTENT decides."""
    digest = hashlib.sha256(content).digest()  # once: a file of many lines asks for an id for each
    for number in itertools.count(1):
        yield hashlib.sha256(b"%d\n" % number + digest).hexdigest()[:24]
