// Wat een gemeente, een regio of het land krijgt, en waarom.

const kolomJaar = (wat, jaar) => ({ kop: wat ? `${wat} ${jaar}` : String(jaar), getal: true });
const deelMet = (klasse, titel, ...inhoud) =>
  el("div", { class: `deel ${klasse}` }, el("h3", {}, titel), inhoud);
const deel = (titel, ...inhoud) => deelMet("", titel, inhoud);
const drukAf = () =>
  el("button", { type: "button", onclick: () => window.print() }, "Afdrukken of bewaren als pdf");

function kaartjes(klasse, regels) {
  return el(
    "ul",
    { class: `kaartjes ${klasse}` },
    regels.map(([wat, bedrag, soort]) =>
      el(
        "li",
        {},
        el("span", { class: "wat" }, wat),
        el("span", { class: "bedrag" }, euro(bedrag)),
        soort && status(soort),
      ),
    ),
  );
}

const letOp = (zinnen) =>
  zinnen.length
    ? el(
        "div",
        { class: "let-op" },
        el("strong", {}, "Let op"),
        lijst(zinnen.map((zin) => zin.replace(/^Let op: (.)/, (_, letter) => letter.toUpperCase()))),
      )
    : null;

function brugdeel(titel, bedragen, teksten, inleiding, tabeltitel) {
  const rijen = teksten.map((tekst, nummer) => {
    const [bedrag, , oud, nieuw] = bedragen[nummer];
    return [
      tekst.naam,
      tekst.is_stand ? getal(bedrag) : metTeken(bedrag),
      tekst.soort,
      getal(oud),
      getal(nieuw),
      status(tekst.status),
      [tekst.uitleg, tekst.bron && bronregel(tekst.bron)],
    ];
  });
  return deel(
    titel,
    el("p", {}, inleiding),
    el("p", { class: "niet-op-a4" }, gegevens.brug_al_begrepen),
    waterval(`Waterval ${laatsteOud}-${eerste}`, bedragen, teksten),
    maakTabel(
      tabeltitel || "De stappen van de brug, in hele euro's",
      [
        { kop: "Stap" },
        { kop: "Bedrag", getal: true },
        { kop: "Wat gebeurt er", klasse: "niet-op-a4" },
        { kop: `In ${laatsteOud}`, getal: true },
        { kop: `In ${eerste}`, getal: true },
        { kop: "Status" },
        { kop: "Uitleg en bron", klasse: "uitleg" },
      ],
      rijen,
      null,
      true,
    ),
  );
}

/** De brug van wat een mandaathouder zelf ontvangt: al het regionale geld, en eigen lokaal geld. */
const ontvangstbrug = (r) =>
  brugdeel(
    `Van ${laatsteOud} naar ${eerste}: wat ${r.mandaathouder} zelf ontvangt`,
    r.brug_ontvangen,
    gegevens.brug_ontvangen,
    `Als mandaathouder van ${r.naam}: al het regionale geld, met het eigen lokale geld als het een ` +
      `gemeente is. ${brugAanname}`,
    "Wat de mandaathouder ontvangt, in hele euro's",
  );

const brugAanname =
  "De stappen hebben de landelijke verhoudingen: geen bron geeft een brug per gemeente of regio, en " +
  `geen bron zegt welk geld van ${eerste} lokaal is en welk regionaal. Dat is een aanname.`;

function waaromdeel(onderwerp, onderdeel, wie) {
  const sleutel = gegevens.sleutels[onderdeel];
  const regel = (kop, ...inhoud) => [el("dt", {}, kop), el("dd", {}, inhoud)];
  return deel(
    "Hoe komt het bedrag tot stand?",
    el(
      "dl",
      { class: "stappen" },
      regel(
        "Verdeelsleutel",
        `${sleutel.naam} `,
        status(sleutel.status),
        el("br", { class: "niet-op-a4" }),
        ` ${sleutel.toedeling} `,
        el("span", { class: "niet-op-a4" }, sleutel.toelichting, bronregel(sleutel.toedeling_bron)),
      ),
      regel(
        "Gewicht",
        `${wie}: ${getal(onderwerp.gewicht)} van ${getal(sleutel.totaal_gewicht)}, dat is ` +
          `${onderwerp.aandeel} (${onderwerp.plaats}).`,
        onderwerp.opmerking && ` Let op: ${onderwerp.opmerking}.`,
        el("span", { class: "niet-op-a4" }, bronregel(sleutel.gewicht_bron)),
      ),
      jaren.map((jaar, plaats) =>
        regel(
          `Berekening ${jaar}`,
          el("span", { class: "reken" }, `${onderwerp.berekening[plaats]}.`),
        ),
      ),
    ),
    el("p", { class: "niet-op-a4" }, sleutel.afronding),
    el("details", {}, el("summary", {}, "Alle bronnen van dit bedrag"), lijst(sleutel.bronnen.map(citaat))),
  );
}

