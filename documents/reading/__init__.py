"""What numbers a Chinese text prints, and whether they agree with one another.

Pure: no database, no county. ``printed.figures_in`` finds the figures of a text, in simplified or
traditional characters; ``against_itself.checked`` holds them against one another.
"""
