"""Options that every command takes: the session's before or after the command, the recording ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

__all__ = [
    "RESERVED",
    "Option",
    "SectionedCommand",
    "recording_options",
    "session_options",
    "with_session_options",
]

Function = TypeVar("Function", bound=Callable[..., Any])

# Names that no field of an event may take, since every command that records uses them.
RESERVED: Final = frozenset(
    "account ledger actor role key-store on reason evidence expect command-id dry-run json clear help".split()
)


class Option(click.Option):
    """An option that says under which heading the help lists it."""

    def __init__(self, *args: Any, section: str = "Options", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section

    def get_help_extra(self, ctx: click.Context) -> Any:
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)  # the help says so in words
        return extra

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """Return how an error names it: by both forms, where it has a --no- form."""
        return " / ".join(f"'{option}'" for option in (*self.opts, *self.secondary_opts))


class SectionedCommand(click.Command):
    """A command whose help lists its options under headings, and does not repeat the positional ones."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                # The help option, which click makes, stands last, beside the session's.
                last = "--help" in parameter.opts
                heading = getattr(parameter, "section", "Everywhere" if last else "Options")
                sections.setdefault(heading, []).append(record)
        for heading, rows in sections.items():
            with formatter.section(heading):
                formatter.write_dl(rows)


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    from majoracct.cli.session import session_of

    name = str(param.name).removeprefix("session_")
    if not value.strip():
        raise click.BadParameter("it is empty", ctx=ctx, param=param)
    session_of(ctx).given[name] = value


def session_options() -> list[click.Parameter]:
    """Return new --ledger, --actor, --role and --key-store options: they set the session, no parameter."""
    said = (
        ("ledger", "URL|PATH", "The ledger to use; majoracct.db here unless configured."),
        ("actor", "ID", "Who does this; the system's user unless configured."),
        ("role", "ROLE", "The capacity in which, such as 'sales executive'."),
        ("key-store", "PATH", "The file of the keys that what is personal is sealed with."),
    )
    return [
        Option(
            [f"--{name}", f"session_{name.replace('-', '_')}"],
            metavar=metavar,
            help=text,
            expose_value=False,
            callback=_keep,
            section="Everywhere",
        )
        for name, metavar, text in said
    ]


def with_session_options(command: click.Command) -> click.Command:
    """Return COMMAND, and what is below it, taking the session's options after its own, under headings."""
    if type(command) is click.Command:
        command = _sectioned(command)
    taken = {option for parameter in command.params for option in parameter.opts}
    command.params += [p for p in session_options() if p.opts[0] not in taken]
    if isinstance(command, click.Group):
        for name, nested in command.commands.items():
            command.commands[name] = with_session_options(nested)
    return command


def _sectioned(command: click.Command) -> SectionedCommand:
    return SectionedCommand(
        command.name,
        context_settings=command.context_settings,
        callback=command.callback,
        params=command.params,
        help=command.help,
        epilog=command.epilog,
        short_help=command.short_help,
        hidden=command.hidden,
        deprecated=command.deprecated,
    )


def recording_options(*, single: bool = True, day: str = "today") -> list[click.Parameter]:
    """Return the options of every command that records.

    single: it records one command, which can be identified and expects one stream's version.
    day: the day it was true when --on does not say.
    """
    section = "Recording"
    found: list[click.Parameter] = [
        Option(["--on"], metavar="DAY", help=f"The day it was true, YYYY-MM-DD; {day}.", section=section),
        Option(["--reason"], help="Why it is recorded. Public: no personal data.", section=section),
        Option(
            ["--evidence"],
            metavar="FILE|URL",
            multiple=True,
            help="What was shown: its name, size and SHA-256 are recorded. Repeat for more.",
            section=section,
        ),
    ]
    if single:
        found += [
            Option(
                ["--expect"],
                metavar="N",
                type=click.IntRange(min=0),
                help="Record only if its stream still stands at version N.",
                section=section,
            ),
            Option(
                ["--command-id"],
                metavar="ID",
                help="Your id of this request: repeating it records nothing twice. Public.",
                section=section,
            ),
        ]
    return [
        *found,
        Option(["--dry-run"], is_flag=True, help="Judge it, and record nothing.", section=section),
        Option(["--json", "as_json"], is_flag=True, help="Write one JSON document.", section=section),
    ]
