"""What single aggregators get: the section's feed as one of them takes it.

Each file in `known/` is one partner, in the words of `partner.py`. The numbers are the partner's own;
checks/profiles/ has them a second time, from the same pages, so that neither repeats the other's slips.
"""
