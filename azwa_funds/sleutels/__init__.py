"""Keys: it knows how to find one that fits published amounts and how to compare two; it must not
know what was spent.
"""
