"""The catalog's tables (SQLite), step by step as they came to be."""

from __future__ import annotations

_FIRST = """
CREATE TABLE ledger (
    id TEXT PRIMARY KEY,
    path TEXT UNIQUE,           -- relative to content/, NULL once the article is gone
    slug TEXT NOT NULL,
    day TEXT NOT NULL,          -- of publication, as the article says it
    digest BLOB NOT NULL,       -- SHA-256 of the file
    fingerprint BLOB NOT NULL,  -- of what readers see
    published INTEGER,          -- seconds since 1970, at first publication, NULL before
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_digest ON ledger (digest) WHERE path IS NULL;
CREATE INDEX ledger_slug ON ledger (slug, day) WHERE path IS NULL;
CREATE TABLE folder (           -- content/ as it was looked at last
    path TEXT PRIMARY KEY,
    listing BLOB NOT NULL       -- its files with their stats (MessagePack)
) STRICT, WITHOUT ROWID;
CREATE TABLE article (          -- what is good and no draft
    path TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    expires INTEGER,
    placed BLOB NOT NULL        -- the sections of its placements (MessagePack)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_published ON article (published);
CREATE INDEX article_expires ON article (expires) WHERE expires IS NOT NULL;
CREATE TABLE placement (        -- which sections' feeds may show an article, in their order
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    id TEXT NOT NULL,
    path TEXT NOT NULL,
    inherited INTEGER NOT NULL, -- whether the article is a descendant's
    expires INTEGER,
    PRIMARY KEY (section, published DESC, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE label (section TEXT PRIMARY KEY, label TEXT NOT NULL) STRICT;  -- from breadcrumbs
CREATE TABLE entry (            -- entries as published
    path TEXT PRIMARY KEY,
    body BLOB NOT NULL,         -- Entry (MessagePack)
    stale INTEGER NOT NULL      -- whether it has to be made anew
) STRICT;
CREATE TABLE medium (           -- the media files that an entry or a feed was made with
    owner TEXT NOT NULL,        -- the path of the article, or `feed:` and the section
    file TEXT NOT NULL,         -- relative to content/
    state BLOB NOT NULL,        -- as it was, empty where it was missing
    PRIMARY KEY (owner, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE published_medium (  -- the files under feeds/media/ that an entry or a feed refers to
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE section_file (path TEXT PRIMARY KEY, section TEXT NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE rejection (path TEXT PRIMARY KEY, section TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE TABLE feed (             -- what readers may have subscribed to, and its files as written
    section TEXT PRIMARY KEY,
    files BLOB NOT NULL,
    updated INTEGER NOT NULL    -- as the feed says it
) STRICT;
CREATE TABLE last_run (of INTEGER PRIMARY KEY, settings BLOB NOT NULL, clock INTEGER NOT NULL) STRICT;
"""


# A run asks every time which scheduled articles have come; of a million articles few are scheduled.
_SCHEDULED = "CREATE INDEX ledger_scheduled ON ledger (path) WHERE published IS NULL;"

_QUEUE = """
CREATE TABLE announcement (     -- what hubs are still to be told
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,        -- the URL of a feed that changed
    since INTEGER NOT NULL,     -- when it was to be told first
    tries INTEGER NOT NULL,
    next_try INTEGER NOT NULL,
    is_down INTEGER NOT NULL,   -- whether the hub as a whole did not answer
    PRIMARY KEY (hub, topic)
) STRICT, WITHOUT ROWID;
"""

_WHOLE = """
CREATE TABLE whole (            -- what is the publication's as a whole, packed by whoever put it
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
"""

# A feed that shows nothing is dated by what expired last; few articles ever expire.
_EXPIRED = "CREATE INDEX placement_expires ON placement (section, expires) WHERE expires IS NOT NULL;"

_TOPICS = """
CREATE TABLE spelling (         -- what articles call their tags and authors
    topic TEXT NOT NULL,        -- the section of its feed, such as tags/climate
    label TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (topic, label, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX spelling_path ON spelling (path);
"""

_TOMBSTONES = """
CREATE TABLE tombstone (        -- what has left a section's feeds for good
    section TEXT NOT NULL,
    id TEXT NOT NULL,
    gone INTEGER NOT NULL,
    reason TEXT,
    PRIMARY KEY (section, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_id ON tombstone (id);
CREATE INDEX tombstone_gone ON tombstone (gone);
"""

