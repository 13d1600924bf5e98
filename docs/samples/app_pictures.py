"""Make the README's pictures of the review app: the demo's fictional provider in a real browser.

Needs Playwright and Debian's chromium. Run in the checkout: `python docs/samples/app_pictures.py`.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.users import Users
from corpus.workspace import Workspace, open_workspace
from review.deciding import seen_of
from review.sessions import COOKIE, Sessions

DOCS = Path(__file__).parents[1]
LENS = "sccif-asa-2024"
WIDTH = 1280
# Name of the picture, address, height in pixels, and what to scroll to.
PICTURES = (
    ("app-queue", f"/queue/next?framework={LENS}&area=LEAD&order=certain", 860, None),
    ("app-provider", "/provider/9900001", 900, None),
    ("app-matrix", f"/evidence/provider/9900001?framework={LENS}", 900, "h2:text-is('Matrix')"),
)


def prepare(place: Workspace) -> str:
    """Decide on a few tags as a fictional inspector; return the secret of their session."""
    password = "river lantern copper moss"  # noqa: S105 - of a workspace that is thrown away
    with open_decisions(place) as decisions, open_evidence(place, read_only=True) as evidence:
        users = Users(decisions)
        first = users.add("Ann Keeper", "administrator", password)
        user = users.add("Ina Marsh", "inspector", password, first)
        user = users.set_password(user.name, password, user)
        tags = [
            tag for tag in evidence.tags()
            if tag.rank == 1 and tag.framework == LENS and not tag.abstained and tag.area != "NONE"
        ]  # fmt: skip
        for at, tag in enumerate(sorted(tags, key=lambda one: one.id)[::3]):
            what = "reject" if at % 7 == 6 else "accept"
            decisions.record(
                Draft(
                    what, user.name, "tag", tag.id, document_id=tag.document_id, before=seen_of(tag)
                )
            )
        return Sessions(decisions).begin(user)[0]


def shoot(address: str, secret: str) -> None:
    """Take every picture, in few colours, which makes it small."""
    chromium = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(base_url=address, color_scheme="light")
        context.add_cookies([{"name": COOKIE, "value": secret, "url": address}])
        page = context.new_page()
        for name, where, height, to in PICTURES:
            page.set_viewport_size({"width": WIDTH, "height": height})
            page.goto(where, wait_until="networkidle")
            if to:
                page.locator(to).first.evaluate(
                    'element => element.scrollIntoView({ behavior: "instant" })'
                )
            path = DOCS / f"{name}.png"
            page.screenshot(path=path)
            with Image.open(path) as picture:
                picture.convert("RGB").quantize(64).save(path, optimize=True)
        browser.close()


def main() -> None:
    """Read the samples into a workspace of their own, start the app, and take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        vouch = [sys.executable, "-m", "pipelines.main", "--workspace", folder]
        subprocess.run([*vouch, "demo"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        secret = prepare(open_workspace(Path(folder)))
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        app = subprocess.Popen([*vouch, "review", "--no-browser", "--port", str(port)])  # noqa: S603
        try:
            for _ in range(300):
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            shoot(f"http://127.0.0.1:{port}", secret)
        finally:
            app.terminate()
            app.wait()


if __name__ == "__main__":
    main()
