// Alle gemeenten of regio's in een tabel: sorteren, filteren, en de rijen als CSV.

const SOORTEN = {
  gemeenten: {
    naam: "Gemeenten (lokaal geld)",
    onderdeel: "lokaal",
    rijen: gegevens.gemeenten,
    bedragen: (g) => g.lokaal,
    centen: (g) => g.centen[plaatsVan(eerste)],
    vast: [
      { kop: "Gemeente", waarde: (g) => g.naam, toon: naarGemeente },
      { kop: "Code", waarde: (g) => g.id },
      { kop: "Provincie", waarde: (g) => g.provincie },
      {
        kop: "IZA-regio",
        waarde: (g) => regios.get(g.regio).naam,
        toon: (g) => naarRegio(regios.get(g.regio)),
      },
    ],
    oud: "Brede SPUK",
    nieuw: "Lokaal",
  },
  regios: {
    naam: "IZA-regio's (regionaal geld)",
    onderdeel: "regionaal",
    rijen: gegevens.regios,
    bedragen: (r) => r.regionaal,
    centen: (r) => r.centen.regionaal[plaatsVan(eerste)],
    vast: [
      { kop: "IZA-regio", waarde: (r) => r.naam, toon: (r) => naarRegio(r) },
      { kop: "Mandaathouder", waarde: (r) => r.mandaathouder },
      { kop: "Provincie", waarde: (r) => r.provincie },
      { kop: "Gemeenten", getal: true, waarde: (r) => r.gemeenten.length, toon: (r) => getal(r.gemeenten.length) },
    ],
    oud: "SPUK IZA",
    nieuw: "Regionaal",
  },
};

function kolommenVan(soort) {
  const bedrag = (jaar) => ({
    kop: `${jaren.includes(jaar) ? soort.nieuw : soort.oud} ${jaar}`,
    getal: true,
    som: true,
    waarde: (rij) => soort.bedragen(rij)[plaatsVan(jaar)],
    toon: (rij) => getal(soort.bedragen(rij)[plaatsVan(jaar)]),
  });
  return [
    ...soort.vast,
    {
      kop: `Inwoners 1-1-${gegevens.inwoners_jaar}`,
      getal: true,
      som: true,
      waarde: (rij) => rij.inwoners,
      toon: (rij) => getal(rij.inwoners),
    },
    bedrag(laatsteOud),
    ...jaren.map(bedrag),
    {
      kop: `Per inwoner ${eerste} (€)`,
      getal: true,
      waarde: soort.centen,
      toon: (rij) => centen(soort.centen(rij)),
    },
    {
      kop: "Status",
      waarde: (rij) => statusVan(rij).join(" / "),
      toon: (rij) => statusVan(rij).map((naam) => [status(naam), " "]),
    },
  ];
}

/** De statussen van de jaren van de SPUK AZWA, elke een keer. */
const statusVan = (rij) => [...new Set(jaren.map((jaar) => rij.status[plaatsVan(jaar)]))];

