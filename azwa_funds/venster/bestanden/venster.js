// Makes the window quicker to use; every page works without it.
"use strict";

const werk = document.getElementById("werk");
if (werk) {
  const tekst = document.getElementById("werk-tekst");
  const balk = document.getElementById("werk-balk");
  let gemeld = -1;
  const kijk = async () => {
    const antwoord = await fetch(werk.dataset.stand, { cache: "no-store" });
    const stand = await antwoord.json();
    if (stand.klaar) {
      location.reload();
      return;
    }
    if (stand.totaal) {
      balk.max = stand.totaal;
      balk.value = stand.gedaan;
      const tiende = Math.floor((10 * stand.gedaan) / stand.totaal);
      if (tiende !== gemeld) {
        gemeld = tiende;
        tekst.textContent = `Bezig: ${stand.gedaan} van ${stand.totaal}`;
      }
    }
    setTimeout(kijk, 500);
  };
  setTimeout(kijk, 300);
}

for (const invoer of document.querySelectorAll("input[type=file]")) {
  const gekozen = document.getElementById("gekozen");
  const toon = () => {
    const namen = [...invoer.files].map((bestand) => bestand.name);
    gekozen.textContent = namen.length ? `Gekozen: ${namen.join(", ")}` : "";
  };
  invoer.addEventListener("change", toon);
  const plek = document.getElementById("neerleggen");
  if (!plek) continue;
  for (const gebeurtenis of ["dragover", "dragenter"]) {
    plek.addEventListener(gebeurtenis, (e) => {
      e.preventDefault();
      plek.classList.add("neerleggen--boven");
    });
  }
  plek.addEventListener("dragleave", () => plek.classList.remove("neerleggen--boven"));
  plek.addEventListener("drop", (e) => {
    e.preventDefault();
    plek.classList.remove("neerleggen--boven");
    invoer.files = e.dataTransfer.files;
    toon();
  });
}

const fouten = document.getElementById("fouten");
if (fouten) fouten.focus();
