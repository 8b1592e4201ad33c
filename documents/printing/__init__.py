"""A document as PDF and as a long picture, laid out by typst.

``laying_out`` turns a document and its vessel into data, ``layout/`` says how they look,
``compiling`` runs typst in a process that is bounded in memory and time, ``glyphs`` knows which
characters the fonts have. What is printed goes to typst as data: none of it is ever markup.
"""
