"""The command line. A command's module is imported when the command is called, not before."""

from __future__ import annotations

import errno
import importlib
import sys
from pathlib import Path

import click

from corpus.problems import VouchError

# In the order of a first day's work; the words stand here so that help imports no command.
COMMANDS = {
    "demo": "Show the main job on the sample documents that come with Vouch.",
    "ingest": "Read documents into the workspace: every stage, to tagged passages.",
    "status": "Count documents by status, problems by code and facts by kind.",
    "tag": "Tag stored passages through further frameworks, or again.",
    "train": "Train on the workspace's published reports; use the model unless it is worse.",
    "evaluate": "Measure again what the card of the model in use says.",
    "learn": "Say what to review next, which labels are doubtful, how much is still to find.",
    "search": "Find passages by their words.",
    "provider": "Show a provider's history: grades, what changed, what is still to improve.",
    "compare": "Compare a published table of grades with what the reports say.",
    "correct": "Record what was read wrongly, take that back, list it.",
    "columns": "Show what each column of a spreadsheet is taken for; confirm or correct it.",
    "surveys": "Bring questionnaires into the evidence base as counts, with small groups left out.",
    "redact": "De-identify case notes, and open them once a person has signed.",
    "retention": "Say which cases have been kept long enough, and erase a case for good.",
    "users": "Say who may sign off case notes, see originals, erase; make the vault for them.",
    "frameworks": "List, show, compile and check inspection frameworks.",
    "rules": "Put a framework's rules to an inspection.",
    "clock": "Say what falls due when, and which deadlines were kept.",
    "review": "Open the app in which people review tags and read the evidence.",
    "up": "Run the app, and Prefect with its worker and deployments beside it.",
    "export": "Write documents, passages, tags, what they state or what was decided to a file.",
    "merge": "Take in what was decided on another laptop.",
    "verify": "Check that every passage still is what its document says.",
    "backup": "Write the whole workspace into one file.",
    "restore": "Make a workspace from a backup.",
    "doctor": "Say what is installed, what is missing and how to get it.",
}

# The app stands above the pipelines, and so does what starts it.
ELSEWHERE = {"review": "review.command", "up": "review.up_command"}


class Commands(click.Group):
    """A group that knows its commands by name and imports them one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name; null where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = ELSEWHERE.get(cmd_name, f"pipelines.commands.{cmd_name}")
        command: click.Command = importlib.import_module(module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from COMMANDS, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what Vouch or the disk says becomes a message and status 1.

        An error of any other kind is a defect, and its trace is not hidden.
        """
        try:
            return super().invoke(ctx)
        except VouchError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            # A reader that went away, as `head` does, is click's to end quietly.
            if error.errno == errno.EPIPE or not error.strerror:
                raise
            place = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(
                f"{place}{error.strerror}. Check the disk, the path and your rights, then run the "
                "same command again. What was stored before is still there."
            ) from error


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from pipelines.versions import vouch_version  # noqa: PLC0415 - metadata are slow to load

    click.echo(f"vouch {vouch_version()}")
    ctx.exit()


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the evidence base; also VOUCH_WORKSPACE. [default: ./vouch-workspace]",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and end.",
)
def vouch(workspace: Path | None) -> None:
    """Turn inspection reports and case notes into an evidence base.

    Every quotation in it is tagged to what it speaks to and anchored to its page.
    Nothing leaves this machine. To see it at work, type: vouch demo
    """


def main() -> None:
    """Run the command line as the program `vouch`."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character must not end the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    vouch(prog_name="vouch")


if __name__ == "__main__":
    main()
