"""Awards: it knows the official amounts, checked and kept; it must not know what was spent."""
