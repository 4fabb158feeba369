"""Somebody else's ledger: it knows headings, signs, totals and profiles, and accounts for every row
of every sheet; it must not know who may spend what.
"""