const nietVerdeeld = () =>
  deelMet(
    "half",
    "Nog niet verdeeld (p.m.)",
    el("p", {}, "Dit landelijke geld zit niet in de bedragen hierboven:"),
    lijst(gegevens.land.pm),
  );

/** Wat een mandaathouder per jaar zelf ontvangt; een aandeel telt hier niet mee. */
const ontvangsttabel = (g, r) =>
  maakTabel(
    `Wat ${g.naam} zelf ontvangt, ook voor IZA-regio ${r.naam}`,
    [
      { kop: "Jaar" },
      { kop: "Lokaal", getal: true },
      { kop: "Regionaal, hele regio", getal: true },
      { kop: "Status regionaal" },
      { kop: "Samen ontvangen", getal: true },
    ],
    gegevens.alle_jaren.map((jaar, plaats) => [
      String(jaar),
      getal(g.lokaal[plaats]),
      getal(r.regionaal[plaats]),
      status(r.status[plaats]),
      getal(g.ontvangt[plaats]),
    ]),
  );

function toonGemeente(g) {
  const regio = regios.get(g.regio);
  const eigenRegio = gegevens.regios.find((r) => r.mandaathouder_code === g.id);
  const reeksen = [
    { naam: "Lokaal", vul: "lokaal", bedragen: g.lokaal },
    { naam: "Aandeel regionaal (aanname)", vul: "regionaal", bedragen: g.regionaal },
  ];
  return [
    el("h2", { id: "uitkomst-titel", tabindex: "-1" }, `Gemeente ${g.naam}`),
    el(
      "p",
      {},
      `${g.id}, provincie ${g.provincie}, IZA-regio `,
      naarRegio(regio),
      `, ${getal(g.inwoners)} inwoners op 1-1-${gegevens.inwoners_jaar}.`,
    ),
    kaartjes(
      "lokaal",
      jaren.map((jaar) => [
        `Lokaal geld ${jaar}`,
        g.lokaal[plaatsVan(jaar)],
        g.status[plaatsVan(jaar)],
      ]),
    ),
    eigenRegio &&
      kaartjes(
        "regionaal niet-op-a4",
        jaren.map((jaar) => [
          `Regionaal geld ${jaar}, voor regio ${eigenRegio.naam}`,
          eigenRegio.regionaal[plaatsVan(jaar)],
          eigenRegio.status[plaatsVan(jaar)],
        ]),
      ),
    el("p", {}, g.plek),
    letOp(g.let_op),
    el(
      "div",
      { class: "knoppen" },
      downloadknop(`Download ${g.naam} (CSV)`, g.id.toLowerCase(), (c) => c("ontvanger_code") === g.id),
      drukAf(),
    ),
    deelMet(
      eigenRegio ? "bedragen twee" : "bedragen",
      "Bedragen per jaar",
      el(
        "div",
        { class: "naast" },
        maakTabel(
          "Bedragen in hele euro's, per inwoner in euro's en centen",
          [
            { kop: "Jaar" },
            { kop: "Lokaal", getal: true },
            { kop: "Per inwoner", getal: true },
            { kop: "Status lokaal" },
            { kop: "Aandeel (aanname)", getal: true },
            { kop: "Lokaal en aandeel", getal: true },
          ],
          gegevens.alle_jaren.map((jaar, plaats) => [
            String(jaar),
            getal(g.lokaal[plaats]),
            centen(g.centen[plaats]),
            status(g.status[plaats]),
            getal(g.regionaal[plaats]),
            getal(g.samen[plaats]),
          ]),
        ),
        jarengrafiek("Lokaal geld en het aandeel in het regionale geld", gegevens.alle_jaren, reeksen),
      ),
      eigenRegio && ontvangsttabel(g, eigenRegio),
      el(
        "div",
        { class: "klein" },
        el(
          "p",
          {},
          `Tot en met ${laatsteOud}: Brede SPUK en SPUK IZA; vanaf ${eerste}: SPUK AZWA. ` +
            "Aandeel (status aanname): rekenkundig aandeel in het geld van de regio, naar " +
            "rato van de gewichten in de lokale sleutel. Het geld zelf gaat naar de mandaathouder, ",
          `${regio.mandaathouder}; dit is geen toezegging. Welke gemeenten een regio vormen staat op ` +
            `geen officiële lijst: de indeling van ${g.naam} ${g.afleiding}.`,
        ),
        el("p", {}, gegevens.grondslag),
      ),
    ),
    brugdeel(
      `Van ${laatsteOud} naar ${eerste}`,
      g.brug,
      gegevens.brug,
      "Lokaal geld en het aandeel in het regionale geld samen, van en naar de eigen bedragen. " +
        brugAanname,
    ),
    eigenRegio && el("div", { class: "niet-op-a4" }, ontvangstbrug(eigenRegio)),
    deelMet(
    "half",
      `Lokaal geld ${eerste} per inwoner`,
      el(
        "div",
        { class: "naast andersom" },
        stavenPerInwoner("Euro per inwoner", g.vergelijking, [g.naam]),
        vergelijkingstabel(g.vergelijking),
      ),
    ),
    waaromdeel(g, "lokaal", g.naam),
    nietVerdeeld(),
  ];
}

