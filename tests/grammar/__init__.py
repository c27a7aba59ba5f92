"""Notices that are written with their truth beside them: nothing here knows of planparse.

`composition` writes one from a seed: a head from `letters`, a body from `plans`, `programmes` or
`statutes`, its words from `words`, every number of it from `numerals`. `page` keeps the truth while
it is written, `layouts` breaks and fuses the lines.
"""
