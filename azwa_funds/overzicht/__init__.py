"""Overviews: it knows which sheets the country, a region and a gemeente get; it must not compute
an amount itself.
"""
