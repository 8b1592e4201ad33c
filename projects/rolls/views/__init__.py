"""The pages of the 台账: the list, what is declared and answered, one line."""
