"""How articles are written. Each module here is one dialect and defines two names:

`SUFFIXES`: the file suffixes it reads, such as `(".md", ".markdown")`.
`read(text, path) -> Body`: the text below the front matter, as HTML and whatever else it tells.
"""
