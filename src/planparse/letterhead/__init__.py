"""Head and tail of a document, and the terms of what it issues: what `stages/metadata.py` asks."""
