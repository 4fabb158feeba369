// De schematische kaart: een tegel per regio, gekleurd naar het bedrag per inwoner.

const KLASSEN = 5;
const MATEN = {
  samen: "Lokaal en regionaal samen",
  regionaal: "Regionaal (mandaathouder)",
  lokaal: "Lokaal (gemeenten samen)",
};

function maakKaart() {
  const vak = document.getElementById("kaart");
  const maat = keuzelijst("kaart-maat", "Wat", Object.entries(MATEN), teken);
  const jaar = keuzelijst("kaart-jaar", "Jaar", gegevens.alle_jaren.map((j) => [j, j]), teken);
  jaar.veld.value = String(eerste);
  const tegels = el("div", {
    class: "tegels",
    role: "group",
    "aria-label": "Kaart met een tegel per IZA-regio; loop met de pijltjes, kies met Enter",
  });
  const aangewezen = el("p", { class: "aangewezen", "aria-hidden": "true" });
  const uitleg = el("div");
  const alsTabel = el("div");
  const kolommen = Math.max(...gegevens.kaart.tegels.map((t) => t.kolom));
  tegels.style.setProperty("--kolommen", kolommen);
  const knoppen = gegevens.kaart.tegels.map((tegel, nummer) => {
    const knop = el("button", {
      type: "button",
      class: "tegel",
      tabindex: nummer === 0 ? "0" : "-1",
      "data-regio": tegel.regio,
      onclick: () => (location.hash = `#regio/${tegel.regio}`),
      onfocus: () => wijsAan(nummer),
      onmouseenter: () => beschrijf(nummer),
    });
    knop.style.gridColumn = tegel.kolom;
    knop.style.gridRow = tegel.rij;
    return knop;
  });
  tegels.append(...knoppen);
  tegels.addEventListener("keydown", loop);

  function loop(gebeurtenis) {
    const richting = {
      ArrowRight: [1, 0],
      ArrowLeft: [-1, 0],
      ArrowDown: [0, 1],
      ArrowUp: [0, -1],
    }[gebeurtenis.key];
    const hier = knoppen.indexOf(document.activeElement);
    if (!richting || hier < 0) return;
    gebeurtenis.preventDefault();
    const doel = buur(hier, richting);
    if (doel >= 0) knoppen[doel].focus();
  }

  /** De dichtstbijzijnde tegel die kant op; opzij telt dubbel. */
  function buur(hier, [dx, dy]) {
    const van = gegevens.kaart.tegels[hier];
    let beste = -1;
    let afstand = Infinity;
    gegevens.kaart.tegels.forEach((tegel, nummer) => {
      const [x, y] = [tegel.kolom - van.kolom, tegel.rij - van.rij];
      const vooruit = x * dx + y * dy;
      const opzij = Math.abs(x * dy) + Math.abs(y * dx);
      if (vooruit > 0 && vooruit + 2 * opzij < afstand) {
        afstand = vooruit + 2 * opzij;
        beste = nummer;
      }
    });
    return beste;
  }

  function wijsAan(nummer) {
    knoppen.forEach((knop, n) => knop.setAttribute("tabindex", n === nummer ? "0" : "-1"));
    beschrijf(nummer);
  }

  const waardeVan = (r) => r.centen[maat.veld.value][plaatsVan(Number(jaar.veld.value))];

  function beschrijf(nummer) {
    const r = regios.get(gegevens.kaart.tegels[nummer].regio);
    aangewezen.textContent = `${r.naam}: ${euroCenten(waardeVan(r))} per inwoner`;
  }

  function teken() {
    const waarden = gegevens.regios.map(waardeVan);
    const klasseVan = d3.scaleQuantile(waarden, d3.range(1, KLASSEN + 1));
    gegevens.kaart.tegels.forEach((tegel, nummer) => {
      const r = regios.get(tegel.regio);
      const waarde = waardeVan(r);
      const klasse = klasseVan(waarde);
      knoppen[nummer].className = `tegel klasse-${klasse}`;
      knoppen[nummer].setAttribute(
        "aria-label",
        `${r.naam}: ${euroCenten(waarde)} per inwoner, groep ${klasse} van ${KLASSEN}`,
      );
      knoppen[nummer].replaceChildren(el("b", {}, tegel.kort), el("span", {}, centen(waarde)));
    });
    const groepen = d3.group(waarden, klasseVan);
    uitleg.replaceChildren(
      el("h3", {}, "Legenda: euro per inwoner"),
      el(
        "ul",
        { class: "legenda" },
        [...groepen.entries()].sort(d3.ascending).map(([klasse, groep]) =>
          el(
            "li",
            {},
            el("span", { class: `staal klasse-${klasse}`, "aria-hidden": "true" }),
            `${euroCenten(d3.min(groep))} tot en met ${euroCenten(d3.max(groep))} ` +
              `(${groep.length} regio's)`,
          ),
        ),
      ),
      el(
        "p",
        { class: "klein" },
        `Vijf groepen van ongeveer even veel regio's; inwoners op 1-1-${gegevens.inwoners_jaar}. ` +
          `De kaart is een keuze van dit programma: ${gegevens.kaart.toelichting}.`,
      ),
    );
    const volgorde = [...gegevens.regios].sort((a, b) => waardeVan(b) - waardeVan(a));
    alsTabel.replaceChildren(
      maakTabel(
        `${MATEN[maat.veld.value]} in ${jaar.veld.value}, hoogste bedrag per inwoner eerst`,
        [{ kop: "IZA-regio" }, { kop: "Op de kaart" }, { kop: "Per inwoner (€)", getal: true }],
        volgorde.map((r) => [
          naarRegio(r),
          gegevens.kaart.tegels.find((tegel) => tegel.regio === r.id).kort,
          centen(waardeVan(r)),
        ]),
      ),
    );
    aangewezen.textContent = "Wijs een tegel aan voor de naam van de regio.";
  }

  vak.append(
    el("h2", { id: "kaart-titel" }, "Kaart: geld per inwoner"),
    el("div", { class: "bediening" }, maat.blok, jaar.blok),
    el(
      "div",
      { class: "kaartvlak" },
      tegels,
      el("div", {}, aangewezen, uitleg, el("details", {}, el("summary", {}, "Kaart als tabel"), alsTabel)),
    ),
  );
  teken();
}

/** Markeer de regio die gekozen is, of waarin de gekozen gemeente ligt. */
function markeerTegel(regio) {
  for (const knop of document.querySelectorAll(".tegel")) {
    if (knop.dataset.regio === regio) knop.setAttribute("aria-current", "true");
    else knop.removeAttribute("aria-current");
  }
}

function keuzelijst(id, naam, opties, bijWijziging) {
  const veld = el(
    "select",
    { id, onchange: bijWijziging },
    opties.map(([waarde, tekst]) => el("option", { value: waarde }, tekst)),
  );
  return { veld, blok: el("div", {}, el("label", { for: id }, naam), veld) };
}
