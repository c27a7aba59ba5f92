"""Repairs: one kind of damage a file, each `(text, rulebook) -> text` with its edits recorded.

`stages.restore` does them in their order and marks the furniture.
"""
