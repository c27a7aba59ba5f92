"""Layout: what the lines of a notice say about its structure.

`paragraphs` cuts the text into lines, `parts` finds letter, plan and annexes, `heads`
what stands before the first number, `numbering` which numbers are headings, `headings`
and `titles` where a heading's words end. `stages.structure` puts them together.
"""
