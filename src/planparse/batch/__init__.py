"""Many notices at once: what is read, by whom, what is kept so that a run can go on, what comes out.

`run.py` is the spine. Nothing here knows the command line.
"""
