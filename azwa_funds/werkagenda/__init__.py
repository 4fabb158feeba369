"""The werkagenda of a region: it knows norms, register, money and the document; it must not know
bookings.
"""
