"""Figures of CBS: it knows StatLine and is the only room that calls another computer; it must not
know which key uses a figure.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.cbs.tabellen import cbs_tabellen_van as cbs_tabellen_van
