"""Draw the README's picture: a page of a sample report, its passages boxed, their tags beside it.

    python docs/samples/picture.py WORKSPACE

WORKSPACE is one that `vouch demo` has filled. Everything shown is read from its store; the page is
drawn from the original that the store keeps.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from corpus.evidence import open_evidence
from corpus.frameworks import load
from corpus.records import Passage, Tag
from corpus.workspace import open_workspace, original_path

NAME, PAGE = "inspection report 2025.pdf", 2
SCALE, PANEL, MARGIN = 1.6, 640, 24
INKS = {"EXP": "#1b6f54", "PROT": "#9a3412", "LEAD": "#1d4e89", "NONE": "#666666"}
FONT = "LiberationSans-Regular.ttf"


def first_tags(tags: list[Tag]) -> dict[str, Tag]:
    """Return the best tag of each passage."""
    return {tag.passage_id: tag for tag in tags if tag.rank == 1}


def label(tag: Tag | None, titles: dict[str, str]) -> tuple[str, str]:
    """Return a tag's words and its ink."""
    if tag is None or tag.area == "NONE":
        return "fits no criterion", INKS["NONE"]
    if tag.abstained:
        return f"not sure (perhaps {tag.area})", INKS["NONE"]
    title = titles.get(tag.criterion or "", "")
    return f"{tag.area} · {tag.criterion} {title}  {tag.score:.2f}", INKS[tag.area]


def because(passage: Passage, tag: Tag | None) -> str:
    """Return the words that moved a tag."""
    if tag is None or tag.abstained:
        return ""
    words = [passage.text[cue.start - passage.start : cue.end - passage.start] for cue in tag.cues]
    return "because of: " + ", ".join(dict.fromkeys(words)) if words else ""


def draw(workspace_folder: Path, out: Path) -> None:
    """Write the picture."""
    workspace = open_workspace(workspace_folder)
    with open_evidence(workspace, read_only=True) as evidence:
        document = next(row for row in evidence.documents() if row.name == NAME)
        tags = first_tags(list(evidence.tags(document.id)))
        passages = [p for p in evidence.passages(document.id) if p.pages and p.pages[0] == PAGE]
    titles = {row.code: row.title for row in load("sccif-asa-2024").criteria}
    page = pypdfium2.PdfDocument(original_path(workspace, document.id))[PAGE - 1]
    height = page.get_height()
    shot = page.render(scale=SCALE).to_pil().convert("RGB")
    width = shot.width + PANEL
    # The empty foot of the page says nothing: the picture ends below the last passage.
    lowest = min(box.y0 for passage in passages for box in passage.boxes)
    picture = Image.new("RGB", (width, int((height - lowest) * SCALE) + 2 * MARGIN), "white")
    picture.paste(shot, (0, 0))
    pen = ImageDraw.Draw(picture)
    bold, small = ImageFont.truetype(FONT, 19), ImageFont.truetype(FONT, 16)
    for passage in passages:
        tag = tags.get(passage.id)
        words, ink = label(tag, titles)
        x0 = min(box.x0 for box in passage.boxes) * SCALE - 5
        x1 = max(box.x1 for box in passage.boxes) * SCALE + 5
        top = (height - max(box.y1 for box in passage.boxes)) * SCALE - 2
        foot = (height - min(box.y0 for box in passage.boxes)) * SCALE + 2
        pen.rectangle((x0, top, x1, foot), outline=ink, width=2)
        pen.line((x1, top + 12, shot.width + 8, top + 12), fill=ink, width=1)
        pen.text((shot.width + 16, top), words, fill=ink, font=bold)
        pen.text((shot.width + 16, top + 26), because(passage, tag), fill="#444444", font=small)
    picture.quantize(64).save(out, optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(__file__).parents[1] / "picture.png")
