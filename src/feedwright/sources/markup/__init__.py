"""What other generators put into the text of an article, made plain: Liquid, shortcodes, MDX, admonitions.

Nothing is executed, and no template is read: what a tag means by itself is rendered, all else is dropped.
"""
