"""What a notice cites: documents by title or number, articles, and what it has to do with them."""
