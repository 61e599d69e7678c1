"""Markup of other generators in the text of articles: Liquid, shortcodes, MDX, admonitions.

Nothing is executed and no template is read: tags with a known meaning are rendered, all others are removed.
"""
