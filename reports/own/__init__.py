"""The page on which a leader's day begins: their own projects, and who owes what on them."""