function vergelijkingstabel(regels) {
  return maakTabel(
    `Lokaal geld ${eerste} vergeleken`,
    [
      { kop: "Wie" },
      { kop: "Gemeenten", getal: true, klasse: "niet-op-a4" },
      { kop: "Inwoners", getal: true, klasse: "niet-op-a4" },
      { kop: "Lokaal (€)", getal: true },
      { kop: "Per inwoner (€)", getal: true },
    ],
    regels.map((r) => [
      r.wie,
      getal(r.gemeenten),
      getal(r.inwoners),
      getal(r.bedrag),
      centen(r.centen),
    ]),
  );
}

function toonRegio(r) {
  const leden = r.gemeenten.map((code) => gemeenten.get(code));
  const reeksen = [
    { naam: "Regionaal (mandaathouder)", vul: "regionaal", bedragen: r.regionaal },
    { naam: "Lokaal (gemeenten samen)", vul: "lokaal", bedragen: r.lokaal },
  ];
  return [
    el("h2", { id: "uitkomst-titel", tabindex: "-1" }, `IZA-regio ${r.naam}`),
    el(
      "p",
      {},
      `Mandaathouder ${r.mandaathouder} (${r.rechtsvorm}), provincie ${r.provincie}, ` +
        `${leden.length} ${leden.length === 1 ? "gemeente" : "gemeenten"}, ${getal(r.inwoners)} ` +
        `inwoners op 1-1-${gegevens.inwoners_jaar}.`,
    ),
    kaartjes(
      "regionaal",
      jaren.map((jaar) => [
        `Regionaal geld ${jaar}`,
        r.regionaal[plaatsVan(jaar)],
        r.status[plaatsVan(jaar)],
      ]),
    ),
    letOp(r.let_op),
    el(
      "div",
      { class: "knoppen" },
      downloadknop(`Download ${r.naam} (CSV)`, r.id, (c) => c("regio") === r.naam),
      drukAf(),
    ),
    deel(
      "Bedragen per jaar",
      el(
        "div",
        { class: "naast" },
        maakTabel(
          "Bedragen in hele euro's, per inwoner in euro's en centen",
          [
            { kop: "Jaar" },
            { kop: "Regionaal", getal: true },
            { kop: "Status regionaal" },
            { kop: "Lokaal (gemeenten)", getal: true },
            { kop: "Samen", getal: true },
            { kop: "Samen per inwoner", getal: true },
          ],
          gegevens.alle_jaren.map((jaar, plaats) => [
            String(jaar),
            getal(r.regionaal[plaats]),
            status(r.status[plaats]),
            getal(r.lokaal[plaats]),
            getal(r.samen[plaats]),
            centen(r.centen.samen[plaats]),
          ]),
        ),
        jarengrafiek("Regionaal en lokaal geld", gegevens.alle_jaren, reeksen),
      ),
      el(
        "p",
        { class: "klein" },
        `Tot en met ${laatsteOud}: SPUK IZA en Brede SPUK; vanaf ${eerste}: SPUK AZWA. Het regionale ` +
          "geld gaat naar de mandaathouder, het lokale geld naar elke gemeente zelf.",
      ),
      el("p", { class: "klein" }, gegevens.grondslag),
    ),
    deel(
      "De gemeenten van deze regio",
      maakTabel(
        "Lokaal geld per gemeente, in hele euro's",
        [
          { kop: "Gemeente" },
          ...jaren.map((jaar) => kolomJaar("Lokaal", jaar)),
          { kop: `Per inwoner ${eerste}`, getal: true },
          { kop: `Aandeel regionaal ${eerste} (aanname)`, getal: true },
        ],
        leden.map((g) => [
          naarGemeente(g),
          ...jaren.map((jaar) => getal(g.lokaal[plaatsVan(jaar)])),
          centen(g.centen[plaatsVan(eerste)]),
          getal(g.regionaal[plaatsVan(eerste)]),
        ]),
        [
          "Samen",
          ...jaren.map((jaar) => getal(r.lokaal[plaatsVan(jaar)])),
          centen(r.centen.lokaal[plaatsVan(eerste)]),
          getal(r.regionaal[plaatsVan(eerste)]),
        ],
      ),
      el(
        "p",
        { class: "klein" },
        "Er is geen officiële lijst van gemeenten per IZA-regio; de indeling is afgeleid.",
      ),
      stavenPerInwoner(`Lokaal geld per inwoner in ${eerste}, in euro's`, r.vergelijking, [
        `IZA-regio ${r.naam}`,
      ]),
    ),
    brugdeel(
      `Van ${laatsteOud} naar ${eerste}`,
      r.brug,
      gegevens.brug,
      "De bruggen van de gemeenten van deze regio opgeteld: lokaal en regionaal geld samen. " +
        brugAanname,
    ),
    ontvangstbrug(r),
    waaromdeel(r, "regionaal", `Regio ${r.naam}`),
    nietVerdeeld(),
  ];
}

