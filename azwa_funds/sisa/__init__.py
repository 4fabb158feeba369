"""Accounting for it: it knows indicators, returns and the official format; it must not know the
findings of the toets.
"""
