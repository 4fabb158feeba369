"""The .xlsx file: it knows sheets, styles, formulas with their value, and reading them back; it
must not know any policy, nor what a sheet is about.
"""
