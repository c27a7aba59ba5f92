"""Word documents: the package, its lists and their numbers, the story and its tables."""
