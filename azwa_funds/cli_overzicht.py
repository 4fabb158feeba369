"""The commands that write Excel overviews."""

from __future__ import annotations

from pathlib import Path

from azwa_funds.cli_gedeeld import OPTIES, click, lees_gegevens
from azwa_funds.fouten import Gebruikersfout


@click.command(options_metavar=OPTIES)
@click.option("--landelijk", is_flag=True, help="Maak het landelijke werkboek.")
@click.option(
    "--uit", type=click.Path(path_type=Path), default=Path("reports"), show_default=True,
    metavar="MAP", help="De map waarin de werkboeken komen.",
)  # fmt: skip
@click.pass_context
def overzicht(context: click.Context, landelijk: bool, uit: Path) -> None:
    """Maak Excel-overzichten.

    Voorbeeld: azwa-funds overzicht --landelijk --uit reports
    """
    from azwa_funds.cijfers import Cijfers
    from azwa_funds.overview import landelijk as maak_landelijk

    if not landelijk:
        raise Gebruikersfout(
            "Kies wat u wilt maken, bijvoorbeeld: azwa-funds overzicht --landelijk."
        )
    pad = maak_landelijk(Cijfers(lees_gegevens(context))).schrijf(uit)
    click.echo(f"Het landelijke werkboek staat in {pad}")
