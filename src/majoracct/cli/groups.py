"""Groups whose commands are imported when they run: the root, and one noun for each kind of fact.

Listing a group reads the table of commands and the index of events, and imports no topic.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from majoracct.cli import errors
from majoracct.cli.display import display
from majoracct.cli.options import session_options, with_session_options
from majoracct.cli.table import (
    EXIT_CODES,
    FAMILIES,
    NEIGHBOURS,
    NESTED,
    NOUNS,
    PLAIN,
    REPORTS,
    SECTIONS,
    TOGETHER,
    Place,
)

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["Noun", "Reports", "Root", "report"]

_OURS: Final = {**NOUNS, **{name: line for _, commands in SECTIONS for name, line in commands.items()}}


class _Lazy(click.Group):
    """A group that knows a line about each of its commands without importing any."""

    def lines(self, ctx: click.Context) -> dict[str, str]:
        """Return each command's name and help line, in order."""
        raise NotImplementedError

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines(ctx).items()))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lines(ctx))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=line)
            for name, line in self.lines(ctx).items()
            if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, *rest = args
        if (command := self.get_command(ctx, name)) is not None:
            return name, command, rest
        if name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise click.UsageError(self._no_such(ctx, name), ctx=ctx)

    def _no_such(self, ctx: click.Context, name: str) -> str:
        import difflib

        near = difflib.get_close_matches(name, self.lines(ctx), n=2)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"there is no command {ctx.command_path} {name}{hint}"


class Root(_Lazy):
    """`majoracct` itself."""

    def __init__(self) -> None:
        super().__init__(
            "majoracct",
            help="The system of record of a major-account programme: "
            "every change a fact, every answer explained.",
            params=[
                *session_options(),
                click.Option(
                    ["--version"],
                    is_flag=True,
                    is_eager=True,
                    expose_value=False,
                    callback=_version,
                    help="Show the version.",
                ),
            ],
            context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
        )

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run, and leave with an exit code of the table. Errors are one line each, never a traceback."""
        arguments = list(sys.argv[1:] if args is None else args)
        name = prog_name or "majoracct"
        self._main_shell_completion(extra, name, complete_var)

        def run() -> object:
            for argument in arguments:
                if any("\ud800" <= c <= "\udfff" for c in argument):
                    raise click.UsageError(f"the argument {argument!r} is not text in UTF-8")
            with self.make_context(name, arguments, **extra) as ctx:
                return self.invoke(ctx)

        sys.exit(errors.run(run))

    def lines(self, ctx: click.Context) -> dict[str, str]:
        return {**_OURS, **_plugged(ctx)}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if place := PLAIN.get(cmd_name):
            return _imported(cmd_name, place)
        line = self.lines(ctx).get(cmd_name)
        return None if line is None else Noun(cmd_name, line)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(
            f"Usage: {ctx.command_path} [--ledger URL|PATH] [--actor ID] [--role ROLE] COMMAND …\n\n"
        )
        formatter.write(f"{self.help}\n")
        try:
            plugged = _plugged(ctx)
        except (click.UsageError, ValueError) as error:  # help is what one needs now
            click.echo(f"error: {display(error)}", err=True)
            plugged = {}
        sections = [*SECTIONS, ("Plug-ins", plugged)] if plugged else SECTIONS
        for heading, commands in sections:
            formatter.write(f"{heading}\n")
            if heading == "Record":
                for nouns, line in FAMILIES:
                    formatter.write(f"  {', '.join(nouns):<43} {line}\n")
            for names, line in _rows(commands):
                formatter.write(f"  {names:<11}  {line}\n")
        formatter.write("\nOptions, before or after the command: --ledger --actor --role --help; --version\n")
        formatter.write("Exit codes: " + "\n  ".join(EXIT_CODES) + "\n")


def _rows(commands: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the rows of the root help for COMMANDS: most alone, some together."""
    shared = {name: (names, line) for names, line in TOGETHER for name in names}
    for name, line in commands.items():
        names, together = shared.get(name, ((name,), line))
        if name == names[0]:
            yield ", ".join(names), together


class Noun(_Lazy):
    """The verbs of one noun, each made from an event or a procedure."""

    def __init__(self, name: str, line: str) -> None:
        neighbours = NEIGHBOURS.get(name)
        super().__init__(
            name,
            help=line,
            params=session_options(),
            epilog=f"See also: {neighbours}" if neighbours else None,
        )

    def lines(self, ctx: click.Context) -> dict[str, str]:
        _load_plugins(ctx)
        prefix = f"{self.name} "
        verbs = {verb.removeprefix(prefix): f"{text}." for verb, text in _verbs() if verb.startswith(prefix)}
        return {**verbs, **{name: place.help for name, place in NESTED.get(self.name or "", {}).items()}}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if place := NESTED.get(self.name or "", {}).get(cmd_name):
            return _imported(cmd_name, place)
        if cmd_name not in self.lines(ctx):
            return None
        from majoracct.cli.recording import command_for

        return with_session_options(command_for(f"{self.name} {cmd_name}"))


class Reports(_Lazy):
    """The reports, by name."""

    def __init__(self) -> None:
        super().__init__("report", help="Show a view by name: `report NAME [ACCOUNT]`.")

    def lines(self, ctx: click.Context) -> dict[str, str]:
        return REPORTS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in REPORTS:
            return None
        attribute = cmd_name.replace("-", "_")
        return _imported(cmd_name, Place(f"majoracct.cli.reports.{attribute}", attribute, REPORTS[cmd_name]))


report = Reports()


def _imported(name: str, place: Place) -> click.Command:
    command: click.Command = getattr(importlib.import_module(place.module), place.attribute)
    command.name = name
    if command.epilog is None and (neighbours := NEIGHBOURS.get(name)):
        command.epilog = f"See also: {neighbours}"
    return with_session_options(command)


def _version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"majoracct {version('majoracct')}")
    ctx.exit()


def _load_plugins(ctx: click.Context) -> bool:
    """Load the plug-ins that the configuration names; return whether it names any."""
    folder = Path.cwd()
    if not any((each / "majoracct.toml").is_file() for each in (folder, *folder.parents)):
        return False  # known without loading what reads a configuration
    from majoracct.cli.session import session_of

    return session_of(ctx).load_plugins()


def _verbs() -> list[tuple[str, str]]:
    """Return every verb that records, with its help line, sorted."""
    from majoracct.domain import index

    found = [(entry.verb, entry.help) for entry in index.events() if entry.verb]
    return sorted([*found, *((entry.verb, entry.help) for entry in index.procedures())])


def _plugged(ctx: click.Context) -> dict[str, str]:
    """Return the nouns that plug-ins bring, beside ours, each with a line."""
    if not _load_plugins(ctx):
        return {}
    nouns: dict[str, list[str]] = {}
    for verb, _ in _verbs():
        noun, _, rest = verb.partition(" ")
        if noun not in _OURS:
            nouns.setdefault(noun, []).append(rest)
    return {noun: f"{', '.join(sorted(verbs))}." for noun, verbs in sorted(nouns.items())}
