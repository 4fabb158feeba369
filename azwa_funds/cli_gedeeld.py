"""What the commands share: options, the data they read, and where their answer goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from azwa_funds.taal import spreek_nederlands

# Before any command is declared, for click fixes some of its words at that moment; therefore
# every module with commands takes `click` from here.
spreek_nederlands()

import click as click  # noqa: E402

if TYPE_CHECKING:
    from azwa_funds.sources import Gegevens

#: How the usage line of a command says that there are options.
OPTIES = "[OPTIES]"


class _Jaartal(click.ParamType[int]):
    name = "jaar"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if not str(value).isdecimal() or len(str(value)) != 4:
            self.fail(f"'{value}' is geen jaartal; schrijf bijvoorbeeld 2027.", param, ctx)
        return int(value)


#: A year of four digits.
JAARTAL = _Jaartal()


class _Keuze(click.ParamType[tuple[str, str]]):
    """ONDERDEEL=ID: which key to use for which onderdeel."""

    name = "onderdeel=id"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        onderdeel, is_teken, sleutel = str(value).partition("=")
        if not (onderdeel.strip() and is_teken and sleutel.strip()):
            self.fail(
                f"'{value}' is geen ONDERDEEL=ID; schrijf bijvoorbeeld nplv=nplv_gelijk.",
                param,
                ctx,
            )
        return onderdeel.strip(), sleutel.strip()


optie_jaar = click.option(
    "--jaar", "jaren", multiple=True, type=JAARTAL, metavar="JAAR",
    help="Alleen dit jaar; mag vaker.",
)  # fmt: skip
optie_onderdeel = click.option(
    "--onderdeel", "onderdelen", multiple=True, metavar="NAAM",
    help="Alleen dit onderdeel, bijvoorbeeld lokaal of regionaal; mag vaker.",
)  # fmt: skip
optie_uitkering = click.option(
    "--uitkering", default="spuk_azwa", show_default=True, metavar="ID",
    help="De uitkering, als die in data/uitkeringen staat.",
)  # fmt: skip


def _een_per_onderdeel(
    ctx: click.Context, param: click.Parameter, value: tuple[tuple[str, str], ...]
) -> dict[str, str]:
    """Turn the choices into a mapping; two keys for one onderdeel are a slip, not a wish."""
    keuzes: dict[str, str] = {}
    for onderdeel, sleutel in value:
        if keuzes.setdefault(onderdeel, sleutel) != sleutel:
            raise click.BadParameter(f"onderdeel {onderdeel} krijgt twee sleutels; kies er een.")
    return keuzes


optie_sleutel = click.option(
    "--sleutel", "sleutels", multiple=True, type=_Keuze(), metavar="ONDERDEEL=ID",
    callback=_een_per_onderdeel,
    help="Verdeel een onderdeel met een andere verdeelsleutel; mag vaker.",
)  # fmt: skip


def lees_gegevens(context: click.Context) -> Gegevens:
    """Return the data and keys that the options --data and --sleutels point at."""
    from azwa_funds.sources import Gegevens

    data, sleutels = context.obj
    return Gegevens(data, sleutels)


def lever(tekst: str, uit: Path | None) -> None:
    """Print a text, or put it in a file and say so."""
    if uit is None:
        click.echo(tekst, nl=False)
        return
    from azwa_funds.wegschrijven import schrijf

    schrijf(uit, tekst.encode("utf-8"))
    click.echo(f"Geschreven: {uit}")