_ARCHIVES = """
CREATE TABLE archived (         -- which archive page of a section's feed an entry is in
    section TEXT NOT NULL,
    page INTEGER NOT NULL,
    id TEXT NOT NULL,
    updated INTEGER NOT NULL,   -- as the page has it
    corrected INTEGER,          -- when it was found to be newer than the page had it
    PRIMARY KEY (section, page, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX archived_id ON archived (id, section);
CREATE INDEX archived_corrected ON archived (corrected) WHERE corrected IS NOT NULL;
CREATE TABLE archive_page (
    section TEXT NOT NULL,
    page INTEGER NOT NULL,      -- from 1, the oldest
    files BLOB NOT NULL,        -- as written
    stale INTEGER NOT NULL,     -- whether it has to be written anew
    PRIMARY KEY (section, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_page_stale ON archive_page (section, page) WHERE stale;
"""

# Some aggregators delete only what a feed still names.
_EPITAPHS = "ALTER TABLE tombstone ADD COLUMN title TEXT; ALTER TABLE tombstone ADD COLUMN url TEXT;"

# What was known before what, whatever dates say; a row keeps its number through all changes.
_SEQUENCE = """
ALTER TABLE ledger RENAME TO unnumbered;
CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY,  -- the order in which articles were first seen, as far as it is known
    id TEXT NOT NULL UNIQUE,
    path TEXT UNIQUE,              -- relative to content/, NULL once the article is gone
    slug TEXT NOT NULL,
    day TEXT NOT NULL,             -- of publication, as the article says it
    digest BLOB NOT NULL,          -- SHA-256 of the file
    fingerprint BLOB NOT NULL,     -- of what readers see, empty until they do
    published INTEGER,             -- seconds since 1970, at first publication, NULL before
    updated INTEGER NOT NULL
) STRICT;
INSERT INTO ledger SELECT rowid, * FROM unnumbered;
DROP TABLE unnumbered;
CREATE INDEX ledger_digest ON ledger (digest) WHERE path IS NULL;
CREATE INDEX ledger_slug ON ledger (slug, day) WHERE path IS NULL;
CREATE INDEX ledger_scheduled ON ledger (path) WHERE published IS NULL;
"""

_AGAIN = """
CREATE TABLE moment (           -- when an article's `updated` comes, which is not so before
    path TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX moment_at ON moment (at);
CREATE TABLE named (            -- the sections that articles name themselves, whether they are there or not
    section TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (section, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_path ON named (path);
"""

_UNSHOWN = """
CREATE TABLE unshown_medium (   -- the files under feeds/media/ that nothing shows any more
    name TEXT NOT NULL,
    id TEXT NOT NULL,           -- of the article that showed it, or `feed:` and the section; empty: unknown
    length INTEGER NOT NULL,
    since INTEGER,              -- until when it was shown, NULL during the run that found it unshown
    at_once INTEGER NOT NULL,   -- whether it goes whatever `media.keep` says
    PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unshown_medium_id ON unshown_medium (id);
CREATE INDEX unshown_medium_since ON unshown_medium (since);
CREATE INDEX unshown_medium_at_once ON unshown_medium (name) WHERE at_once;
CREATE INDEX published_medium_name ON published_medium (name);
"""

# Feeds and catalog may be restored from copies of different ages: what of the feeds is news to the ledger?
_TOLD = """
CREATE TABLE told (             -- what feeds ever showed: an id under a URL
    pair INTEGER PRIMARY KEY    -- a digest of both
) STRICT;
"""

