"""Feeds for single aggregators (partners), which follow their requirements.

Each file in `known/` is a partner, in the schema of `partner.py`. checks/profiles/ repeats its limits,
so that checks find mistakes made here.
"""
