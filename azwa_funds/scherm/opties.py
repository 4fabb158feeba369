"""What the commands share: options, the data they read, and where their answer goes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from azwa_funds.scherm.taal import spreek_nederlands

# Before any command is declared, for click fixes some of its words at that moment; therefore
# every module with commands takes `click` from here.
spreek_nederlands()

import click as click  # noqa: E402
from click.core import ParameterSource  # noqa: E402

from azwa_funds.kern.fouten import Gebruikersfout, lijkt_op  # noqa: E402
from azwa_funds.kern.tekst import toon_pad, zichtbaar  # noqa: E402
from azwa_funds.scherm.uitvoer import CSV, CSV_EXCEL  # noqa: E402

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from azwa_funds.dossier import Dossier
    from azwa_funds.gegevens import Gegevens

T = TypeVar("T")
V = TypeVar("V")
Opdracht = TypeVar("Opdracht", bound=Callable[..., Any])


class Invoer(NamedTuple):
    """What the options before a command say: a folder of data, of keys, and a dossier."""

    data: Path | None
    sleutels: Path | None
    dossier: Path | None


class Schrijfbaar(Protocol):
    """What can be written under a folder, such as a workbook."""

    def schrijf(self, map_: Path) -> Path: ...


#: How the usage line of a command says that there are options.
OPTIES = "[OPTIES]"


class _Aanvulbaar(click.ParamType[T]):
    """What the shell can complete; `soort` is a function of `aanvullen`."""

    soort = ""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return what `aanvullen` proposes; data that cannot be read propose nothing."""
        from click.shell_completion import CompletionItem

        from azwa_funds.gegevens import Gegevens
        from azwa_funds.scherm import aanvullen

        mappen = ctx.find_root().params
        try:
            gegevens = Gegevens(
                mappen.get("data"), mappen.get("sleutels"), eigen=mappen.get("dossier")
            )
            voorstellen = getattr(aanvullen, self.soort)(gegevens, incomplete)
        except Gebruikersfout:
            return []
        return [CompletionItem(woord, help=uitleg) for woord, uitleg in voorstellen]


class Jaartal(_Aanvulbaar[int]):
    """A calendar year of four digits."""

    name, soort = "jaar", "jaren"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if re.fullmatch(r"\d{4}\s*[-\u2013]\s*\d{4}", str(value), re.ASCII):
            self.fail(f"'{value}' zijn meer jaren; hier past er een, zoals 2027.", param, ctx)
        if not re.fullmatch(r"\d{4}", str(value), re.ASCII):
            self.fail(f"'{value}' is geen jaartal; schrijf bijvoorbeeld 2027.", param, ctx)
        return int(value)


#: A year of four digits.
JAARTAL = Jaartal()


class Jaren(_Aanvulbaar[tuple[int, ...]]):
    """One calendar year, or a run of years such as 2027-2029."""

    name, soort = "jaar", "jaren"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        eerste, streep, laatste = str(value).replace("\N{EN DASH}", "-").partition("-")
        van = JAARTAL.convert(eerste.strip(), param, ctx)
        tot = JAARTAL.convert(laatste.strip(), param, ctx) if streep else van
        if tot < van:
            self.fail(f"'{value}' loopt terug; schrijf bijvoorbeeld 2027-2029.", param, ctx)
        return tuple(range(van, tot + 1))


def elk_jaar_eenmaal(
    ctx: click.Context, param: click.Parameter, value: tuple[tuple[int, ...], ...]
) -> tuple[int, ...]:
    return tuple(dict.fromkeys(jaar for reeks in value for jaar in reeks))


