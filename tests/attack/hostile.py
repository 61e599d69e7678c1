"""Articles that mean harm, or are careless: each vector in each place where an author may write.

Every text begins and ends with a word of its own, so that what was lost is seen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from msgspec import Struct

from conftest import CONFIG, Publication
from feedwright.sources.titles import plain_title

VECTORS = (
    # Script, in the ways that browsers run it.
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=x ONERROR=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<iframe src="javascript:alert(1)"></iframe>',
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    '<a href="javascript:alert(1)">click</a>',
    '<a href="jav&#x09;ascript:alert(1)">click</a>',
    "<details open ontoggle=alert(1)>more</details>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    '<object data="javascript:alert(1)"></object>',
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<template><img src=x onerror=alert(1)></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<form action="javascript:alert(1)"><button>go</button></form>',
    "<p onclick=alert(1)>press</p>",
    "<style>@import 'x'; p { color: red }</style>",
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "<base href=javascript:alert(1)//>",
    # The ends of what it may stand in.
    '"><img src=x onerror=alert(1)>',
    "'><script>alert(1)</script>",
    "`><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onmouseover='alert(1)' x='",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "--><img src=x onerror=alert(1)><!--",
    "<!-- <script>alert(1)</script> -->",
    "</description><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea></style></script><img src=x onerror=alert(1)>",
    '\\"}],"title":"<script>alert(1)</script>',
    # Escaped once, twice, and by number.
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;",
    "&LT;script&GT;alert(1)&LT;/script&GT;",
    # What is no harm, and is lost where it is taken for HTML.
    "Put it in a <main> element",
    "when x<y & y>z",
    "if (a < b && c > d) return a<b;",
    "std::vector<std::map<int, T>>",
    "we <3 you",
    "1 < 2 > 0 <= 3 => 4",
    "a <b>bold claim",
    "half a tag <i",
    "the end </p>",
    "a lone < and a lone &",
    "AT&T, R&D; Q&A &c.",
    "&nbsp &copy &notit; &unknown; &#0; &#x110000;",
    "cents&cent;euro&euro and &amp; itself",
    "<?xml version='1.0'?> <?php echo 1 ?>",
    "<!DOCTYPE html> <!ENTITY x 'y'>",
    "{{ 7 * 7 }} ${alert(1)} <%= 1 %>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u202e<b>right to left</b>\u202c",
    "C:\\temp\\new \\u003cb\\u003e",
)

PLACES = ("title", "summary", "code", "text", "html", "caption", "credit", "alt", "author", "tag")
"""`code` and `text` are a body in which the vector is escaped, `html` one in which it is not."""


class Hostile(Struct, frozen=True):
    """One article: where its file is, and the text that people must read, None where it may be cut."""

    path: str
    place: str
    text: str

    @property
    def words(self) -> tuple[str, str]:
        """The words around the vector."""
        first, *_, last = self.text.split()
        return first, last


def publish(publication: Publication, vectors: Sequence[str], places: Sequence[str]) -> list[Hostile]:
    """Builds a publication with each vector in each of these places, a section for each vector.

    The section's title and description have it, too.
    """
    publication.configure(
        CONFIG + "  entries: 40\n  archive: true\n  content: both\n"
        "partners: [flipboard, mailchimp, zapier, smartnews]\n"
    )
    made = [
        _write(publication, number, vector, place)
        for number, vector in enumerate(vectors)
        for place in places
    ]
    for number, vector in enumerate(vectors):
        keys = {"title": f"Part{number} {vector} end{number}", "description": about(number, vector)}
        publication.write(f"s{number}/_section.yaml", json.dumps(keys))
    report = publication.build()
    assert report.rejected == []
    return made


def about(number: int, vector: str) -> str:
    """The description of a vector's section."""
    return f"About{number} {vector} enough{number}"


def _write(publication: Publication, number: int, vector: str, place: str) -> Hostile:
    text = f"Alpha{number}{place} {vector} omega{number}{place}"
    keys: dict[str, object] = {"title": f"{place} {number}", "date": f"2026-11-{1 + number % 20:02}"}
    body, suffix = "<p>Nothing here.</p>", ".html"
    if place in ("title", "summary", "author"):
        keys[place] = text
    elif place == "tag":
        keys["tags"] = [text]
    elif place in ("caption", "credit", "alt"):
        keys["image"] = {"src": "https://example.org/a.png", place: text}
    elif place == "code":
        body, suffix = f"`` {text} ``\n", ".md"
    else:
        body = f"<p>{escape(text) if place == 'text' else text}</p>"
    path = f"s{number}/{place}{suffix}"
    publication.write(path, _file(keys, body))
    return Hostile(path, place, _left_of(text, place))


def _left_of(text: str, place: str) -> str:
    """What people must read: titles have no HTML; an expression of a template in a text is said instead."""
    if place == "title":
        return plain_title(text)
    return text.replace("{{ 7 * 7 }} ", "") if place == "text" else text


def _file(keys: dict[str, object], body: str) -> str:
    header = "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items())
    return f"---\n{header}---\n\n{body}\n"
