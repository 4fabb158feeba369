// Kiezen door te typen, met suggesties (combobox volgens de ARIA-handleiding van het W3C).

const HOOGSTENS = 8;

/** De vorm waarin twee schrijfwijzen van een naam gelijk zijn: kale letters en cijfers. */
const vorm = (tekst) =>
  tekst
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "");

const keuzes = [
  ...gegevens.gemeenten.map((g) => ({
    soort: "gemeente",
    naam: g.naam,
    erbij: `gemeente, ${g.provincie}`,
    doel: `#gemeente/${g.id}`,
    vormen: [g.naam, ...g.ook].map(vorm),
    codes: [g.id.toLowerCase(), g.id.slice(2), String(Number(g.id.slice(2)))],
  })),
  ...gegevens.regios.map((r) => ({
    soort: "regio",
    naam: r.naam,
    erbij: `IZA-regio, mandaathouder ${r.mandaathouder}`,
    doel: `#regio/${r.id}`,
    vormen: [vorm(r.naam), ...(gemeenten.has(r.mandaathouder_code) ? [] : [vorm(r.mandaathouder)])],
    codes: [],
  })),
];

/** De keuzes die passen, de beste eerst; `precies` zegt of de hele naam of code is getypt. */
function zoekKeuzes(getypt) {
  const [, soort, rest] = /^(?:(gemeente|regio|iza-regio)\s+)?(.*)$/i.exec(getypt.trim());
  const kaal = vorm(rest);
  if (!kaal) return [];
  const alleen = soort && (soort.toLowerCase() === "gemeente" ? "gemeente" : "regio");
  const letterlijk = (keuze) => keuze.naam.toLowerCase().startsWith(rest.trim().toLowerCase());
  const rang = (keuze) => {
    if (keuze.codes.includes(kaal) || keuze.vormen.includes(kaal)) return 0;
    if (keuze.vormen.some((v) => v.startsWith(kaal))) return letterlijk(keuze) ? 1 : 2;
    return keuze.vormen.some((v) => v.includes(kaal)) ? 3 : 4;
  };
  return keuzes
    .filter((keuze) => !alleen || keuze.soort === alleen)
    .map((keuze) => ({ keuze, rang: rang(keuze) }))
    .filter(({ rang }) => rang < 4)
    .sort((a, b) => a.rang - b.rang || namenNl.compare(a.keuze.naam, b.keuze.naam))
    .slice(0, HOOGSTENS)
    .map(({ keuze, rang }) => ({ ...keuze, precies: rang === 0 }));
}

function maakZoekveld() {
  const veld = document.getElementById("zoek");
  const suggesties = document.getElementById("suggesties");
  const melding = document.getElementById("zoekmelding");
  let gevonden = [];
  let actief = -1;

  const sluit = () => {
    suggesties.hidden = true;
    veld.setAttribute("aria-expanded", "false");
    veld.removeAttribute("aria-activedescendant");
    actief = -1;
  };
  const kies = (keuze) => {
    sluit();
    melding.textContent = "";
    veld.value = "";
    if (location.hash === keuze.doel) toon(true);
    else location.hash = keuze.doel;
  };
  const wijsAan = (plaats) => {
    actief = plaats;
    [...suggesties.children].forEach((regel, nummer) =>
      regel.setAttribute("aria-selected", String(nummer === plaats)),
    );
    if (plaats < 0) veld.removeAttribute("aria-activedescendant");
    else veld.setAttribute("aria-activedescendant", `keuze-${plaats}`);
  };
  const toonKeuzes = () => {
    gevonden = zoekKeuzes(veld.value);
    melding.textContent =
      !gevonden.length && vorm(veld.value)
        ? "Geen gemeente of regio gevonden; controleer de naam of typ de CBS-code, bijvoorbeeld GM0344."
        : "";
    if (!gevonden.length) {
      suggesties.replaceChildren();
      return sluit();
    }
    suggesties.replaceChildren(
      ...gevonden.map((keuze, nummer) =>
        el(
          "li",
          {
            id: `keuze-${nummer}`,
            role: "option",
            "aria-selected": "false",
            onmousedown: (gebeurtenis) => gebeurtenis.preventDefault(),
            onclick: () => kies(keuze),
          },
          keuze.naam,
          el("small", {}, keuze.erbij),
        ),
      ),
    );
    suggesties.hidden = false;
    veld.setAttribute("aria-expanded", "true");
    wijsAan(-1);
  };
  veld.addEventListener("input", toonKeuzes);
  veld.addEventListener("focus", () => veld.value && toonKeuzes());
  veld.addEventListener("blur", sluit);
  veld.addEventListener("keydown", (gebeurtenis) => {
    const open = !suggesties.hidden;
    const stap = { ArrowDown: 1, ArrowUp: -1 }[gebeurtenis.key];
    if (stap) {
      gebeurtenis.preventDefault();
      if (!open) toonKeuzes();
      if (!gevonden.length) return;
      const aantal = gevonden.length;
      wijsAan(actief < 0 && stap < 0 ? aantal - 1 : (actief + stap + aantal) % aantal);
    } else if (gebeurtenis.key === "Enter" && open) {
      gebeurtenis.preventDefault();
      // Nooit raden: wie een half woord typt, moet zelf aanwijzen wie hij bedoelt.
      const keuze = gevonden[actief] ?? (gevonden.length === 1 || gevonden[0].precies ? gevonden[0] : null);
      if (keuze) kies(keuze);
      else melding.textContent = "Dit past op meer namen; wijs er een aan met de pijltjes.";
    } else if (gebeurtenis.key === "Escape") {
      sluit();
    }
  });
}
