"""The pages of the site that are made from the code, and where every page stands.

`docs/hooks.py` hands them to mkdocs; the tests read the same pages, run their examples and follow
their links.
"""
