"""Articles that are kept elsewhere -> Markdown articles under content/, once.

`store` opens what is given (file, folder, zip), `origins` has one file a system to come from, `write`
puts its records under content/. Nothing here is imported by a build.
"""
