"""Take the pictures of pages that README and docs/ show, of the sample publication in feeds/.

`make screenshots` runs it. It needs Debian's chromium and fonts-noto-core; docs/in-a-reader.png, of a desktop
program, is taken by hand.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

from browser import chromium, served

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT = 1280, 960
PHONE, GAP = 360, 40


def shot(browser: Any, url: str, width: int, scheme: str) -> Image.Image:
    """Take the first screen of a page."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page.goto(url)
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return taken


def main() -> None:
    """Write docs/section-page.png: a front on a wide screen, and on a phone in the dark."""
    with chromium() as browser, served(ROOT / "feeds") as url:
        wide = shot(browser, f"{url}news/", WIDTH, "light")
        phone = shot(browser, f"{url}news/", PHONE, "dark")
    sheet = Image.new("RGB", (WIDTH + GAP + PHONE, HEIGHT), "#d9d6cf")
    sheet.paste(wide, (0, 0))
    sheet.paste(phone, (WIDTH + GAP, 0))
    sheet.quantize(128, dither=Image.Dither.NONE).save(ROOT / "docs" / "section-page.png", optimize=True)


if __name__ == "__main__":
    main()
