// Getallen en elementen. Alles wat in de pagina komt, komt er als tekst in, nooit als HTML.

const gegevens = JSON.parse(document.getElementById("gegevens").textContent);
const gemeenten = new Map(gegevens.gemeenten.map((g) => [g.id, g]));
const regios = new Map(gegevens.regios.map((r) => [r.id, r]));
const jaren = gegevens.jaren;
const eerste = jaren[0];
const oudeJaren = gegevens.alle_jaren.filter((jaar) => !jaren.includes(jaar));
const laatsteOud = oudeJaren[oudeJaren.length - 1];
/** De plaats van een jaar in de reeksen van een gemeente of regio. */
const plaatsVan = (jaar) => gegevens.alle_jaren.indexOf(jaar);

const getalNl = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 0 });
const namenNl = new Intl.Collator("nl", { numeric: true });

/** "1.234.567"; met een gewoon minteken, zodat Excel het bij plakken als getal herkent. */
const getal = (waarde) => getalNl.format(waarde).replace("−", "-");
const euro = (waarde) => `€\u00a0${getal(waarde)}`;
const metTeken = (waarde) => (waarde > 0 ? `+${getal(waarde)}` : getal(waarde));
/** Hele centen als "12,34". */
const centen = (waarde) =>
  `${getal(Math.floor(waarde / 100))},${String(waarde % 100).padStart(2, "0")}`;
const euroCenten = (waarde) => `€\u00a0${centen(waarde)}`;
/** Euro per inwoner in hele centen, half naar boven: dezelfde regel als in het programma. */
const perInwoner = (bedrag, inwoners) => Math.floor((200 * bedrag + inwoners) / (2 * inwoners));

/** Maak een element; een functie als waarde luistert naar die gebeurtenis (onclick). */
function el(naam, kenmerken, ...kinderen) {
  const knoop = document.createElement(naam);
  for (const [sleutel, waarde] of Object.entries(kenmerken ?? {})) {
    if (typeof waarde === "function") knoop.addEventListener(sleutel.slice(2), waarde);
    else if (waarde === true) knoop.setAttribute(sleutel, "");
    else if (waarde !== false && waarde != null) knoop.setAttribute(sleutel, waarde);
  }
  knoop.append(
    ...kinderen
      .flat(2)
      .filter((kind) => kind != null && kind !== false && kind !== "")
      .map((kind) => (typeof kind === "string" ? kind.replaceAll(/€ (?=\d)/g, "€\u00a0") : kind)),
  );
  return knoop;
}

/** De bronnen die te openen zijn, de langste tekst eerst: zo wint de volledige naam van een deel ervan. */
const teOpenen = gegevens.bronnen
  .filter((bron) => bron.adres)
  .sort((a, b) => b.tekst.length - a.tekst.length);
const buiten = (adres, tekst) =>
  el("a", { href: adres, rel: "noopener noreferrer", target: "_blank" }, tekst);

/** De tekst van een verwijzing, waarin elke bron met een adres een koppeling naar de brief zelf is. */
function citaat(tekst) {
  const bron = teOpenen.find((b) => tekst.includes(b.tekst));
  if (!bron) return [tekst];
  const [voor, ...na] = tekst.split(bron.tekst);
  return [...citaat(voor), buiten(bron.adres, bron.tekst), ...citaat(na.join(bron.tekst))];
}
const bronregel = (tekst) => el("span", { class: "bron" }, "Bron: ", citaat(tekst), ".");

const lijst = (teksten, kenmerken) => el("ul", kenmerken, teksten.map((t) => el("li", {}, t)));
const status = (naam) => el("span", { class: "status", title: gegevens.statussen[naam] }, naam);
const naarGemeente = (g) => el("a", { href: `#gemeente/${g.id}` }, g.naam);
const naarRegio = (r, tekst) => el("a", { href: `#regio/${r.id}` }, tekst ?? r.naam);

/**
 * Maak een tabel. Een kolom is {kop, getal, klasse}; een rij is een lijst cellen (tekst of
 * element), de eerste is de kop van de rij. Een gestapelde tabel valt op een smal scherm uiteen
 * in blokjes; de rollen houden haar ook dan een tabel voor wie haar laat voorlezen.
 */
function maakTabel(bijschrift, kolommen, rijen, voet, gestapeld = false) {
  const rol = (naam) => (gestapeld ? naam : null);
  const klasseVan = (k) => [k.getal && "getal", k.klasse].filter(Boolean).join(" ") || null;
  const kop = (k) =>
    el("th", { scope: "col", role: rol("columnheader"), class: klasseVan(k) }, k.kop);
  const cel = (waarde, plaats) => {
    const klasse = klasseVan(kolommen[plaats]);
    return plaats === 0
      ? el("th", { scope: "row", role: rol("rowheader"), class: klasse }, waarde)
      : el("td", { role: rol("cell"), class: klasse, "data-kop": rol(kolommen[plaats].kop) }, waarde);
  };
  const rij = (cellen) => el("tr", { role: rol("row") }, cellen.map(cel));
  const groep = (naam, ...inhoud) => el(naam, { role: rol("rowgroup") }, inhoud);
  return el(
    "div",
    {
      class: gestapeld ? "rol stapel" : "rol",
      tabindex: "0",
      role: "region",
      "aria-label": bijschrift,
    },
    el(
      "table",
      { role: rol("table") },
      el("caption", {}, el("span", {}, bijschrift)),
      groep("thead", el("tr", { role: rol("row") }, kolommen.map(kop))),
      groep("tbody", rijen.map(rij)),
      voet && groep("tfoot", rij(voet)),
    ),
  );
}
