"""核对文稿: a typed text against the facts of a county, and against itself."""
