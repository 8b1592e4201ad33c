"""A Word file that was edited outside and came back, held against the file that went out."""
