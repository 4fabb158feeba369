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
    if (stand.bezig && !stand.totaal) tekst.textContent = "Bezig. Dit kan even duren.";
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
  const plek = invoer.closest(".neerleggen");
  const gekozen = plek.querySelector(".gekozen");
  const toon = () => {
    const namen = [...invoer.files].map((bestand) => bestand.name);
    gekozen.textContent = namen.length ? `Gekozen: ${namen.join(", ")}` : "";
  };
  invoer.addEventListener("change", toon);
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

// A form that answers at once: the server computes, this shows. A slider moves its field along.
const formulier = document.querySelector("form[data-reken]");
if (formulier) {
  const zin = document.getElementById("reken-zin");
  const uitkomst = document.getElementById("uitkomst");
  const getallen = (tabel) =>
    [...tabel.querySelectorAll("thead th")].map((kop) => kop.className);
  const vul = (deel) => {
    const tabel = document.getElementById(`deel-${deel.id}`);
    document.getElementById(`zin-${deel.id}`).textContent = deel.zin;
    deel.samen.forEach((tekst, nummer) => {
      tabel.tFoot.rows[0].cells[nummer + 1].textContent = tekst;
    });
    const soorten = getallen(tabel);
    tabel.tBodies[0].replaceChildren(
      ...deel.rijen.map((cellen) => {
        const rij = document.createElement("tr");
        cellen.forEach((tekst, nummer) => {
          const cel = document.createElement(nummer ? "td" : "th");
          if (!nummer) cel.scope = "row";
          cel.className = soorten[nummer];
          cel.textContent = tekst;
          rij.append(cel);
        });
        return rij;
      }),
    );
  };
  const meld = (fouten) => {
    for (const plek of formulier.querySelectorAll(".veld__fout")) {
      const veld = plek.id.slice(0, -"-fout".length);
      plek.textContent = fouten[veld] ?? "";
      plek.hidden = !plek.textContent;
      const invoer = formulier.elements[veld];
      if (plek.hidden) invoer.removeAttribute?.("aria-invalid");
      else invoer.setAttribute?.("aria-invalid", "true");
    }
  };
  let beurt = 0;
  let straks;
  const reken = async () => {
    const mijn = ++beurt;
    const body = new URLSearchParams(new FormData(formulier));
    const antwoord = await fetch(formulier.dataset.reken, { method: "POST", body });
    const gezegd = await antwoord.json();
    if (mijn !== beurt) return;
    meld(gezegd.fouten ?? {});
    uitkomst.hidden = !gezegd.delen;
    for (const deel of gezegd.delen ?? []) vul(deel);
    for (const [naam, stand] of Object.entries(gezegd.schuiven ?? {})) {
      const schuif = formulier.querySelector(`[data-voor="${naam}"]`);
      Object.assign(schuif, { min: stand.laagst, max: stand.hoogst, step: stand.stap });
      schuif.value = stand.nu;
      schuif.hidden = !stand.hoogst;
    }
    zin.textContent =
      gezegd.zin ?? gezegd.fouten?.[""] ??
      (gezegd.delen ? "Uitgerekend. Dit is nog niet bewaard." : "Verbeter de velden met een melding.");
  };
  formulier.addEventListener("input", (e) => {
    const voor = document.getElementById(e.target.dataset.voor ?? "");
    if (voor) voor.value = e.target.value.replace(".", ",");
    clearTimeout(straks);
    straks = setTimeout(() => reken().catch(() => {
      zin.textContent = "Het venster antwoordt niet; kies 'Reken uit' of start het programma opnieuw.";
    }), 250);
  });
  for (const schuif of formulier.querySelectorAll("[data-voor]")) {
    schuif.hidden = schuif.max === "0";
  }
}

const fouten = document.getElementById("fouten");
if (fouten) fouten.focus();
