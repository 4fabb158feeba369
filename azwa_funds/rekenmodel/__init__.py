"""The workbook to calculate with: it knows live formulas down to each gemeente; it must not know
any amount that `verdelen` does not give.
"""
