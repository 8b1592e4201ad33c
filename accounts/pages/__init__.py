"""What the views of every room need: deeds that may be refused, rows that may be seen, fields."""
