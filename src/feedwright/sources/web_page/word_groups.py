"""Groups of words in classes, ids and texts that suggest what a part of a page is.

Groups are features of the models. None of them decides alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

GROUP_WORDS = {
    "story": (
        "article articlebody articletext story storybody entry post postbody posttext artikel "
        "articulo texto prose richtext paragraph paywall"
    ),
    "content": "content contents main body text copy page inhalt contenido conteudo contenu",
    "advert": (
        "ad ads adv advert adverts advertisement advertising adslot adsense adsbygoogle sponsor "
        "sponsored werbung anzeige dfp banner outbrain taboola"
    ),
    "promotion": (
        "promo promotion promoted teaser teasers card cards tout cta callout deal deals product shop buy"
    ),
    "related": (
        "related relacionadas recommended recommendation recommendations recirc recirculation "
        "trending popular more most mehr read readmore latest next prev previous others similar also "
        "suggested list feed"
    ),
    "share": (
        "share sharing shares social sharedaddy sharebar sharebuttons facebook twitter whatsapp "
        "addthis follow print tools toolbar"
    ),
    "sign-up": (
        "newsletter newsletters subscribe subscription subscriptions signup register registration "
        "login abo optin mailing membership donate donation piano"
    ),
    "comments": "comment comments commentlist disqus respond reply replies discussion kommentar kommentare",
    "navigation": (
        "nav navbar navigation menu breadcrumb breadcrumbs crumbs pagination pager skip header "
        "masthead topbar tabs tab search site"
    ),
    "sidebar": "sidebar side aside rail widget widgets secondary column right left",
    "footer": "footer foot bottom colophon copyright legal imprint",
    "about": "author authors authorbox bio byline profile avatar vcard contributor writer",
    "meta": (
        "meta date dateline time timestamp tags tag taglist labels label categories category info "
        "details infos topics keywords published postmeta"
    ),
    "caption": (
        "caption captions credit credits photo image img figure picture gallery slideshow media video "
        "wp-caption bild legend player"
    ),
    "over": (
        "cookie cookies consent gdpr modal popup overlay dialog lightbox alert notification notice "
        "banner tooltip dropdown hidden hide invisible collapse collapsed noprint none"
    ),
    "standfirst": (
        "summary lead dek standfirst intro subtitle subhead subheadline excerpt description abstract "
        "teasertext bullets highlights"
    ),
    "quote": "quote pullquote blockquote pull",
    "title": "title headline heading kicker",
    "table": "table infobox factbox box sidebox fact facts",
    "embed": "embed tweet instagram embedded oembed",
    "correction": "correction disclaimer disclosure note notes footnote footnotes references editor",
    "unseen": "sr visually screenreader screen offscreen accessibility",
}
"""Groups of containers, and the words in a class or id that suggest each."""

SUBJECT_WORDS = {
    "sign up": (
        "sign_up signing_up newsletter newsletters subscribe subscriber subscribers subscription "
        "abonnieren abonnement abo suscríbete suscribirse inscreva assine assinar abonnez inbox "
        "donate donation donations join_us join_now support_us support_our member members membership "
        "anmelden registrieren register log_in sign_in 登録"
    ),
    "read more": (
        "read_more also_read read_also read_the read_next see_also more_on more_from more_stories "
        "related recommended lesen_sie mehr_zum siehe_auch lea_también lea_más leia_também leia_mais "
        "lire_aussi à_lire click_here click_to hier_klicken don't_miss watch_now continue_reading "
        "weiterlesen view_all view_more mehr_dazu auch_interessant most_read 関連"
    ),
    "photo": (
        "photo photos image images picture pictures foto fotos bild bilder imagen photograph "
        "photographer photographed getty credit afp reuters screenshot pictured courtesy shutterstock "
        "dpa imago 写真"
    ),
    "comments": (
        "comment comments kommentar kommentare comentario comentarios comentários commentaire "
        "commentaires reply replies responses コメント"
    ),
    "cookies": (
        "cookie cookies privacy datenschutz privacidad privacidade terms_of consent personal_data "
        "browser javascript adblock personal_information opt_out"
    ),
    "follow": (
        "follow facebook twitter instagram whatsapp telegram linkedin pinterest youtube email e_mail "
        "share teilen compartir compartilhar partager tweet newsletter podcast podcasts"
    ),
    "advertisement": (
        "advertisement advertising sponsored sponsor werbung anzeige anzeigen publicidad publicidade "
        "publicité affiliate commission buy price prices offer offers deal deals shop amazon ticket "
        "tickets"
    ),
    "about": (
        "updated published posted first_published last_modified aktualisiert stand actualizado "
        "atualizado publicado publié this_article this_story this_post editor_s_note contributed "
        "contributor disclaimer copyright all_rights reserved contact author editor reporter writer "
        "journalist correspondent columnist freelance autor redakteur redaktion"
    ),
}
"""Subjects of short texts, and the words that suggest each; an underscore joins two consecutive words."""

GROUPS = tuple(GROUP_WORDS)
_WORD = re.compile(r"[A-Z]*[a-z]+|[A-Z]+")
_MAX_NAMES_LENGTH = 400


def _bits(table: dict[str, str]) -> dict[str, int]:
    """Map each word to the groups that have it, one bit for each group."""
    found: dict[str, int] = {}
    for at, words in enumerate(table.values()):
        for word in words.split():
            found[word] = found.get(word, 0) | 1 << at
    return found


_GROUPS_OF_WORD, _SUBJECTS_OF_WORD = _bits(GROUP_WORDS), _bits(SUBJECT_WORDS)
_FIRST_WORDS = frozenset(word.partition("_")[0] for word in _SUBJECTS_OF_WORD if "_" in word)


@lru_cache(maxsize=4096)
def words_in_names(names: str) -> frozenset[str]:
    """Return the words in class and id: post, share and bar for `postShareBar-2`."""
    return frozenset(map(str.lower, _WORD.findall(names[:_MAX_NAMES_LENGTH])))


@lru_cache(maxsize=4096)
def find_groups(names: str) -> int:
    """Return the groups that the words in class and id suggest, one bit for each of GROUP_WORDS."""
    found = 0
    for word in words_in_names(names) & _GROUPS_OF_WORD.keys():
        found |= _GROUPS_OF_WORD[word]
    return found


def find_subjects(words: str) -> int:
    """Return the subjects of a normalized text, one bit for each of SUBJECT_WORDS."""
    found, before = 0, ""
    for one in words.split():
        if one in _SUBJECTS_OF_WORD:
            found |= _SUBJECTS_OF_WORD[one]
        if before in _FIRST_WORDS:
            found |= _SUBJECTS_OF_WORD.get(f"{before}_{one}", 0)
        before = one
    return found
