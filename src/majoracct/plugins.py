"""Plug-ins: modules that bring events and checks of their own, named in `majoracct.toml` or by their host.

A plug-in module states what begins its stored names, `PREFIX = "Gym"`, and its events, `EVENTS =
(GymVisited, …)`, its checks, `CHECKS = (GYM_EMPTY, …)`, or both; it may have `PROCEDURES = {"gym join":
join, …}`, by verb. Everything else the index needs is read off the classes, so that no table can say
otherwise. See docs/how-to/plug-in.md.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from majoracct.domain import index
from majoracct.domain.kernel import AccountEvent, Event, LedgerEvent, ProgrammeEvent

if TYPE_CHECKING:
    from majoracct.domain.checks.finding import Check

__all__ = ["PluginError", "load"]

_KINDS: Final = ((AccountEvent, "account"), (ProgrammeEvent, "programme"), (LedgerEvent, "ledger"))
_PREFIX: Final = re.compile(r"[A-Z][A-Za-z0-9]+\Z", re.ASCII)
_CHECK: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+\Z", re.ASCII)
_VERB: Final = re.compile(r"[a-z][a-z0-9-]* [a-z][a-z0-9-]*\Z", re.ASCII)


class PluginError(ValueError):
    """A plug-in cannot be loaded; the message says which, and why."""


def load(modules: Iterable[str]) -> None:
    """Add the events, procedures and checks of the plug-in MODULES; loading one again changes nothing.

    A plug-in is added whole or not at all. Raises PluginError.
    """
    for name in modules:
        try:
            module = importlib.import_module(name)
        except (ImportError, SyntaxError) as error:
            raise PluginError(f"plug-in {name} cannot be imported: {error}") from error
        try:
            events, procedures, checks = _events(module), _procedures(module), _checks(module)
            if checks:
                from majoracct.domain.checks import index as checks_there_are

                checks_there_are.free(checks)
                index.add(events, procedures)
                checks_there_are.add(checks)
            else:
                index.add(events, procedures)
        except ValueError as error:
            raise PluginError(f"plug-in {name}: {error}") from None


def _prefix(module: ModuleType) -> str:
    prefix = getattr(module, "PREFIX", None)
    if not isinstance(prefix, str) or not _PREFIX.match(prefix):
        raise PluginError('it declares no prefix of its stored names, such as PREFIX = "Gym"')
    if ours := [e.type for e in index.events() if e.type.startswith(prefix) and _is_ours(e)]:
        raise PluginError(f"the prefix {prefix} is none of its own: {ours[0]} begins with it, too")
    return prefix


def _events(module: ModuleType) -> list[index.Entry]:
    prefix = _prefix(module)
    classes = getattr(module, "EVENTS", () if hasattr(module, "CHECKS") else None)
    if not isinstance(classes, tuple | list):
        raise PluginError("it has no table EVENTS, such as EVENTS = (GymVisited,)")
    return [_entry(event, prefix) for event in classes]


def _checks(module: ModuleType) -> list[Check]:
    """Return the checks the MODULE brings. Raises PluginError for one that could not be made or told."""
    table = getattr(module, "CHECKS", ())
    if not isinstance(table, tuple | list):
        raise PluginError("CHECKS is no table, such as CHECKS = (GYM_EMPTY,)")
    if not table:
        return []
    from majoracct.domain.checks.finding import AccountCheck, PortfolioCheck, Severity

    prefix = f"{_prefix(module).lower()}-"
    for check in table:
        if type(check) not in (AccountCheck, PortfolioCheck):
            raise PluginError(f"{check!r} is no AccountCheck or PortfolioCheck")
        if not (isinstance(check.id, str) and _CHECK.match(check.id) and check.id.startswith(prefix)):
            raise PluginError(
                f"the id {check.id!r} is not lower case, with hyphens, beginning with {prefix}: "
                "what accepts a finding names it for ever"
            )
        if not isinstance(check.severity, Severity):
            raise PluginError(f"{check.id} is of no Severity")
        if not all(isinstance(said, str) and said.strip() for said in (check.meaning, check.clear)):
            raise PluginError(f"{check.id} does not say what it means and how to clear it")
        if not callable(check.find):
            raise PluginError(f"{check.id} finds nothing: `find` is no function")
    return list(table)


def _is_ours(entry: index.Entry) -> bool:
    return entry.module.startswith("majoracct.")


def _entry(event: Any, prefix: str) -> index.Entry:
    """Return the index's entry of an EVENT, made from the class. Raises PluginError where it cannot work."""
    kind = next((k for base, k in _KINDS if inspect.isclass(event) and issubclass(event, base)), None)
    if kind is None:
        raise PluginError(f"{event!r} is no class of an AccountEvent, ProgrammeEvent or LedgerEvent")
    name = event.__name__
    if not name.startswith(prefix):
        raise PluginError(f"{name} does not begin with its prefix {prefix}: a stored name is for ever")
    if "__attrs_attrs__" not in vars(event):
        raise PluginError(f"{name} is not decorated: put @frozen of attrs before it")
    _findable(event)
    _of_its_own_topic(event)
    verb = getattr(event, "verb", None)
    if verb != "" and not _is_verb(verb):
        raise PluginError(f'{name} has no verb of two words, such as "gym visit" ("" for a procedure\'s)')
    if not isinstance(getattr(event, "says", None), str):
        raise PluginError(f"{name} does not say how a timeline tells it: give it `says`")
    return index.Entry(name, kind, event.__module__, event.topic.__name__, str(verb), _help(event))


def _of_its_own_topic(event: type[Event[Any]]) -> None:
    # What reads one topic looks for its events in the topic's own module, what reads everything takes
    # them by class. An event elsewhere would count in the one answer and not in the other.
    topic = getattr(event, "topic", None)
    if not inspect.isclass(topic) or topic.__module__ != event.__module__:
        raise PluginError(f"the topic of {event.__name__} is no class of its own module, {event.__module__}")
    _findable(topic)
    try:
        topic()
    except TypeError:
        raise PluginError(
            f"{topic.__name__} cannot be made of nothing, as it is before anything happened: give defaults"
        ) from None


def _procedures(module: ModuleType) -> list[index.ProcedureEntry]:
    table = getattr(module, "PROCEDURES", {})
    if not isinstance(table, dict):
        raise PluginError('PROCEDURES is no table by verb, such as {"gym join": join}')
    found = []
    for verb, procedure in table.items():
        if not inspect.isfunction(procedure):
            raise PluginError(f"the procedure {verb!r} is no function")
        if not _is_verb(verb):
            raise PluginError(f'the verb {verb!r} is not two words, such as "gym join"')
        _findable(procedure)
        entry = index.ProcedureEntry(
            verb, "account", procedure.__module__, procedure.__name__, _help(procedure)
        )
        found.append(entry)
    return found


def _is_verb(verb: object) -> bool:
    return isinstance(verb, str) and _VERB.match(verb) is not None


def _findable(what: Any) -> None:
    """Raise PluginError unless WHAT is found by its name in its module, where the index looks for it."""
    if getattr(importlib.import_module(what.__module__), what.__name__, None) is not what:
        raise PluginError(f"{what.__module__} has no {what.__name__} that is this one: define it there")


def _help(what: Any) -> str:
    """Return the first sentence of WHAT's own docstring, without its full stop."""
    line = inspect.cleandoc(what.__doc__ or "").partition("\n")[0].rstrip(".")
    if not line:
        raise PluginError(f"{what.__name__} has no docstring, whose first line is its help")
    return line
