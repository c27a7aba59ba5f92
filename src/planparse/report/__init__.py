"""The report: notices as one page that a person reads, searches and checks, without a network.

`setting.py` sets the text with its highlights, `payload.py` packs the facts, `page.py` puts both
into the page, whose style and scripts stand in `static/`. What a fact is called and how it is
marked is one row of `KINDS` in `kinds.py`.
"""
