"""Figures of CBS: it knows StatLine and is the only room that calls another computer; it must not
know which key uses a figure.
"""
