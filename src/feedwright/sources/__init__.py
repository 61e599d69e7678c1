"""From the bytes of one file to an Article; nothing here knows of feeds."""
