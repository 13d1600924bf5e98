"""Words by which reports speak of a criterion; experts edit them in `rulesets/<framework>.yaml`."""

from __future__ import annotations

from importlib import resources

from corpus.frameworks import Framework
from corpus.problems import FrameworkError

Synonyms = dict[str, tuple[str, ...]]


def synonyms(framework: Framework) -> Synonyms:
    """Return the shipped words of a framework by code; empty where none are shipped."""
    name = f"{framework.id}.yaml"
    file = resources.files("models").joinpath("rulesets", name)
    if not file.is_file():
        return {}
    return read_synonyms(file.read_text(encoding="utf-8"), f"rulesets/{name}", framework)


def read_synonyms(content: str, name: str, framework: Framework) -> Synonyms:
    """Read and cross-check one file of words. FrameworkError names the code that does not fit."""
    import yaml  # noqa: PLC0415  # a tagger is built once a process; most commands build none

    try:
        data = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise FrameworkError(f"{name}: not valid YAML: {error}") from error
    listed = data.get("terms") if isinstance(data, dict) else None
    if not isinstance(listed, dict):
        raise FrameworkError(f"{name}: the key 'terms' with one list for each code is missing")
    codes = [area.code for area in framework.areas] + [row.code for row in framework.criteria]
    for code, words in listed.items():
        if code not in codes:
            raise FrameworkError(
                f"{name}: {framework.id} has no code {code!r}; allowed: {', '.join(codes)}"
            )
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise FrameworkError(f"{name}: {code} must be a list of words; put odd ones in quotes")
    return {code: tuple(words) for code, words in listed.items()}
