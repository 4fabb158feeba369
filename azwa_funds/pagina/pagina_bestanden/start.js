// Alles in elkaar zetten, en de keuze in het adres volgen (#gemeente/GM0344, #regio/twente).

const paginatitel = document.title;

function gekozen() {
  const [, soort, id] = /^#(gemeente|regio)\/(.+)$/.exec(location.hash) ?? [];
  if (soort === "gemeente" && gemeenten.has(id)) return { gemeente: gemeenten.get(id) };
  if (soort === "regio" && regios.has(id)) return { regio: regios.get(id) };
  return {};
}

function toon(verplaats) {
  const { gemeente, regio } = gekozen();
  const vak = document.getElementById("uitkomst");
  if (gemeente) vak.replaceChildren(...toonGemeente(gemeente).filter(Boolean));
  else if (regio) vak.replaceChildren(...toonRegio(regio).filter(Boolean));
  else vak.replaceChildren(...toonNederland());
  const naam = gemeente ? `Gemeente ${gemeente.naam}` : regio && `IZA-regio ${regio.naam}`;
  document.title = naam ? `${naam} - ${paginatitel}` : paginatitel;
  document.body.classList.toggle("gekozen", Boolean(naam));
  document.body.classList.toggle("een-gemeente", Boolean(gemeente));
  markeerTegel(gemeente ? gemeente.regio : regio?.id);
  tekenGrafieken();
  if (verplaats) document.getElementById("uitkomst-titel").focus();
}

function maakBronnen() {
  const vingerafdrukken = Object.entries(gegevens.sha256_invoer).map(([naam, som]) => [
    naam,
    el("code", {}, som),
  ]);
  document.getElementById("bronnen").append(
    el("h2", { id: "bronnen-titel" }, "Bronnen en zekerheid"),
    el("h3", {}, "Wat de statussen betekenen, van zacht naar hard"),
    el(
      "dl",
      { class: "stappen" },
      Object.entries(gegevens.statussen).map(([naam, uitleg]) => [
        el("dt", {}, status(naam)),
        el("dd", {}, uitleg),
      ]),
    ),
    el(
      "p",
      {},
      "Een uitkomst is zo zeker als het minst zekere cijfer waarop zij berust. p.m. is geld waarvan " +
        "de verdeling niet bekend is; het staat bij geen enkele ontvanger.",
    ),
    el("h3", {}, "Wat niet zeker is"),
    lijst(gegevens.onzeker),
    el("h3", {}, "Bronnen"),
    el(
      "ul",
      {},
      gegevens.bronnen.map((bron) =>
        el(
          "li",
          {},
          `${bron.tekst}.`,
          el(
            "span",
            { class: "bron" },
            `${bron.publicatie}; licentie: ${bron.licentie}. `,
            bron.adres && buiten(bron.adres, bron.adres),
          ),
        ),
      ),
    ),
    el(
      "details",
      { class: "niet-drukken" },
      el("summary", {}, "Waarmee deze pagina is gemaakt"),
      el(
        "p",
        {},
        `azwa_funds ${gegevens.versie}, opdracht `,
        el("code", {}, gegevens.opdracht),
        ". Dezelfde invoer geeft dezelfde pagina. Een sha256 is een vingerafdruk: een gewijzigd " +
          "bestand heeft een andere.",
      ),
      el(
        "p",
        {},
        "sha256 van alle bedragen (",
        el("code", {}, "verdeel --formaat csv"),
        "): ",
        el("code", {}, gegevens.sha256_bedragen),
      ),
      maakTabel("sha256 van elk invoerbestand", [{ kop: "Bestand" }, { kop: "sha256" }], vingerafdrukken),
    ),
    el(
      "details",
      { class: "niet-drukken" },
      el("summary", {}, "Licenties van meegereisde software"),
      gegevens.bibliotheken.map((b) => [
        el("h3", {}, `${b.naam} ${b.versie} (${b.licentie})`),
        el("pre", {}, b.tekst),
      ]),
    ),
  );
}

function maakKop() {
  document.getElementById("voorbehoud").append(
    `Alle bedragen vanaf ${eerste} zijn berekend met de gepubliceerde verdeelsleutels, vooruitlopend ` +
      `op de regeling (status ${gegevens.land.status}). Er kunnen geen rechten aan worden ontleend. `,
    el("span", { class: "klein" }, `Stand van de cijfers: ${gegevens.stand}.`),
  );
  document.getElementById("voet").append(
    el(
      "p",
      {},
      `azwa_funds ${gegevens.versie}. Stand van de cijfers: ${gegevens.stand}. Deze pagina werkt ` +
        "zonder internet en verstuurt niets.",
    ),
  );
}

maakKop();
maakZoekveld();
maakKaart();
maakOverzichtstabel();
maakBronnen();
toon(false);
window.addEventListener("hashchange", () => {
  if (/^#(gemeente|regio)\/|^#nederland$|^$/.test(location.hash)) toon(true);
});
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("#uitkomst details")) details.open = true;
});
new ResizeObserver(() => requestAnimationFrame(tekenGrafieken)).observe(
  document.getElementById("uitkomst"),
);
