"""Figures: the quantities of a notice, and what its sentences say of them.

`quantities` and `periods` scan a text once; `sentences` reads what stands around a
quantity, by the tokens and phrases of its clause, into `claims`; `deadlines` knows by
when. Which claim is a target is for the stage to say.
"""
