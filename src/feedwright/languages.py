"""Which languages exist, by the first subtag of their tags (RFC 5646, section 2.2.1)."""

from __future__ import annotations

_TWO_LETTERS = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie
    ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv
    mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm
    rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts
    tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu bh in iw ji jw mo sh i x
    """.split()  # noqa: SIM905
)
"""ISO 639-1, which is complete; then deprecated codes, and the prefixes of registered and private tags."""


def exists(tag: str) -> bool:
    """Whether the language of the tag exists; all codes of three letters do (ISO 639-3 has 8,000)."""
    language = tag.partition("-")[0].lower()
    return len(language) == 3 or language in _TWO_LETTERS


def code_of(name: str) -> str:
    """The code of a language by its name in English or in itself: en for English; "" if there is none."""
    from babel import Locale

    wanted = name.strip().casefold()
    english = {label.casefold(): code for code, label in Locale("en").languages.items() if len(code) == 2}
    if wanted in english:
        return str(english[wanted])
    codes = sorted(code for code in _TWO_LETTERS if len(code) == 2)
    own = {(label or "").casefold(): code for code in codes if (label := _own_name(code))}
    return str(own.get(wanted, ""))


def _own_name(code: str) -> str | None:
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale(code).get_language_name(code)
        return str(name) if name else None
    except (UnknownLocaleError, ValueError):
        return None
