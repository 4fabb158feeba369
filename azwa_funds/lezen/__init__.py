"""Reading: it knows our own tables and TOML, the grammar of a cell, and what is too much to open;
it must not know what a figure means, or in which folder it lies.
"""
