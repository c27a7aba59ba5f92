"""For engines that run over data of their own: one pure function from Arrow to Arrow."""