class _Pad(click.Path):
    """A path that is read; an empty one would silently mean the folder one is in, and is refused.

    No command reads and writes one file: what is in it would be lost.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).strip():
            self.fail("de naam is leeg; typ de naam van een bestand of map.", param, ctx)
        pad = Path(os.fsdecode(super().convert(value, param, ctx)))
        if ctx and not ctx.resilient_parsing:
            self._weiger_dubbel_gebruik(pad, ctx)
        return pad

    def _weiger_dubbel_gebruik(self, pad: Path, ctx: click.Context) -> None:
        _weiger_lezen_en_schrijven(ctx, gelezen=pad)


class _Uitpad(_Pad):
    """The file that a command writes: no table of the data or keys, and nothing that it reads."""

    def _weiger_dubbel_gebruik(self, pad: Path, ctx: click.Context) -> None:
        _weiger_lezen_en_schrijven(ctx, geschreven=pad)
        _weiger_eigen_tabel(ctx, pad)


def _weiger_lezen_en_schrijven(
    ctx: click.Context, *, gelezen: Path | None = None, geschreven: Path | None = None
) -> None:
    """Note a path of the command line; raise Gebruikersfout for a file on both sides.

    Options come in the order in which they were typed, so either side may be the last to come.
    """
    lezen: set[Path] = ctx.meta.setdefault("azwa_funds.gelezen", set())
    schrijven: set[Path] = ctx.meta.setdefault("azwa_funds.geschreven", set())
    lezen |= {gelezen.resolve()} if gelezen else set()
    schrijven |= {geschreven.resolve()} if geschreven else set()
    if any(pad.is_file() for pad in lezen & schrijven):
        raise Gebruikersfout(
            f"'{geschreven or gelezen}' is een van de bestanden die worden gelezen; kies een "
            "andere naam bij --uit."
        )


def _weiger_eigen_tabel(ctx: click.Context, pad: Path) -> None:
    """Refuse to put an outcome in the place of what it was computed from."""
    if lees_gegevens(ctx).is_invoer(pad):
        raise Gebruikersfout(
            f"'{pad}' is een bestand van de gegevens of verdeelsleutels zelf, en daarom is er "
            "niets geschreven; kies een andere plek bij --uit."
        )


#: A file or folder, as a `Path`.
PAD = _Pad(path_type=Path)

#: A file to write, as a `Path`.
UITPAD = _Uitpad(path_type=Path)


class _Naam(_Aanvulbaar[str]):
    """The name of something, which may be that of a file too."""

    name = "naam"

    def __init__(self, soort: str, *, of_bestand: bool = False) -> None:
        self.soort, self.of_bestand = soort, of_bestand

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if self.of_bestand and ctx and not ctx.resilient_parsing:
            _weiger_lezen_en_schrijven(ctx, gelezen=Path(str(value)))
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        bestanden = [CompletionItem(incomplete, type="file")] if self.of_bestand else []
        return super().shell_complete(ctx, param, incomplete) or bestanden


#: What a person may type, found and checked by `namen` or by the data.
GEMEENTE, REGIO, ONTVANGER = _Naam("gemeenten"), _Naam("regios"), _Naam("ontvangers")
ONDERDEEL, SLEUTEL = _Naam("onderdelen"), _Naam("sleutels")
UITKERING = _Naam("uitkeringen")
SCENARIO = _Naam("scenarios", of_bestand=True)


class _Keuze(_Aanvulbaar[tuple[str, str]]):
    """ONDERDEEL=ID: which key to use for which onderdeel."""

    name, soort = "onderdeel=id", "keuzes"

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
    "--jaar", "jaren", multiple=True, type=Jaren(), metavar="JAAR", callback=elk_jaar_eenmaal,
    help="Alleen dit jaar, of een reeks zoals 2027-2029; mag vaker.",
)  # fmt: skip
optie_onderdeel = click.option(
    "--onderdeel", "onderdelen", multiple=True, type=ONDERDEEL, metavar="NAAM",
    help="Alleen dit onderdeel, bijvoorbeeld lokaal of regionaal; mag vaker.",
)  # fmt: skip
optie_regio = click.option(
    "--regio", type=REGIO, metavar="NAAM", help="Alleen ontvangers in deze IZA-regio."
)
optie_gemeente = click.option(
    "--gemeente", type=GEMEENTE, metavar="NAAM-OF-CODE", help="Alleen deze gemeente."
)
optie_uitkering = click.option(
    "--uitkering", default="spuk_azwa", show_default=True, type=UITKERING, metavar="ID",
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


class _UitDossier(click.Parameter):
    """A parameter that need not be given in a dossier, which knows it."""

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, click.Parameter]
    ) -> tuple[Any, ParameterSource]:
        waarde, bron = super().consume_value(ctx, opts)
        eigen = lees_eigen_dossier(ctx) if ctx.obj and self.value_is_missing(waarde) else None
        if eigen and (gezegd := self.zegt(eigen, ctx)):
            return gezegd, ParameterSource.DEFAULT
        return waarde, bron

    def zegt(self, eigen: Dossier, ctx: click.Context) -> Any:
        """Return what the dossier says, or nothing."""
        raise NotImplementedError


class EigenBoekingen(_UitDossier, click.Argument):
    """The files with bookings; in a dossier those of its year, or of --jaar."""

    def zegt(self, eigen: Dossier, ctx: click.Context) -> Any:
        map_ = eigen.bestedingen(ctx.params.get("jaar"))
        return (map_,) if map_.is_dir() and any(map_.iterdir()) else ()


argument_boekingen = click.argument(
    "bestanden", cls=EigenBoekingen, nargs=-1, required=True, type=PAD, metavar="BESTAND..."
)


class EigenJaar(_UitDossier, click.Option):
    """The year; in a dossier the year of the dossier."""

    def zegt(self, eigen: Dossier, ctx: click.Context) -> Any:
        return eigen.jaar


class EigenProfiel(_UitDossier, click.Option):
    """The profile; in a dossier the one that its `[profiel]` names for every file ("*")."""

    def zegt(self, eigen: Dossier, ctx: click.Context) -> Any:
        return eigen.map_ / "profielen" / eigen.profiel if eigen.profiel else None


optie_profiel = click.option(
    "--profiel", type=PAD, cls=EigenProfiel, metavar="PROFIEL.toml",
    help="Hoe uw grootboek in elkaar zit; maak er een met 'azwa-funds bestedingen profiel'.",
)  # fmt: skip
optie_onderdeel_vult_aan = click.option(
    "--onderdeel", type=ONDERDEEL, metavar="NAAM",
    help="Het onderdeel van rijen die er geen noemen, bijvoorbeeld lokaal.",
)  # fmt: skip

#: The command of a group that is meant where none is named.
MAAK = "maak"


class MetMaak(click.Group):
    """A group that takes `sisa BESTAND` for `sisa maak BESTAND`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        hulp = set(ctx.help_option_names)
        if args and args[0] not in self.commands and args[0] not in hulp:
            bedoeld = "" if Path(args[0]).exists() else lijkt_op(args[0], self.commands)
            if bedoeld:
                ctx.fail(f"Opdracht '{args[0]}' bestaat niet; {bedoeld}")
            args = [MAAK, *args]
        return super().parse_args(ctx, args)


