"""What a language has words for. One file beside this one fills it in for each language."""

from __future__ import annotations

from msgspec import Struct

Words = tuple[str, ...]


class Vocabulary(Struct, frozen=True):
    """What one language calls things. `whole` phrases fill a line, `opening` ones begin it."""

    # dates
    weekdays: Words = ()
    published: Words = ()
    updated: Words = ()
    date_glue: Words = ()  # "published ON 18 March", "18 DE marzo"
    time_glue: Words = ()  # "18 March AT 14:30"
    time_units: Words = ()  # "14:30 HORAS"
    reading_time: Words = ()  # what stands beside the minutes in "4 min read"
    reading_label: Words = ()  # "READING TIME: 4 minutes"
    relative_time: Words = ()  # "3 hours AGO": tells a date line, but no date

    # people
    by: Words = ()
    unsigned: Words = ()  # whole bylines that name nobody: "STAFF REPORT"
    conjunctions: Words = ()
    particles: Words = ()  # lower-case words inside names
    whereabouts: Words = ()  # "Ann Lee IN London"
    roles: Words = ()
    outlets: Words = ()  # words that tell a newspaper from a person

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
    sections: Words = ()  # top-level sections: two of them side by side are a menu, not a path

    parent_sections: Words = ()  # those that hold all others

    # what surrounds an article
    comments: Words = ()
    no_comments: Words = ()
    pieces: Words = ()  # what is commented on: "POST without comments"
    holding: Words = ()  # "post WITH 3 comments"
    show: Words = ()  # "VIEW 3 comments"
    comment_invitations: Words = ()
    tags: Words = ()
    alerts: Words = ()  # begin a ticker: "BREAKING: X"
    related: Words = ()  # label of one or a few headlines inside the story
    boxes: Words = ()  # label of a list of other stories, or of a form: nothing of it is ours
    box_glue: Words = ()  # "most read IN sport"
    buttons: Words = ()  # words of which share bars and tool bars are made
    button_glue: Words = ()  # words that only join them: "share ON twitter"
    notices_opening: Words = ()  # cookie banners, newsletter sign-ups, follow-us lines
    notices_whole: Words = ()
    promotion: Words = ()  # words that betray an advertisement inside a box
    ending: Words = ()  # legal lines: nothing of the article comes after them
