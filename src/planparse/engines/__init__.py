"""For engines over data of their own: pure functions from Arrow to Arrow, and what carries them."""
