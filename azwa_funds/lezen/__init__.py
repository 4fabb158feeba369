"""Reading: it knows text, tables, TOML and the grammar of a cell, ours and a stranger's; it must
not know what a figure means, or in which folder it lies.
"""
