"""Weights for reading saved pages, learnt from pages whose truth is known: `make train PAGES=folder`.

Needs numpy and scikit-learn (`pip install --group pages`). The same pages give the same weights.
"""