# Id and path stood in all rows of an article and in two indexes: a million took 900 MB. Its placements
# name it by a number now. Indexes have names, so that a first build can make them when all rows are there.
_NUMBERED = """
DROP INDEX ledger_digest;
DROP INDEX ledger_slug;
DROP INDEX ledger_scheduled;
DROP INDEX article_published;
DROP INDEX article_expires;
DROP INDEX placement_expires;
ALTER TABLE ledger RENAME TO ledger_before;
ALTER TABLE article RENAME TO article_before;
ALTER TABLE placement RENAME TO placement_before;
CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY,  -- the order in which articles were first seen, as far as it is known
    id TEXT NOT NULL,
    path TEXT,                     -- relative to content/, NULL once the article is gone
    slug TEXT NOT NULL,
    day TEXT NOT NULL,             -- of publication, as the article says it
    digest BLOB NOT NULL,          -- of the file: half of its SHA-256
    fingerprint BLOB NOT NULL,     -- of what readers see, empty until they do
    published INTEGER,             -- seconds since 1970, at first publication, NULL before
    updated INTEGER NOT NULL
) STRICT;
INSERT INTO ledger
    SELECT sequence, id, path, slug, day, substr(digest, 1, 16), fingerprint, published, updated
    FROM ledger_before ORDER BY sequence;
CREATE UNIQUE INDEX ledger_id ON ledger (id);
CREATE UNIQUE INDEX ledger_path ON ledger (path);
CREATE INDEX ledger_digest ON ledger (digest) WHERE path IS NULL;
CREATE INDEX ledger_slug ON ledger (slug, day) WHERE path IS NULL;
CREATE INDEX ledger_scheduled ON ledger (path) WHERE published IS NULL;
CREATE TABLE article (             -- what is good and no draft
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    id TEXT NOT NULL,
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    expires INTEGER,
    placed BLOB NOT NULL           -- the sections of its placements (MessagePack)
) STRICT;
INSERT INTO article SELECT NULL, * FROM article_before ORDER BY path;
CREATE UNIQUE INDEX article_path ON article (path);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_expires ON article (expires) WHERE expires IS NOT NULL;
CREATE TABLE placement (           -- which sections' feeds may show an article, in their order
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    article INTEGER NOT NULL,      -- its number
    inherited INTEGER NOT NULL,    -- whether the article is a descendant's
    expires INTEGER,
    PRIMARY KEY (section, published DESC, article)
) STRICT, WITHOUT ROWID;
INSERT INTO placement
    SELECT placed.section, placed.published, number, inherited, placed.expires
    FROM placement_before AS placed JOIN article USING (path)
    ORDER BY placed.section, placed.published DESC, number;
CREATE INDEX placement_expires ON placement (section, expires) WHERE expires IS NOT NULL;
DROP TABLE ledger_before;
DROP TABLE article_before;
DROP TABLE placement_before;
"""

