"""Spending: it knows bookings, what stands against them, and the rules of spending; it must not
know how they are judged or accounted for.
"""
