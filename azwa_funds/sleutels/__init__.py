"""Keys: it knows how to find one that fits published amounts and how to compare two; it must not
know what was spent.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.sleutels.uitvoer import vergelijkingsrijen as vergelijkingsrijen
    from azwa_funds.sleutels.vergelijking import Regel as Regel
    from azwa_funds.sleutels.vergelijking import Vergelijking as Vergelijking
    from azwa_funds.sleutels.vergelijking import vergelijk as vergelijk
    from azwa_funds.sleutels.werkboek import vergelijking_werkboek as vergelijking_werkboek