optie_overschrijf = click.option(
    "--overschrijf", is_flag=True, help="Vervang ook een bestand waarin is geschreven."
)


def optie_uit_met(uitleg: str) -> Callable[[Opdracht], Opdracht]:
    """Give a command `--uit`, a file, with this help."""
    return click.option("--uit", type=UITPAD, metavar="PAD", help=uitleg)


optie_uit = optie_uit_met("Schrijf naar dit bestand in plaats van naar het scherm.")


optie_plan = click.option(
    "--plan", "plannen", multiple=True, type=PAD, metavar="PLAN.toml",
    help="Het plan waarmee een regio haar geld doorverdeelt; mag vaker.",
)  # fmt: skip


def optie_formaat(*keuzes: str, volgt_uit: bool = False) -> Callable[[Opdracht], Opdracht]:
    """Give a command `--formaat`, the first choice being for people, and `--json` for short.

    What comes as csv comes as csv-excel too. With `volgt_uit` it is None unless given, for
    `kies_formaat` to follow the name of the file.
    """
    uitleg = "De vorm van de uitvoer"
    if CSV in keuzes:
        plaats = keuzes.index(CSV) + 1
        keuzes = (*keuzes[:plaats], CSV_EXCEL, *keuzes[plaats:])
        uitleg += ": csv voor een programma (komma, punt), csv-excel voor een dubbelklik in Excel"
        uitleg += " (puntkomma, decimale komma)"
    if volgt_uit:
        uitleg += "; zonder keuze volgt die uit de naam bij --uit"
        uitleg += ", en is .csv voor Excel" if CSV in keuzes else ""
    kies = click.option(
        "--formaat", "formaat", type=click.Choice(keuzes), help=f"{uitleg}.",
        default=None if volgt_uit else keuzes[0], show_default=not volgt_uit,
    )  # fmt: skip
    kort = click.option(
        "--json", "formaat", flag_value="json", help="Hetzelfde als --formaat json."
    )
    return lambda opdracht: kies(kort(opdracht))


def gebundeld(
    soort: Callable[..., V],
) -> Callable[[Callable[[click.Context, V], None]], Callable[..., None]]:
    """Give a command all its options as one record, whose fields are called as they are."""

    def bundel(functie: Callable[[click.Context, V], None]) -> Any:
        @wraps(functie)
        def roep(context: click.Context, /, **opties: Any) -> None:
            functie(context, soort(**opties))

        return roep

    return bundel


