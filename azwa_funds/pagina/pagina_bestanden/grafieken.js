// Grafieken met Observable Plot. De cijfers staan er altijd ook in een tabel bij.

let getekend = [];

/** Zet een grafiek in de pagina en teken haar opnieuw als haar breedte verandert. */
function grafiek(titel, omschrijving, maak, legenda) {
  const houder = el("div", { class: "grafiek" });
  getekend.push({ houder, omschrijving, maak, breedte: 0 });
  return el("figure", {}, el("figcaption", {}, titel), legenda, houder);
}

function tekenGrafieken() {
  getekend = getekend.filter((g) => g.houder.isConnected);
  for (const g of getekend) {
    const breedte = Math.min(g.houder.clientWidth, 900);
    if (!breedte || breedte === g.breedte) continue;
    g.breedte = breedte;
    const svg = g.maak(breedte);
    // De grafiek is voor een voorlezer een plaatje met een omschrijving, niet een stapel delen.
    for (const deel of svg.querySelectorAll("[aria-label]")) deel.removeAttribute("aria-label");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", g.omschrijving);
    g.houder.replaceChildren(svg);
  }
}

const legenda = (regels) =>
  el(
    "ul",
    { class: "sleutelregel" },
    regels.map(([vul, naam]) =>
      el("li", {}, el("span", { class: `staal vul-${vul}`, "aria-hidden": "true" }), naam),
    ),
  );

/** De eenheid waarin een grafiek het best leest, naar haar hoogste bedrag. */
function eenheid(hoogste) {
  const [naam, deler, decimalen] =
    hoogste >= 1e8 ? ["miljoen", 1e6, 0] : hoogste >= 1e6 ? ["miljoen", 1e6, 2] : ["duizend", 1e3, 0];
  const toon = (waarde, minstens) =>
    (waarde / deler).toLocaleString("nl-NL", {
      minimumFractionDigits: minstens,
      maximumFractionDigits: decimalen,
    });
  return { label: `${naam} euro`, as: (d) => toon(d, 0), waarde: (d) => toon(d, decimalen) };
}

const tekstStijl = { fontSize: "13px", fontFamily: "inherit" };

/** Gestapelde kolommen per jaar; een reeks is {naam, vul, bedragen}. */
function jarengrafiek(titel, jaartallen, reeksen) {
  const stand = jaartallen.map(() => 0);
  const delen = reeksen.map((reeks) =>
    jaartallen.map((jaar, plaats) => {
      const onder = stand[plaats];
      stand[plaats] += reeks.bedragen[plaats];
      return { jaar, onder, boven: stand[plaats] };
    }),
  );
  const totalen = jaartallen.map((jaar, plaats) => ({ jaar, totaal: stand[plaats] }));
  const maat = eenheid(Math.max(...stand));
  const tekst = totalen.map((t) => `${t.jaar} ${euro(t.totaal)}`).join(", ");
  const maak = (breedte) =>
    Plot.plot({
      width: breedte,
      height: 270,
      marginLeft: 52,
      marginTop: 26,
      style: tekstStijl,
      x: { type: "band", label: null, padding: 0.3, tickFormat: String, tickSize: 0 },
      y: { label: maat.label, labelArrow: "none", grid: true, ticks: 5, tickFormat: maat.as },
      marks: [
        ...delen.map((deel, nummer) =>
          Plot.barY(deel, {
            x: "jaar",
            y1: "onder",
            y2: "boven",
            fill: `var(--${reeksen[nummer].vul})`,
            stroke: "var(--vlak)",
          }),
        ),
        Plot.ruleY([0]),
        Plot.text(totalen, {
          x: "jaar",
          y: "totaal",
          text: (t) => maat.waarde(t.totaal),
          dy: -9,
          fontWeight: 600,
        }),
      ],
    });
  return grafiek(
    titel,
    `Gestapelde kolommen. Samen per jaar: ${tekst}.`,
    maak,
    legenda(reeksen.map((reeks) => [reeks.vul, reeks.naam])),
  );
}

/** De brug als liggende waterval: standen, en wat erbij komt of eraf gaat. */
function waterval(titel, bedragen, teksten) {
  const balken = teksten.map((tekst, nummer) => {
    const [bedrag, laagste] = bedragen[nummer];
    const soort = tekst.is_stand ? "stand" : bedrag < 0 ? "eraf" : "erbij";
    const hoogste = tekst.is_stand ? bedrag : laagste + Math.abs(bedrag);
    return { kort: tekst.kort, bedrag, laagste, hoogste, soort };
  });
  const maat = eenheid(Math.max(...balken.map((b) => b.hoogste)));
  const omschrijving = balken
    .map((b) => `${b.kort} ${b.soort === "stand" ? getal(b.bedrag) : metTeken(b.bedrag)}`)
    .join(", ");
  const maak = (breedte) =>
    Plot.plot({
      width: breedte,
      height: 36 + 34 * balken.length,
      marginLeft: 140,
      marginRight: 112,
      style: tekstStijl,
      x: { label: maat.label, labelArrow: "none", grid: true, ticks: 4, tickFormat: maat.as },
      y: { type: "band", label: null, domain: balken.map((b) => b.kort), padding: 0.25, tickSize: 0 },
      marks: [
        Plot.barX(balken, {
          y: "kort",
          x1: "laagste",
          x2: "hoogste",
          fill: (b) => b.soort,
        }),
        Plot.ruleX([0]),
        Plot.text(balken, {
          y: "kort",
          x: "hoogste",
          text: (b) => (b.soort === "stand" ? getal(b.bedrag) : metTeken(b.bedrag)),
          textAnchor: "start",
          dx: 6,
          fontWeight: (b) => (b.soort === "stand" ? 700 : 400),
        }),
      ],
      color: {
        type: "ordinal",
        domain: ["stand", "erbij", "eraf"],
        range: ["var(--stand)", "var(--erbij)", "var(--eraf)"],
      },
    });
  return grafiek(titel, `Waterval in euro's: ${omschrijving}.`, maak);
}

/** Liggende staven in euro per inwoner; `eigen` zijn de namen die eruit springen. */
function stavenPerInwoner(titel, regels, eigen) {
  const omschrijving = regels.map((r) => `${r.wie} ${euroCenten(r.centen)}`).join(", ");
  const maak = (breedte) =>
    Plot.plot({
      width: breedte,
      height: 16 + 27 * regels.length,
      marginLeft: 168,
      marginRight: 52,
      marginTop: 4,
      marginBottom: 4,
      style: tekstStijl,
      x: { axis: null, domain: [0, Math.max(...regels.map((r) => r.centen))] },
      y: {
        type: "band",
        label: null,
        domain: regels.map((r) => r.wie),
        padding: 0.25,
        tickSize: 0,
        tickFormat: (wie) => (wie.length > 23 ? `${wie.slice(0, 22)}…` : wie),
      },
      marks: [
        Plot.barX(regels, {
          y: "wie",
          x: "centen",
          fill: (r) => (eigen.includes(r.wie) ? "eigen" : "ander"),
        }),
        Plot.text(regels, {
          y: "wie",
          x: "centen",
          text: (r) => centen(r.centen),
          textAnchor: "start",
          dx: 6,
        }),
        Plot.ruleX([0]),
      ],
      color: {
        type: "ordinal",
        domain: ["eigen", "ander"],
        range: ["var(--lokaal)", "var(--ander)"],
      },
    });
  return grafiek(titel, `Staven, euro per inwoner: ${omschrijving}.`, maak);
}
