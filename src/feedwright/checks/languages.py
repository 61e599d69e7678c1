"""Which languages exist, by the first subtag of their tags (RFC 5646, section 2.2.1)."""

from __future__ import annotations

from feedwright.checks.words import words

_TWO_LETTERS = words(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie
    ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv
    mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm
    rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts
    tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu bh in iw ji jw mo sh i x
    """
)
"""ISO 639-1, which is complete; then deprecated codes, and the prefixes of registered and private tags."""


def exists(tag: str) -> bool:
    """Whether the language of the tag exists; all codes of three letters do (ISO 639-3 has 8,000)."""
    language = tag.partition("-")[0].lower()
    return len(language) == 3 or language in _TWO_LETTERS