function maakOverzichtstabel() {
  const vak = document.getElementById("tabel");
  const provincies = [...new Set(gegevens.gemeenten.map((g) => g.provincie))].sort(namenNl.compare);
  let sorteer = { plaats: 0, af: false };
  const soortlijst = keuzelijst(
    "tabel-soort",
    "Toon",
    Object.entries(SOORTEN).map(([id, soort]) => [id, soort.naam]),
    () => {
      sorteer = { plaats: 0, af: false };
      vernieuw();
    },
  );
  const provincielijst = keuzelijst(
    "tabel-provincie",
    "Provincie",
    [["", "Alle provincies"], ...provincies.map((naam) => [naam, naam])],
    vernieuw,
  );
  const filter = el("input", { id: "tabel-filter", type: "search", oninput: vernieuw });
  const aantal = el("p", { role: "status", id: "tabel-aantal" });
  const houder = el("div", {
    class: "rol",
    tabindex: "0",
    role: "region",
    "aria-labelledby": "tabel-titel",
  });

  const soort = () => SOORTEN[soortlijst.veld.value];

  /** De rijen die nu te zien zijn, in de getoonde volgorde. */
  function zichtbaar() {
    const kolom = kolommenVan(soort())[sorteer.plaats];
    const gezocht = vorm(filter.value);
    const vergelijk = (a, b) =>
      kolom.getal
        ? kolom.waarde(a) - kolom.waarde(b)
        : namenNl.compare(kolom.waarde(a), kolom.waarde(b));
    return soort()
      .rijen.filter(
        (rij) =>
          (!provincielijst.veld.value ||
            rij.provincie.split(" en ").includes(provincielijst.veld.value)) &&
          soort().vast.some((k) => vorm(String(k.waarde(rij))).includes(gezocht)),
      )
      .sort((a, b) => (sorteer.af ? -1 : 1) * vergelijk(a, b) || namenNl.compare(a.naam, b.naam));
  }

  function kop(kolom, plaats) {
    const richting = sorteer.af ? "descending" : "ascending";
    const knop = el(
      "button",
      {
        type: "button",
        onclick: () => {
          const zelfde = sorteer.plaats === plaats;
          sorteer = { plaats, af: zelfde ? !sorteer.af : Boolean(kolom.getal) };
          vernieuw();
          houder.querySelectorAll("th button")[plaats].focus();
        },
      },
      kolom.kop,
    );
    return el(
      "th",
      {
        scope: "col",
        class: kolom.getal ? "getal" : null,
        "aria-sort": sorteer.plaats === plaats ? richting : null,
      },
      knop,
    );
  }

  function vernieuw() {
    const kolommen = kolommenVan(soort());
    const rijen = zichtbaar();
    const cel = (rij) => (kolom, plaats) =>
      el(
        plaats ? "td" : "th",
        { class: kolom.getal ? "getal" : null, scope: plaats ? null : "row" },
        kolom.toon ? kolom.toon(rij) : kolom.waarde(rij),
      );
    const som = (waarde) => rijen.reduce((totaal, rij) => totaal + waarde(rij), 0);
    const nieuwste = som((rij) => soort().bedragen(rij)[plaatsVan(eerste)]);
    const voet = kolommen.map((kolom, plaats) => {
      let inhoud = kolom.som ? getal(som(kolom.waarde)) : "";
      if (kolom.waarde === soort().centen && rijen.length) {
        inhoud = centen(perInwoner(nieuwste, som((rij) => rij.inwoners)));
      }
      return el(
        plaats ? "td" : "th",
        { class: kolom.getal ? "getal" : null, scope: plaats ? null : "row" },
        plaats ? inhoud : "Samen",
      );
    });
    houder.replaceChildren(
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, kolommen.map(kop))),
        el("tbody", {}, rijen.map((rij) => el("tr", {}, kolommen.map(cel(rij))))),
        el("tfoot", {}, el("tr", {}, voet)),
      ),
    );
    const woord = soort() === SOORTEN.gemeenten ? "gemeenten" : "regio's";
    aantal.textContent = `Getoond: ${rijen.length} van ${soort().rijen.length} ${woord}.`;
  }

  /** Download van wat te zien is: het onderdeel van deze tabel, in de volgorde van verdeel. */
  function downloadZichtbaar() {
    const codes = new Set(zichtbaar().map((rij) => rij.mandaathouder_code ?? rij.id));
    const rijen = csvRijen(
      (c) => c("onderdeel") === soort().onderdeel && codes.has(c("ontvanger_code")),
    );
    download(bestandsnaam(soort().onderdeel), rijen);
  }

  vak.append(
    el("h2", { id: "tabel-titel" }, "Alle gemeenten en regio's"),
    el(
      "div",
      { class: "bediening" },
      soortlijst.blok,
      provincielijst.blok,
      el("div", {}, el("label", { for: "tabel-filter" }, "Filter op naam of code"), filter),
    ),
    aantal,
    houder,
    el(
      "div",
      { class: "knoppen" },
      el("button", { type: "button", onclick: downloadZichtbaar }, "Download deze rijen (CSV)"),
      downloadknop("Download alle bedragen (CSV)", "alles", () => true),
    ),
    el(
      "p",
      { class: "klein niet-drukken" },
      "De CSV heeft de kolommen van ",
      el("code", {}, "azwa-funds verdeel --formaat csv-excel"),
      " en opent met een dubbelklik in Excel.",
    ),
  );
  vernieuw();
}