const REEKSKLEUREN = ["lokaal", "regionaal", "reeks-3", "reeks-4", "reeks-5"];

function toonNederland() {
  const land = gegevens.land;
  return [
    el("h2", { id: "uitkomst-titel", tabindex: "-1" }, "Heel Nederland"),
    el(
      "p",
      {},
      `${gegevens.gemeenten.length} gemeenten, ${gegevens.regios.length} mandaathouders, ` +
        `${getal(land.inwoners)} inwoners op 1-1-${gegevens.inwoners_jaar}.`,
    ),
    kaartjes(
      "land",
      jaren.map((jaar, plaats) => [`Landelijk budget ${jaar}`, land.totaal[plaats]]),
    ),
    el(
      "div",
      { class: "knoppen" },
      downloadknop("Download alle bedragen (CSV)", "alles", () => true),
      drukAf(),
    ),
    deel(
      "Budget per onderdeel",
      maakTabel(
        "Landelijk budget in hele euro's",
        [
          { kop: "Onderdeel" },
          ...jaren.map((jaar) => kolomJaar("", jaar)),
          { kop: "Status" },
          { kop: "Voor wie", klasse: "uitleg" },
        ],
        land.onderdelen.map((o) => [
          o.naam,
          ...o.bedragen.map(getal),
          o.status.split(" / ").map((naam) => [status(naam), " "]),
          o.voor,
        ]),
        ["Totaal", ...land.totaal.map(getal), "", ""],
        true,
      ),
      land.bronnen.map((bron) => el("p", { class: "klein" }, "Bron: ", citaat(bron))),
    ),
    el(
      "div",
      { class: "deel naast andersom" },
      jarengrafiek(
        "Budget per jaar en onderdeel",
        jaren,
        land.onderdelen.map((o, nummer) => ({
          naam: o.naam,
          vul: REEKSKLEUREN[nummer % REEKSKLEUREN.length],
          bedragen: o.bedragen,
        })),
      ),
      el(
        "div",
        {},
        el("h3", {}, "Nog niet verdeeld (p.m.)"),
        el("p", {}, "Van dit geld is niet bekend hoe het wordt verdeeld:"),
        lijst(land.pm),
      ),
    ),
    brugdeel(
      `Van ${laatsteOud} naar ${eerste}`,
      land.brug,
      land.brugteksten,
      "Alle gemeenten en mandaathouders samen. Elke stap heeft landelijk een bron, en de brug sluit op " +
        `de gepubliceerde totalen. ${gegevens.grondslag}`,
    ),
    deel(
      `Lokaal geld per provincie in ${eerste}`,
      el(
        "div",
        { class: "naast andersom" },
        stavenPerInwoner("Euro per inwoner", land.provincies, ["Nederland"]),
        vergelijkingstabel(land.provincies),
      ),
    ),
    deel(
      "Voorwaarden",
      el(
        "ul",
        {},
        land.voorwaarden.map((v) =>
          el("li", {}, v.tekst, bronregel(v.bron)),
        ),
      ),
    ),
  ];
}