def opdracht(
    naam: str | None = None,
    *,
    groep: click.Group | None = None,
    vormen: tuple[str, ...] = (),
    volgt_uit: bool = False,
    uit: bool = False,
    stil: bool = True,
    **keuzes: Any,
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command of a function that takes the context first, with the options of most.

    Those come last in its help: `--formaat` for these `vormen` (see `optie_formaat`), `--uit` for
    a file instead of the screen, and `--stil`.
    """
    gewone = [optie_stil] * stil + [optie_uit] * uit
    gewone += [optie_formaat(*vormen, volgt_uit=volgt_uit)] if vormen else []

    def maak(functie: Callable[..., Any]) -> click.Command:
        eigen = vars(functie).pop("__click_params__", [])
        for optie in gewone:
            functie = optie(functie)
        vars(functie).setdefault("__click_params__", []).extend(eigen)
        maker: Any = groep or click
        gemaakt: click.Command = maker.command(naam, options_metavar=OPTIES, **keuzes)(
            click.pass_context(functie)
        )
        return gemaakt

    return maak


#: What the extension of a file name says about what is in it; .txt is for any text.
_SOORTEN = {".xlsx": "xlsx", ".csv": "csv", ".json": "json"}


def kies_formaat(formaat: str | None, uit: Path | None, *keuzes: str) -> str:
    """Return the form of the output: as chosen, else as the name of the file says, else the first.

    `keuzes` are the forms that the command knows, that for people first. A name that ends in .csv
    is for Excel, unless csv was chosen. Raises Gebruikersfout for
    a name that promises something else, which a spreadsheet would refuse to open or misread.
    """
    achtervoegsel = uit.suffix.casefold() if uit else ""
    if achtervoegsel in ("", ".txt"):
        return formaat or keuzes[0]
    soort = _SOORTEN.get(achtervoegsel)
    if soort not in keuzes:
        namen = [naam for naam, wat in _SOORTEN.items() if wat in keuzes]
        raise Gebruikersfout(
            f"Een bestand als '{uit}' kan deze opdracht niet maken; geef een naam die eindigt op "
            f"{', '.join(namen)} of .txt."
        )
    vormen = (CSV_EXCEL, CSV) if soort == CSV else (soort,)
    if formaat not in (None, *vormen):
        raise Gebruikersfout(
            f"De naam '{uit}' past niet bij formaat {formaat}; laat --formaat weg of geef een "
            "andere naam."
        )
    return formaat or vormen[0]


def _zwijg(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    ctx.meta[_STIL] = value


_STIL = "azwa_funds.stil"
optie_stil = click.option(
    "--stil", is_flag=True, expose_value=False, callback=_zwijg,
    help="Laat voortgang en slotregel weg; fouten blijven zichtbaar.",
)  # fmt: skip


def is_stil() -> bool:
    """Say whether the user asked, with --stil, for nothing but the answer itself."""
    return bool(click.get_current_context().meta.get(_STIL))


def toon_voortgang() -> bool:
    """Say whether progress is shown: on a terminal only, and not with --stil."""
    return sys.stderr.isatty() and not is_stil()


def doe_alle(werk: Sequence[Callable[[], T]], label: str) -> list[T]:
    """Do every piece of work, on all cores, and return their outcomes in the same order.

    A progress bar shows how far it is; its speed is no part of the answer.
    """
    from azwa_funds.kern.tegelijk import op_alle_kernen

    gedaan, verborgen = op_alle_kernen(werk), not toon_voortgang()
    uitkomsten = []
    with click.progressbar(gedaan, len(werk), label, file=sys.stderr, hidden=verborgen) as balk:
        for uitkomst in balk:
            uitkomsten.append(uitkomst)
            for volger in _VOLGERS:
                volger(len(uitkomsten), len(werk))
    return uitkomsten


#: Who else wants to know how far long work is: called with how much is done, and of how much.
_VOLGERS: list[Callable[[int, int], None]] = []


def volg_voortgang(volger: Callable[[int, int], None]) -> None:
    """Tell somebody else too, in this process, how far `doe_alle` is."""
    _VOLGERS.append(volger)


def schrijf_werkboeken(
    makers: Iterable[tuple[Path, Callable[[], Schrijfbaar]]], uit: Path, *, overschrijf: bool
) -> list[Path]:
    """Make workbooks and write them under a folder; their paths, in the order of the makers.

    Each maker comes with where its workbook will stand. Unless `overschrijf`, none is written
    when people wrote in one of those that stand there: Gebruikersfout names it.
    """
    makers = list(makers)
    spaar_geschreven((uit / pad for pad, _ in makers), overschrijf=overschrijf)
    return doe_alle([partial(_schrijf_werkboek, maak, uit) for _, maak in makers], "Werkboeken")


def spaar_geschreven(paden: Iterable[Path], *, overschrijf: bool) -> None:
    """Raise Gebruikersfout for a workbook that people wrote in, unless they asked to replace it."""
    from azwa_funds.excel.zegel import is_ongerept, spaar

    if not overschrijf:
        spaar(paden, is_ongerept)


def _schrijf_werkboek(maak: Callable[[], Schrijfbaar], uit: Path) -> Path:
    return maak().schrijf(uit)


def meld(tekst: str, *, err: bool = False) -> None:
    """Print a closing line, such as where a file stands, unless --stil was given."""
    if not is_stil():
        click.echo(zichtbaar(tekst), err=err)


def meld_werkboeken(paden: list[Path], uit: Path, duur: float) -> None:
    """Say where the workbooks stand that took `duur` seconds, unless --stil was given."""
    if len(paden) == 1:
        meld(f"Het werkboek staat in {toon_pad(paden[0])}.")
        return
    seconden = f"{duur:.1f}".replace(".", ",")
    meld(f"{len(paden)} werkboeken staan in {toon_pad(uit)} (in {seconden} seconden).")


def kleur(tekst: str, **stijl: Any) -> str:
    """Colour a text that says the same without it; click drops the colour outside a terminal."""
    return tekst if os.environ.get("NO_COLOR") else click.style(tekst, **stijl)


def lees_gegevens(context: click.Context) -> Gegevens:
    """Return the data and keys that the options --data and --sleutels point at.

    Without those options a dossier lays its own over what comes along.
    """
    from azwa_funds.gegevens import Gegevens

    invoer: Invoer = context.obj
    if invoer.data or invoer.sleutels:
        return Gegevens(invoer.data, invoer.sleutels)
    return Gegevens(eigen=invoer.dossier)


def lees_eigen_dossier(context: click.Context) -> Dossier | None:
    """Return the dossier in which the command is given, None outside any."""
    from azwa_funds.dossier import lees_dossier

    invoer: Invoer = context.obj
    return lees_dossier(invoer.dossier) if invoer.dossier else None


def uit_dossier(context: click.Context, gegeven: T | None, wat: str) -> T | None:
    """Return what was typed, else what the dossier says of it (`wie`, `jaar`), else None."""
    if gegeven is not None:
        return gegeven
    dossier = lees_eigen_dossier(context)
    return getattr(dossier, wat) if dossier else None


def wie_of_dossier(context: click.Context, naam: str | None) -> str:
    """Return the name that was typed, else whose dossier this is; without either it is missing."""
    wie = uit_dossier(context, naam, "wie")
    if not wie:
        (param,) = (p for p in context.command.params if p.name == "naam")
        raise click.MissingParameter(ctx=context, param=param)
    return str(wie)


def kies_uit(context: click.Context, uit: Path | None, *delen: str) -> Path:
    """Return the folder for output: as given, else `reports` of the dossier or of this folder."""
    if uit is not None:
        return uit
    invoer: Invoer = context.obj
    return (invoer.dossier or Path()).joinpath("reports", *delen)


def lever_als(
    soort: str,
    uit: Path | None,
    *,
    tekst: Callable[[], str],
    rijen: Callable[[], Sequence[Mapping[str, Any]]],
    data: Callable[[], Any] | None = None,
    werkboek: Callable[[], bytes] | None = None,
) -> None:
    """Deliver an answer in the form that was chosen, and make no other.

    `data` is what json holds, where that is more than the rows.
    """
    from azwa_funds.scherm.uitvoer import RIJVORMEN, naar_json, rijen_als

    if soort == "xlsx" and werkboek:
        lever(werkboek(), uit)
    elif soort == "json" and data:
        lever(naar_json(data()), uit)
    else:
        lever(rijen_als(soort, rijen()) if soort in RIJVORMEN else tekst(), uit)


def lever(inhoud: str | bytes, uit: Path | None) -> None:
    """Print a text, or put a text or the bytes of a workbook in a file and say so."""
    if uit is None:
        click.echo(inhoud, nl=False)
        return
    from azwa_funds.kern.schijf import schrijf

    if isinstance(inhoud, str) and uit.suffix.casefold() in (".xlsx", ".docx"):
        raise Gebruikersfout(
            f"'{uit}' zou niet opengaan, want deze opdracht maakt hier tekst; geef een naam die "
            "eindigt op .txt."
        )
    als_bytes = inhoud.encode("utf-8", "backslashreplace") if isinstance(inhoud, str) else inhoud
    schrijf(uit, als_bytes)
    meld(f"Geschreven: {toon_pad(uit)}")
