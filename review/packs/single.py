"""The pack as one HTML file that needs nothing else: its sheet stands in it, no script, no link."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from pipelines.versions import vouch_version
from review.packs.made import Made, rests_on, values
from review.reading.provider import ProviderShown
from review.templating import rendered


def body(shown: ProviderShown, linked: bool) -> Markup:
    """Return the pack's own parts, without what says when it was made and by whom."""
    filled = {**values(shown), "rests_on": rests_on(shown), "linked": linked}
    return Markup(rendered("provider-pack-body.html", filled))  # noqa: S704 - made by a template


def html(shown: ProviderShown, made: Made) -> bytes:
    """Return the file's content, UTF-8."""
    sheet = files("review").joinpath("static", "style.css").read_text(encoding="utf-8")
    filled = {
        **values(shown), "made": made, "body": body(shown, linked=False),
        "version": vouch_version(),
        # Our own sheet; everything else in the file is escaped.
        "sheet": Markup(sheet),  # noqa: S704
    }  # fmt: skip
    return rendered("provider-file.html", filled).encode("utf-8", "replace")
