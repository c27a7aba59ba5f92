"""Bodies: how notices name ministries, offices and governments, and who they are.

`names` cuts a run of words into bodies, `brackets` pairs the brackets that lists stand
in, `rosters` reads one list as members with roles, `mandates` says which division it
answers for. `register` knows who a central body was on a day; `regions`, `functions` and
`collectives` are what names of other bodies are composed of, and `resolution` says who is meant.
"""
