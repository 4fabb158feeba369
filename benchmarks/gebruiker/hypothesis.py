"""Stands before the library of this name, which only our tests need: a gemeente has none of it.

pandera loads it wherever it is, to make test data with; every toets measured would pay for that.
"""

raise ImportError("no user of the program has this library")
