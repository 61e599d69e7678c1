"""Go templates, as Hugo's shortcodes have them, as far as they are understood: conditions, loops, functions.

A template that has anything else is unknown as a whole: half of what it shows may be worse than nothing.
"""
