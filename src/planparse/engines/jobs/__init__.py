"""Scripts for engines that start programs by their file, each in a folder that hides no library."""
