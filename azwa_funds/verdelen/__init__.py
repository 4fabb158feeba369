"""Dividing: it knows how budget x key becomes amounts, and why; it must not know what a workbook
looks like, nor what was spent.
"""
