"""Bodies: how notices name ministries, offices and governments, and who they are.

`names` cuts a run of words into bodies, `brackets` pairs the brackets that lists stand
in, `rosters` reads one list as members with roles, `mandates` says which division it
answers for, and `register` knows who a name was on a day.
"""
