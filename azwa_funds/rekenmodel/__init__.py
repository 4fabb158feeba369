"""The workbook to calculate with: it knows live formulas down to each gemeente; it must not know
any amount that `verdelen` does not give.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.rekenmodel.werkboek import maak_rekenmodel as maak_rekenmodel
