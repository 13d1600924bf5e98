"""OpenDocument texts that tests build."""

import io
import zipfile
from collections.abc import Callable

import pytest

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("svg", "svg-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
TYPE = "application/vnd.oasis.opendocument.text"


def build_odt(
    body: str, automatic: str = "", styles: str = "", master: str = "", **parts: str
) -> bytes:
    """Zip a text of the given body; `master` is the inside of a master page."""
    files = {
        "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{styles}</office:styles>"
        f"<office:master-styles><style:master-page>{master}</style:master-page>"
        "</office:master-styles></office:document-styles>",
        "META-INF/manifest.xml": "<!DOCTYPE m PUBLIC 'x' 'm.dtd'><m/>",
        **{name.replace("__", "/").replace("_", "."): inside for name, inside in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), TYPE)
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture(scope="session")
def odt() -> Callable[..., bytes]:
    return build_odt
