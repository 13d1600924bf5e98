"""Documents that several tests of the extractors build."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
BuildDocx = Callable[..., bytes]


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def build_docx(body: str, **parts: str) -> bytes:
    """Zip a document of the given body; `styles="..."` is the inside of word/styles.xml."""
    files = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {W} {MORE}>{inside}</w:{name}>"
    return zipped(files)


@pytest.fixture(scope="session")
def docx() -> BuildDocx:
    return build_docx


@pytest.fixture(scope="session")
def archive() -> Callable[[Mapping[str, str | bytes]], bytes]:
    return zipped
