"""Tell people who look after a publication how the last run ended, and what is wrong now.

    last_run.py  how the last run ended, in a file in .feedwright/
    status.py    what is wrong now, what waits, what appeared today

Knows the catalog and the settings; no run knows it. `api/_following.py` calls it when a run has ended.
"""
