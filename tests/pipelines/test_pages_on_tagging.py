"""The pages on tagging, training and labels say what the commands do: they are run here."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
from click.testing import Result

from pipelines.labelled.delimited import COLUMNS
from pipelines.main import vouch

Call = Callable[..., Result]
DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("tagging.md", "training.md", "labels.md")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, str]]:
    """Yield every command that the pages name, in the text and in blocks."""
    for name in PAGES:
        text = page(name)
        inline = re.findall(r"`(vouch [^`]+)`", text)
        blocks = "\n".join(re.findall(r"```text\n(.*?)```", text, re.S)).splitlines()
        # In a block, what a command does stands behind two blanks; "|" parts alternatives.
        lines = [line.split("  ")[0] for line in blocks if line.startswith("vouch ")]
        for line in dict.fromkeys((*inline, *lines)):
            yield name, line.split(" | ")[0]


NAMED = list(commands())


def found(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that words call, and the rest of them."""
    command: click.Command = vouch
    while isinstance(command, click.Group) and words:
        inner = command.get_command(click.Context(command), words[0])
        assert inner is not None, f"there is no command {words[0]!r}"
        command, words = inner, words[1:]
    return command, words


@pytest.mark.parametrize(("name", "line"), NAMED, ids=[f"{name}: {line}" for name, line in NAMED])
def test_every_command_on_the_pages_is_one(name: str, line: str) -> None:
    command, rest = found(shlex.split(line)[1:])

    options = {flag for one in command.params for flag in (*one.opts, *one.secondary_opts)}
    given = {word.partition("=")[0] for word in rest if word.startswith("--")}
    assert given <= options, f"docs/{name}: {line}"


def test_the_pages_name_the_commands_of_the_whole_way() -> None:
    named = {line.split()[1] for _, line in NAMED if len(line.split()) > 1}

    assert {"tag", "train", "evaluate", "learn", "export", "ingest", "correct"} <= named


@pytest.mark.parametrize("command", ["train", "tag"])
def test_every_option_of_tagging_and_training_is_on_a_page(command: str) -> None:
    said = "".join(map(page, PAGES))
    found_, _ = found([command])

    known = {flag for one in found_.params for flag in one.opts if flag.startswith("--")}
    assert {flag for flag in known if flag not in said} <= {"--workspace", "--help", "--reprocess"}


@pytest.fixture
def exported(base: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the commands of the page on labels were typed."""
    monkeypatch.chdir(tmp_path)
    for line in re.findall(r"^vouch export .*$", page("labels.md"), re.M):
        done = call(base, *shlex.split(line.split("  ")[0])[1:])
        assert done.exit_code == 0, done.output
    return tmp_path


def test_the_python_of_the_page_reads_what_its_commands_write(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [code] = re.findall(r"```python\n(.*?)```", page("labels.md"), re.S)

    exec(compile(code, "docs/labels.md", "exec"), {})  # noqa: S102 - the page's own example

    printed = capsys.readouterr().out
    assert "a report.md" in printed
    assert "/polarity/" in printed


def test_the_configuration_of_the_page_fits_the_tasks(exported: Path) -> None:
    [config] = re.findall(r"```xml\n(.*?)```", page("labels.md"), re.S)
    view = ElementTree.fromstring(config)  # noqa: S314 - the page's own example
    controls = {one.get("name"): one for one in view if one.get("toName")}
    tasks = json.loads((exported / "tasks.json").read_text(encoding="utf-8"))

    assert tasks
    for task in tasks:
        for one in view.iter():
            for value in (one.get("value") or "",):
                assert not value.startswith("$") or value[1:] in task["data"]
        for prediction in task["predictions"]:
            for result in prediction["result"]:
                control = controls[result["from_name"]]
                assert control.tag.lower() == result["type"]
                assert control.get("toName") == result["to_name"]
                fixed = {one.get("value") for one in control}
                given = result["value"].get("choices") or result["value"].get("labels")
                offered = {one["value"] for one in task["data"].get(_list(control), [])}
                assert set(given) <= fixed | offered


def _list(control: ElementTree.Element) -> str:
    return (control.get("value") or "").lstrip("$")


def test_the_example_of_labels_is_read_whole(base: Path, call: Call, tmp_path: Path) -> None:
    [example] = re.findall(r"```csv\n(.*?)```", page("labels.md"), re.S)
    path = tmp_path / "ours.csv"
    path.write_text(example, encoding="utf-8")

    done = call(base, "train", "--labels", str(path), "--codebook", "ours/2")

    rows = len(example.strip().splitlines()) - 1
    assert f"by the codebook ours/2 ({rows} label" in done.stdout
    assert "ours.csv, line" not in done.stderr
    assert set(example.splitlines()[0].split(",")) <= set(COLUMNS)
