"""Somebody else's file as sheets of cells: it knows workbooks, text tables and auditfiles of every
make, and what in them is hidden or cannot be read; it must not know which column means what.
"""
