"""The budget: it knows what an officer writes in a begroting and how an amount changed; it must not
know what was spent.
"""

from azwa_funds.kern.gezicht import gezicht

with gezicht(globals()):
    from azwa_funds.begroting.begroting import Begroting as Begroting
    from azwa_funds.begroting.begroting import maak_begroting as maak_begroting
    from azwa_funds.begroting.begroting import voorstellen_van as voorstellen_van
    from azwa_funds.begroting.uitvoer import begroting_document as begroting_document
    from azwa_funds.begroting.uitvoer import begroting_rijen as begroting_rijen
    from azwa_funds.begroting.uitvoer import verschil_rijen as verschil_rijen
    from azwa_funds.begroting.verschil import Verschil as Verschil
    from azwa_funds.begroting.verschil import kies_kring as kies_kring
    from azwa_funds.begroting.verschil import tussen_jaren as tussen_jaren
    from azwa_funds.begroting.werkboek import begroting_werkboek as begroting_werkboek
    from azwa_funds.begroting.werkboek import verschil_werkboek as verschil_werkboek
