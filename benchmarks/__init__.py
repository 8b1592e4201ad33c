"""One command that measures what the product claims to be fast: ours beside peers and limits."""
