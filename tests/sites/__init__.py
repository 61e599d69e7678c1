"""Other people's sites, read in place: what becomes of their URLs, dates, titles and words."""
