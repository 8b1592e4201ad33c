"""督查报告: what one or several visits saw, asked for, and what was mended since."""
