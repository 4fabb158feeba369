"""What every workbook and document shares: it knows cover, checks, origin, receipt, and the tables
of a Word document; it must not know what one of them is about.
"""
