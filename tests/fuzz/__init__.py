"""Fuzzing that coverage leads: what is run, what must hold, what it starts from and what it found."""
