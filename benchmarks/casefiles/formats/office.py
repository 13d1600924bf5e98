"""What the packages of DOCX, XLSX and PPTX have in common: content types and relationships."""

from __future__ import annotations

from collections.abc import Iterable

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FORMAT = "application/vnd.openxmlformats-officedocument"


def content_types(folder: str, language: str, parts: Iterable[tuple[str, str]]) -> str:
    """Write the content types of a package's parts: names within `folder`, and their sorts."""
    overrides = "".join(
        f'<Override PartName="/{folder}/{name}.xml" ContentType="{_FORMAT}.{language}.{sort}+xml"/>'
        for name, sort in parts
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relations(links: Iterable[tuple[str, str, str]]) -> str:
    """Write the relationships of one part: id, sort and target of each."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{sort}" Target="{target}"/>'
        for key, sort, target in links
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
