"""One-time import: articles of other systems become Markdown files under content/.

`store` opens what is given (file, folder or zip), `origins` has one module per system to import from, and
`write` writes the records under content/. No build imports anything of this package.
"""
