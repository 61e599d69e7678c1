"""rss2email: the mails that it puts into a Maildir after a run."""

import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

SETTINGS = """\
[DEFAULT]
to = reader@reader.example
email-protocol = maildir
maildir-path = {folder}
html-mail = True
date-header = True
name-format = {{author}}
"""

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    config = folder / "rss2email.cfg"
    config.write_text(SETTINGS.format(folder=folder))
    program = [
        str(Path(sys.executable).with_name("r2e")),
        "-c",
        str(config),
        "-d",
        f"{folder}/rss2email.json",
    ]
    for words in (["add", "feed", sys.argv[1]], ["run"]):
        subprocess.run([*program, *words], check=True, env={"HOME": name}, timeout=60, capture_output=True)
    mails = [file.read_bytes() for file in folder.glob("INBOX/new/*")]


def entry(found: EmailMessage) -> dict[str, Any]:
    body = found.get_body()
    page = body.get_content() if body else ""
    text = re.search(
        r'<div class="body" id="body">\n(.*?)\n</div>\n(?:<div class="footer">|</div>)', page, re.DOTALL
    )
    sound = re.search(r'Enclosure: <a href="([^"]+)"', page)
    return {
        "title": found["Subject"],
        "link": found["X-RSS-URL"],
        "id": found["X-RSS-ID"],
        "updated": parsedate_to_datetime(found["Date"]).replace(tzinfo=UTC).isoformat(),
        "author": found["From"].addresses[0].display_name,
        "full text": text[1] if text else None,
        "audio": sound[1] if sound else None,
        "categories": (found["X-RSS-TAGS"] or "").split(","),
    }


read = [entry(message_from_bytes(mail, policy=default)) for mail in mails]
json.dump(sorted(read, key=lambda found: str(found["updated"]), reverse=True), sys.stdout)