# An article's usual placements follow from its section, and a date is a number: 25 bytes an article. How many
# articles a section has was counted by each run, 100 ms of a million. Names that say what tables hold.
_COMPACT = """
DROP INDEX ledger_id;
DROP INDEX ledger_path;
DROP INDEX ledger_digest;
DROP INDEX ledger_slug;
DROP INDEX ledger_scheduled;
DROP INDEX article_path;
DROP INDEX article_published;
DROP INDEX article_expires;
ALTER TABLE ledger RENAME TO ledger_before;
ALTER TABLE article RENAME TO article_before;
CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY,  -- the order in which articles were first seen, as far as it is known
    id TEXT NOT NULL,
    path TEXT,                     -- relative to content/, NULL once the article is gone
    slug TEXT NOT NULL,
    day INTEGER NOT NULL,          -- of publication, as the article says it: 1 is 1 January of the year 1
    digest BLOB NOT NULL,          -- of the file: half of its SHA-256
    fingerprint BLOB NOT NULL,     -- of what readers see, empty until they do
    published INTEGER,             -- seconds since 1970, at first publication, NULL before
    updated INTEGER NOT NULL
) STRICT;
INSERT INTO ledger
    SELECT sequence, id, path, slug, CAST(julianday(day) - 1721424.5 AS INTEGER), digest, fingerprint,
        published, updated
    FROM ledger_before ORDER BY sequence;
CREATE UNIQUE INDEX ledger_id ON ledger (id);
CREATE UNIQUE INDEX ledger_path ON ledger (path);
CREATE INDEX ledger_digest ON ledger (digest) WHERE path IS NULL;
CREATE INDEX ledger_slug ON ledger (slug, day) WHERE path IS NULL;
CREATE INDEX ledger_scheduled ON ledger (path) WHERE published IS NULL;
CREATE TABLE article (             -- what is good and no draft
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    id TEXT NOT NULL,
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    expires INTEGER,
    placed BLOB                    -- the sections of its placements (MessagePack); NULL: its own, all above
) STRICT;
INSERT INTO article SELECT * FROM article_before ORDER BY number;
CREATE UNIQUE INDEX article_path ON article (path);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_expires ON article (expires) WHERE expires IS NOT NULL;
DROP TABLE ledger_before;
DROP TABLE article_before;
CREATE TABLE placement_count (     -- how many placements a section has
    section TEXT PRIMARY KEY,
    own INTEGER NOT NULL,          -- those that are not inherited
    inherited INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO placement_count
    SELECT section, SUM(NOT inherited), SUM(inherited) FROM placement GROUP BY section;
CREATE VIEW candidate AS           -- an article as feeds and archive pages select it
    SELECT number, path, id, section, published, expires, placed,
        EXISTS (SELECT 1 FROM entry WHERE entry.path = article.path AND NOT stale) AS has_entry
    FROM article;
CREATE TABLE named_value (         -- what a publication has one of (catalog/values.py)
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL,      -- of its type
    value BLOB NOT NULL            -- MessagePack
) STRICT;
INSERT INTO named_value
    SELECT CASE name WHEN 'files' THEN 'shared_files' WHEN 'kept' THEN 'orphans'
        WHEN 'lists' THEN 'topic_lists' WHEN 'sections' THEN 'known_sections' ELSE name END, 1, value
    FROM whole WHERE name NOT LIKE 'media %';
INSERT INTO named_value
    SELECT 'media_cleaned', 1, x'c3' FROM whole WHERE name = 'media cleaned' AND value != x'';
DROP TABLE whole;
ALTER TABLE told RENAME TO shown_url;
ALTER TABLE unshown_medium RENAME TO unreferenced_medium;
ALTER TABLE named RENAME TO named_section;
ALTER TABLE moment RENAME TO update_due;
"""

_SITEMAP = """
CREATE TABLE sitemap_page (        -- the pages of articles, if there is a sitemap
    article INTEGER PRIMARY KEY,   -- its number
    url TEXT NOT NULL
) STRICT;
CREATE TABLE sitemap_file (        -- the files of the sitemap under feeds/, without its index
    name TEXT PRIMARY KEY,
    section TEXT NOT NULL,         -- the first part of its articles' sections
    month INTEGER NOT NULL,        -- of their publication: 12 for each year, from 0 in January
    length INTEGER NOT NULL,       -- as written
    mtime INTEGER NOT NULL,
    updated INTEGER NOT NULL       -- the newest date in it
) STRICT, WITHOUT ROWID;
CREATE INDEX sitemap_file_group ON sitemap_file (month, section);
CREATE TABLE unindexed (           -- the articles that search engines are not to list
    article INTEGER PRIMARY KEY    -- its number
) STRICT;
"""

_STANDING = """
CREATE TABLE standing_warning (    -- what somebody should mend, until it is mended
    step TEXT NOT NULL,            -- of a run
    subject TEXT NOT NULL,         -- what the step looked at: the path of an article, a section
    path TEXT NOT NULL,            -- the file to mend, as messages name it
    message TEXT NOT NULL,
    since INTEGER NOT NULL,        -- seconds since 1970
    until INTEGER,                 -- when it will no longer hold, whatever anybody does
    PRIMARY KEY (step, subject, path, message)
) STRICT, WITHOUT ROWID;
CREATE TABLE waiting_article (     -- drafts, and articles whose date is still to come
    path TEXT PRIMARY KEY,
    section TEXT NOT NULL,
    title TEXT NOT NULL,
    date INTEGER NOT NULL,
    is_draft INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

STEPS = (
    _FIRST, _SCHEDULED, _QUEUE, _WHOLE, _EXPIRED, _TOPICS, _TOMBSTONES, _ARCHIVES, _EPITAPHS, _SEQUENCE,
    _AGAIN, _UNSHOWN, _TOLD, _NUMBERED, _COMPACT, _SITEMAP, _STANDING,
)  # fmt: skip
"""What makes a catalog of each version from one of the version before, the first from nothing.

SQLite's user_version says which it has. A step, once released, is never changed.
"""
