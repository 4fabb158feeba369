"""The sheets that every workbook shares: it knows cover, checks, origin and receipt; it must not
know what one workbook is about.
"""
