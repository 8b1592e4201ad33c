"""附加指标: what a county asks in its monthly sheet beside the columns that every county has.

``values`` reads and words a value, ``columns`` says which columns there are and which are asked,
``coverage`` who has filled them in; ``services`` add, rename and retire one.
"""
