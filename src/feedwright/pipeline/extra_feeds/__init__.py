"""Feeds that no folder of content/ makes: each is a section of the catalog all the same.

    lists.py       those that editors curate (content/_lists/)
    topics.py      those of tags and authors, which articles name
    own_feeds.py   those of `feeds.more`, in which articles are placed that meet conditions

No other section may take their places below feeds/ (reserved.py).
"""
