// Downloads: dezelfde bytes als `azwa-funds verdeel --formaat csv-excel`, voor een dubbelklik in Excel.

const csvCel = (waarde) => {
  const tekst = String(waarde);
  return /[";\r\n]/.test(tekst) ? `"${tekst.replaceAll('"', '""')}"` : tekst;
};

function csvTekst(rijen) {
  const regels = [gegevens.csv.kolommen, ...rijen].map((rij) => `${rij.map(csvCel).join(";")}\r\n`);
  return `\ufeff${regels.join("")}`;
}

const kolom = Object.fromEntries(gegevens.csv.kolommen.map((naam, plaats) => [naam, plaats]));
const csvRijen = (keur) => gegevens.csv.rijen.filter((rij) => keur((naam) => rij[kolom[naam]]));

function download(bestandsnaam, rijen) {
  const adres = URL.createObjectURL(new Blob([csvTekst(rijen)], { type: "text/csv;charset=utf-8" }));
  const koppeling = el("a", { href: adres, download: bestandsnaam });
  document.body.append(koppeling);
  koppeling.click();
  koppeling.remove();
  setTimeout(() => URL.revokeObjectURL(adres), 10000);
}

const bestandsnaam = (wat) => `azwa-${eerste}-${jaren[jaren.length - 1]}-${wat}.csv`;
const downloadknop = (tekst, wat, keur) =>
  el("button", { type: "button", onclick: () => download(bestandsnaam(wat), csvRijen(keur)) }, tekst);
