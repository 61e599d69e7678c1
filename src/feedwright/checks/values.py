"""The types of values in namespaces (`namespaces/*.yaml`): what an attribute or a text may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from feedwright.checks import grammar
from feedwright.checks.countries import COUNTRIES, CURRENCIES
from feedwright.checks.credit_roles import EBU_ROLES
from feedwright.checks.document import START, Date, Text
from feedwright.checks.read import dates

Fits = Callable[[str], bool]


class Type(Struct, frozen=True):
    """A type: whether a value is of it, and what such a value is called in messages."""

    fits: Fits
    what: str


def of(name: str | tuple[str, ...]) -> Type:
    """The type of a name in `TYPES`, of a regular expression between slashes, or of a list of words.

    White space around a value is ignored.
    """
    if isinstance(name, tuple):
        listed = ", ".join(name[:-1])
        return Type(lambda value: value.strip() in name, f"{listed} or {name[-1]}" if listed else name[0])
    if name.startswith("/"):
        pattern = re.compile(name.strip("/"))
        return Type(lambda value: pattern.fullmatch(value.strip()) is not None, "of the expected form")
    return TYPES[name]


def _date(parse: Callable[[Text], Date]) -> Fits:
    return lambda value: not parse(Text(value, START)).fault


def _number(pattern: str, least: float | None = None, most: float | None = None) -> Fits:
    compiled = re.compile(pattern)

    def fits(value: str) -> bool:
        value = value.strip()
        if compiled.fullmatch(value) is None:
            return False
        number = float(value)
        return (least is None or number >= least) and (most is None or number <= most)

    return fits


def _is_url(value: str) -> bool:
    return bool(grammar.scheme(value.strip())) and grammar.is_uri(value.strip())


def _is_web_url(value: str) -> bool:
    return grammar.is_absolute_http(value.strip()) and grammar.is_uri(value.strip())


def _is_geometry(value: str) -> bool:
    """Pairs of latitude and longitude."""
    numbers = value.split()
    return (
        len(numbers) >= 2 and len(numbers) % 2 == 0 and all(_is_decimal(number) for number in numbers[:2000])
    )


_WHOLE = r"[+-]?[0-9]{1,18}"
_DECIMAL = r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE][+-]?[0-9]{1,3})?"
_is_decimal = _number(_DECIMAL)
# Normal play time (RFC 2326, section 3.6): now, seconds, or hours, minutes and seconds.
_NPT = re.compile(r"now|[0-9]{1,9}(?:\.[0-9]{1,9})?|[0-9]{1,4}:[0-5]?[0-9]:[0-5]?[0-9](?:\.[0-9]{1,9})?")
_ISO8601 = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_NSS = re.compile(r"(?:[A-Za-z0-9()+,.:=@;$_!*'/?#-]|%[0-9A-Fa-f]{2})+")


def _is_iso8601(value: str) -> bool:
    value = value.strip()
    if _ISO8601.fullmatch(value) is None:
        return False
    # Without a zone, the rest must still be a date. Google documents +0100, too.
    zoned = re.sub(r"([+-][0-9]{2})([0-9]{2})$", r"\1:\2", value) if "T" in value else value
    if "T" in value and not re.search(r"Z|[+-]..:..$", zoned):
        zoned += "Z"
    return not dates.w3c(Text(zoned, START)).fault


TYPES: Mapping[str, Type] = {
    "any": Type(lambda value: True, "anything"),
    "text": Type(lambda value: True, "text"),
    "name": Type(lambda value: bool(value.strip()), "text"),
    "url": Type(_is_url, "a whole URL, such as https://example.org/"),
    "web-url": Type(_is_web_url, "a whole URL that starts with https:// or http://"),
    "reference": Type(lambda value: grammar.is_iri_reference(value.strip()), "a URL"),
    "iri": Type(grammar.is_absolute_iri, "an absolute IRI"),
    "mime": Type(lambda value: grammar.is_mime(value.strip()), "a MIME type, such as image/jpeg"),
    "language": Type(lambda value: grammar.is_language(value.strip()), "a language tag, such as en or pt-BR"),
    "country": Type(lambda value: value.strip() in COUNTRIES, "a country of ISO 3166, such as US"),
    "countries": Type(
        lambda value: all(one in COUNTRIES for one in value.upper().split()),
        "countries of ISO 3166, with spaces between them",
    ),
    "currency": Type(lambda value: value.strip() in CURRENCIES, "a currency of ISO 4217, such as USD"),
    "address": Type(lambda value: bool(grammar.address_of(value.strip())), "an e-mail address"),
    "address-alone": Type(
        lambda value: grammar.is_address(value.strip()), "an e-mail address and nothing else"
    ),
    "rfc822": Type(_date(dates.rfc822), "a date such as Fri, 18 Mar 2022 14:30:00 GMT"),
    "rfc3339": Type(_date(dates.rfc3339), "a date such as 2022-03-18T14:30:00Z"),
    "w3c": Type(_date(dates.w3c), "a date such as 2022-03-18 or 2022-03-18T14:30:00Z"),
    "iso8601": Type(_is_iso8601, "a date of ISO 8601, such as 2022-03-18T14:30:00Z"),
    "day": Type(
        lambda value: len(value.strip()) == 10 and not dates.w3c(Text(value, START)).fault,
        "a day such as 2022-03-18",
    ),
    "integer": Type(_number(_WHOLE), "a whole number"),
    "count": Type(_number(_WHOLE, 0), "a whole number, 0 or more"),
    "positive": Type(_number(_WHOLE, 1), "a whole number above 0"),
    "uint31": Type(_number(_WHOLE, 1, 2**31 - 1), "a whole number from 1 to 2,147,483,647"),
    "decimal": Type(_is_decimal, "a number"),
    "amount": Type(_number(_DECIMAL, 0), "a number, 0 or more"),
    "float-unit": Type(
        lambda value: (
            re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{0,9})?(?:\s?[A-Za-z]{1,20})?", value.strip()) is not None
        ),
        "a number with a unit",
    ),
    "percentage": Type(_number(_DECIMAL, 0, 100), "a number from 0 to 100"),
    "latitude": Type(_number(_DECIMAL, -90, 90), "a latitude from -90 to 90"),
    "longitude": Type(_number(_DECIMAL, -180, 180), "a longitude from -180 to 180"),
    "geometry": Type(_is_geometry, "pairs of latitude and longitude"),
    "boolean": Type(lambda value: value.strip() in ("true", "false"), "true or false"),
    "boolean-any-case": Type(lambda value: value.strip().lower() in ("true", "false"), "true or false"),
    "npt": Type(lambda value: _NPT.fullmatch(value.strip()) is not None, "a time such as 12:05:01.123"),
    "ebu-role": Type(lambda value: value.strip() in EBU_ROLES, "a role of the European Broadcasting Union"),
    "urn-part": Type(lambda value: _NSS.fullmatch(value) is not None, "characters of a URN (RFC 2141)"),
}
