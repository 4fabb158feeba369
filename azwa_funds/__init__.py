"""Division, provenance, audit and accountability of the Dutch grant SPUK AZWA 2027-2029."""

__version__ = "0.1.0"
