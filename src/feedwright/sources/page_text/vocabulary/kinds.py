"""The kinds of words in a vocabulary. Each language has a file with these in this folder."""

from __future__ import annotations

from msgspec import Struct

Words = tuple[str, ...]


class Vocabulary(Struct, frozen=True):
    """The words of one language. `..._whole` phrases are a whole line, `..._opening` phrases begin one."""

    # dates
    weekdays: Words = ()
    published: Words = ()
    updated: Words = ()
    date_glue: Words = ()  # "published ON 18 March", "18 DE marzo"
    time_glue: Words = ()  # "18 March AT 14:30"
    time_units: Words = ()  # "14:30 HORAS"
    reading_time: Words = ()  # the words around the minutes in "4 min read"
    reading_label: Words = ()  # "READING TIME: 4 minutes"
    relative_time: Words = ()  # "3 hours AGO": a dateline without a date

    # people
    by: Words = ()
    unsigned: Words = ()  # bylines without a name: "STAFF REPORT"
    conjunctions: Words = ()
    particles: Words = ()  # lower-case words inside names
    whereabouts: Words = ()  # "Ann Lee IN London"
    roles: Words = ()
    outlets: Words = ()  # words in names of newspapers, which persons do not have

    # pictures
    photo: Words = ()
    photo_by: Words = ()  # "Photo BY"
    courtesy: Words = ()  # begin a credit that has no other label: "COURTESY OF the museum"
    caption: Words = ()
    photo_comma: Words = ()  # labels that a comma may follow: "IMAGE SOURCE, Reuters"
    credit_words: Words = ()  # small words in credits: "COURTESY of Ann Lee"

    # places on the site
    home: Words = ()
    you_are_here: Words = ()
    sections: Words = ()  # top-level sections: two of them in a row are a menu, not a path
    parent_sections: Words = ()  # sections that contain all others

    # what surrounds an article
    comments: Words = ()
    no_comments: Words = ()
    pieces: Words = ()  # the thing that has comments: "POST without comments"
    holding: Words = ()  # "post WITH 3 comments"
    show: Words = ()  # "VIEW 3 comments"
    comment_invitations: Words = ()
    tags: Words = ()
    alerts: Words = ()  # labels of breaking news: "BREAKING: X"
    related: Words = ()  # labels of one or a few headlines of other articles inside the story
    boxes: Words = ()  # labels of lists of other articles, or of forms: nothing below is part of the story
    box_glue: Words = ()  # "most read IN sport"
    buttons: Words = ()  # words of share buttons and toolbars
    button_glue: Words = ()  # words between those: "share ON twitter"
    notices_opening: Words = ()  # cookie banners, newsletter sign-ups, follow-us lines
    notices_whole: Words = ()
    promotion: Words = ()  # words of advertisements
    ending: Words = ()  # legal phrases, which are below the article
