"""How articles are written. Each module here is one dialect and defines three names:

`SUFFIXES`: the file suffixes it reads, such as `(".md", ".markdown")`.
`TELLS_MORE`: whether its text holds more than a body and a title (dates, authors, a caption).
`read(text, path) -> Body`: the text below the front matter, as HTML and whatever else it tells.
"""
