"""Checks: it knows whether what went in is sound and whether a workbook still is as it was made;
it must not change anything.
"""
