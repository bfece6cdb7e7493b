"""Write the generated pages of `docs/reference`: events and rules, policy.

`--check` writes nothing and exits 1 when a page on disk differs.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from pathlib import Path
from typing import Any

import attrs

from majoracct.adapters.exchange.policy_file import write_policy
from majoracct.domain import index
from majoracct.domain.kernel import Event
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
    return [name for name in found if not name.endswith(".terms")]


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
    for section in (terms.Terms, terms.QualificationTerms, terms.TierTerms, terms.TargetTerms):
        summary, _, rest = (inspect.getdoc(section) or "").partition("\n\n")
        lines += ["", f"## {section.__name__}", "", summary, ""]
        lines += [f"- {line.strip()}" if ": " in line else f"  {line.strip()}" for line in rest.splitlines()]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check the pages."""
    stale = 0
    for name, page in (("events.md", events_page), ("policy.md", policy_page)):
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
