"""Write the generated pages of `docs/reference`: events, policy, reports, findings, personal data.

`--check` writes nothing and exits 1 when a page on disk differs.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import attrs

from majoracct.adapters.exchange.policy_file import write_policy
from majoracct.cli.table import REPORTS
from majoracct.domain import index
from majoracct.domain.checks import index as checks_there_are
from majoracct.domain.checks.finding import Check, PortfolioCheck, Severity
from majoracct.domain.kernel import Event, LedgerEvent, marked
from majoracct.domain.money import Money
from majoracct.domain.programme import terms
from majoracct.schema import said_of

FOLDER = Path(__file__).parent.parent / "docs" / "reference"


def events_page() -> str:
    """Return the page of every topic, its rules and its events."""
    lines = [
        "# Events and rules",
        "",
        "Generated from the code (`make docs`). A topic is one file; its rules are judged before an event is",
        "recorded, and what stands in the way is a refusal that names the rule. A field marked *pinned* is",
        "filled in by the ledger.",
    ]
    for module_name in _modules():
        module = importlib.import_module(module_name)
        lines += ["", f"## {module_name.removeprefix('majoracct.domain.')}", "", *_docstring(module)]
        for entry in index.events():
            if entry.module == module_name:
                lines += _event(index.event_class(entry.type), entry.verb)
        for found in index.procedures():
            if found.module == module_name:
                lines += ["", f"### `{found.verb}`", "", *_docstring(index.procedure(found.verb))]
    return "\n".join(lines) + "\n"


def _modules() -> list[str]:
    """Return the modules that have rules or events: what is seen, then every topic."""
    found = ["majoracct.domain.seen"]
    for folder in ("account", "programme", "book"):
        package = importlib.import_module(f"majoracct.domain.{folder}")
        found += sorted(f"{package.__name__}.{each.name}" for each in pkgutil.iter_modules(package.__path__))
    return [name for name in found if not name.endswith((".terms", ".tables"))]


def _docstring(documented: object) -> list[str]:
    lines = (inspect.getdoc(documented) or "").splitlines()
    told: list[str] = []
    listing = False
    for line in lines:
        indented = line.startswith("  ")
        if indented != listing and line.strip():
            if indented:
                told.append("```")
            else:
                told.append("```")
                told.append("")
            listing = indented
        told.append(line.rstrip())
    if listing:
        told.append("```")
    return [line for line in told if line != "Rules"]


def _event(event: type[Event[Any]], verb: str) -> list[str]:
    summary, meanings = said_of(event)
    lines = ["", f"### {event.__name__}", "", " ".join(summary.split())]
    lines += [f"Recorded by `{verb}`." if verb else "Recorded by a procedure of its own.", ""]
    for field in attrs.fields(event):
        pinned = " (pinned)" if field.metadata.get("pinned") else ""
        optional = " (optional)" if field.default is not attrs.NOTHING and not pinned else ""
        meaning = meanings.get(field.name, "as the ledger stood")
        lines.append(f"- `{field.name}`{optional}{pinned}: {meaning}")
    return lines


def policy_page() -> str:
    """Return the page of the shipped policy and what each of its terms means."""
    lines = [
        "# Policy",
        "",
        "Generated from the code (`make docs`). The programme's policy decides the numbers and lists that",
        "the rules judge by. `majoracct programme policy show` prints the one in force; `programme policy",
        "adopt FILE --on DAY` adopts another. A file states only what differs from the shipped policy; a key",
        "it does not know is an error.",
        "",
        "The shipped policy of a ledger in GBP:",
        "",
        "```toml",
        write_policy(terms.Terms.shipped("GBP"), "GBP").rstrip(),
        "```",
    ]
    for title, table in _tables("", terms.Terms.shipped("GBP")):
        summary, _, rest = (inspect.getdoc(table) or "").partition("\n\n")
        lines += ["", f"## {title}", "", summary, ""]
        lines += [f"- {line.strip()}" if ": " in line else f"  {line.strip()}" for line in rest.splitlines()]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _tables(path: str, table: Any) -> Iterator[tuple[str, type[Any]]]:
    """Yield every table of the policy under the heading a policy file gives it, and its class."""
    yield f"`[{path}]`" if path else "Above the tables", type(table)
    for attribute in attrs.fields(type(table)):
        value = getattr(table, attribute.name)
        if attrs.has(type(value)) and not isinstance(value, Money):
            yield from _tables(f"{path}.{attribute.name}" if path else attribute.name, value)


def reports_page() -> str:
    """Return the page of every report: what it shows, and how it is asked."""
    lines = [
        "# Reports",
        "",
        "Generated from the code (`make docs`). `majoracct report NAME [ACCOUNT]` answers on any day",
        "(`--as-of`), as known at any position (`--known-at`), as text, `--json`, `--nl`, `--csv`, `--tsv`.",
        "What nothing is known of is said to be unknown; it is never counted as a no.",
        "",
        *(f"- [{name}](#{name}): {line}" for name, line in REPORTS.items()),
    ]
    for name in REPORTS:
        attribute = name.replace("-", "_")
        command = getattr(importlib.import_module(f"majoracct.cli.reports.{attribute}"), attribute)
        told, _, example = inspect.cleandoc(command.help or "").partition("\b\n")
        lines += ["", f"## {name}", "", told.strip()]
        lines += ["", "```", example.strip(), "```"] if example else []
    return "\n".join(lines) + "\n"


def findings_page() -> str:
    """Return the page of every check: what its finding means, how grave it is, and how to clear it."""
    lines = [
        "# Findings",
        "",
        "Generated from the code (`make docs`). What must never be, a rule refuses; what is valid but",
        "unhealthy is a finding. `majoracct check [ACCOUNT]` makes every check on any day (`--as-of`), as",
        "known at any position (`--known-at`), and exits 1 when it finds anything. Nothing is recorded.",
        "",
        "A finding that is known and accepted stands in a baseline, by its id (`check --columns id`) and for",
        "a reason; `check --baseline FILE` does not count it, until its day is over, and says what it",
        "accepts that is found no longer:",
        "",
        "```toml",
        "[[accepted]]",
        'id = "granted-outside-process:acme:acme@12"',
        'reason = "an old customer: the board, 12 March"',
        "until = 2027-03-31",
        "```",
    ]
    for severity in Severity:
        found = [(name, check) for name, check in _checks() if check.severity is severity]
        lines += ["", f"Of {severity.value} severity: {', '.join(f'[{c.id}](#{c.id})' for _, c in found)}."]
    for name, check in _checks():
        of = "the programme" if isinstance(check, PortfolioCheck) else "an account"
        told = inspect.getdoc(importlib.import_module(f"majoracct.domain.checks.{name}")) or ""
        lines += ["", f"## {check.id}", "", *told.splitlines(), "", f"- severity: {check.severity.value}"]
        lines += [f"- of: {of}", f"- it means: {check.meaning}", f"- to clear it: {check.clear}"]
    return "\n".join(lines) + "\n"


def _checks() -> list[tuple[str, Check]]:
    return list(zip(checks_there_are.NAMES, checks_there_are.checks(), strict=True))


def personal_page() -> str:
    """Return the page of every personal field of every event, whose it is, and what stands beside it."""
    lines = [
        "# Personal data",
        "",
        "Generated from the code (`make docs`). What an event says of somebody is stored with whom it is",
        "about, sealed with a key of that person's own where the ledger has a key store. Once they are",
        "erased it reads `[erased]` in every answer, of every earlier position too: in text, in a cell of a",
        'table or a file, and in JSON as the text `"[erased]"`, whatever type the value had. Without the key',
        "store it reads `[sealed]`. A figure that would rest on it reads so as well: it is counted neither",
        "as nothing nor as a yes.",
        "",
        "Nothing that decides rests on it. Rules ask whether it was said, or judge by what stands beside it,",
        "so that erasing somebody changes no criterion, status, tier, phase, decision or sum. It may silence",
        "a finding that rested on what was erased (`hunter-manages`, `inertia-without-loyalty`), and raises",
        "none.",
        "",
        "| event | personal | whose | what stands beside it, and stays |",
        "|---|---|---|---|",
    ]
    stays: list[str] = []
    public: list[str] = []
    for event, hints in _hinted():
        names = [a.name for a in attrs.fields(event) if not a.metadata.get("pinned")]
        personal = [name for name in names if marked(hints[name], "personal")]
        texts = [name for name in names if hints[name] in (str, str | None) and name != event.subject]
        if personal:
            beside = ", ".join(f"`{name}`" for name in names if name not in personal)
            whose = "ours" if marked(hints[event.subject], "staff") else "the customer's"
            told = ", ".join(f"`{name}`" for name in personal)
            lines.append(f"| `{event.__name__}` | {told} | {whose}: `{event.subject}` | {beside} |")
        elif any(marked(hints[name], "person") for name in names):
            judged = [n for n in names if isinstance(hints[n], type) and issubclass(hints[n], enum.Enum)]
            if judged:
                stays.append(f"- `{event.__name__}`: {', '.join(f'`{name}`' for name in judged)}")
        if texts and not issubclass(event, LedgerEvent):
            public.append(f"- `{event.__name__}`: {', '.join(f'`{name}`' for name in texts)}")
    lines += [
        "",
        "A story told by nobody we know (`IntangibleValueDocumented` without `told_by`) is nobody's: it is",
        "kept in the clear, and should name nobody.",
        "",
        "## What stays of somebody erased",
        "",
        "Their id, which is opaque: who it stood for is gone with the name. Under it, that something",
        "happened and when, and what was judged on a scale, as criteria, phases and findings rest on it:",
        "",
        *stays,
        "",
        "## Public texts",
        "",
        "These are nobody's, are hashed and kept in the clear, and cannot be erased: name nobody in them.",
        "That goes for the reason of a fact, the names of what was shown, the columns that an import keeps",
        "as its source, whom a bundle is for, and the ids that actors, accounts and commands go by, too.",
        "What was said by mistake is withdrawn, and stays.",
        "",
        *public,
    ]
    return "\n".join(lines) + "\n"


def _hinted() -> Iterator[tuple[type[Event[Any]], dict[str, Any]]]:
    for entry in index.events():
        event = index.event_class(entry.type)
        yield event, get_type_hints(event, include_extras=True)


PAGES = {
    "events.md": events_page,
    "policy.md": policy_page,
    "reports.md": reports_page,
    "findings.md": findings_page,
    "personal.md": personal_page,
}


def main() -> int:
    """Write or check the pages."""
    stale = 0
    for name, page in PAGES.items():
        text, target = page(), FOLDER / name
        if "--check" in sys.argv:
            if not target.exists() or target.read_text(encoding="utf-8") != text:
                print(f"docs/reference/{name} is not current: make docs", file=sys.stderr)
                stale = 1
        else:
            target.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    raise SystemExit(main())
