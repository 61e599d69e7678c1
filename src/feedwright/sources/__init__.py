"""Read articles: from the bytes of one file to an Article. Nothing here knows about feeds."""
