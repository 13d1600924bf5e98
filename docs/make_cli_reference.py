"""Write docs/cli.md from the commands themselves, or with --check say whether it is up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pipelines.main import COMMANDS, vouch

PAGE = Path(__file__).with_name("cli.md")
_HEAD = """# Command line

What `vouch COMMAND --help` prints, for every command; written by
`python docs/make_cli_reference.py`.

Exit status: 0 done (a document that cannot be read is a row, not a failure), 1 failed, 2 the
command was typed wrongly. Results go to standard output, progress and messages to standard error.
"""


def reference() -> str:
    """Return the page."""
    context = click.Context(vouch, info_name="vouch", max_content_width=90, terminal_width=90)
    parts = [_HEAD, _section("vouch", vouch.get_help(context))]
    for name in COMMANDS:
        command = vouch.get_command(context, name)
        if command is None:
            raise SystemExit(f"The command {name} is not there.")
        within = click.Context(
            command, info_name=name, parent=context, max_content_width=90, terminal_width=90
        )
        parts += _sections(f"vouch {name}", command, within)
    return "\n".join(parts)


def _sections(title: str, command: click.Command, context: click.Context) -> Iterator[str]:
    """Give the help of a command, and of the commands inside it."""
    yield _section(title, command.get_help(context))
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        if inner is not None:
            within = click.Context(
                inner, info_name=name, parent=context, max_content_width=90, terminal_width=90
            )
            yield from _sections(f"{title} {name}", inner, within)


def _section(title: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"


def main() -> int:
    """Write the page, or compare it with `--check`; 1 where it is out of date."""
    page = reference()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page else 1
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(PAGE.parents[1]))
    sys.exit(main())
