// Joins the parts, keeps the tokens that are used, and minifies; see README.md beside this file.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const doel = process.argv[2] ?? "../../../azwa_funds/venster/bestanden";
const modules = "node_modules";
const beschrijving = JSON.parse(readFileSync("package.json", "utf8"));
const thema = "@nl-design-system-unstable/voorbeeld-design-tokens";
const letter = "@fontsource-variable/noto-sans";

function onderdeel(naam) {
  const map = join(modules, naam, "dist");
  const kort = naam.split("/")[1].replace(/-css$/, "");
  for (const bestand of ["index.css", `${kort}.css`]) {
    if (existsSync(join(map, bestand))) return readFileSync(join(map, bestand), "utf8");
  }
  throw new Error(`${naam} heeft geen css`);
}

const namen = Object.keys(beschrijving.dependencies).filter((naam) => naam.endsWith("-css"));
const onderdelen = namen.map(onderdeel).join("\n").replace(/\/\*[\s\S]*?\*\//g, "");
const eigen = readFileSync("eigen.css", "utf8");

// A token is kept when something uses it, or a token that is kept does.
const tokens = new Map();
for (const [, naam, waarde] of readFileSync(join(modules, thema, "dist/theme.css"), "utf8")
  .matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm)) tokens.set(naam, waarde);
const gebruikt = new Set();
const verwijst = (tekst) => [...tekst.matchAll(/var\(\s*(--[\w-]+)/g)].map((gevonden) => gevonden[1]);
const stapel = verwijst(onderdelen + eigen);
while (stapel.length) {
  const naam = stapel.pop();
  if (gebruikt.has(naam) || !tokens.has(naam)) continue;
  gebruikt.add(naam);
  stapel.push(...verwijst(tokens.get(naam)));
}
const regels = [...tokens].filter(([naam]) => gebruikt.has(naam)).map(([n, w]) => `${n}:${w};`);
const alles = `:root{${regels.join("")}}\n${onderdelen}\n${eigen}`;
writeFileSync("samen.css", alles);
const platform = readdirSync(modules).find((naam) => naam.startsWith("lightningcss-cli-"));
const lightning = join(modules, platform, "lightningcss");
const klein = execFileSync(lightning, ["--minify", "samen.css"], { encoding: "utf8" });
writeFileSync(join(doel, "stijl.css"), klein);
copyFileSync(join(modules, letter, "files/noto-sans-latin-wght-normal.woff2"), join(doel, "noto-sans.woff2"));
copyFileSync(join(modules, letter, "LICENSE"), join(doel, "OFL.txt"));
copyFileSync(join(modules, thema, "LICENSE.md"), join(doel, "EUPL-nl-design-system.txt"));

const som = (bestand) => createHash("sha256").update(readFileSync(join(doel, bestand))).digest("hex");
const pakket = (naam) => JSON.parse(readFileSync(join(modules, naam, "package.json"), "utf8"));
const blokken = [...namen, thema, letter].map((naam) => {
  const { version, license } = pakket(naam);
  return `[[pakket]]\nnaam = "${naam}"\nversie = "${version}"\nlicentie = "${license}"\n`;
});
const kop = "# Waaruit de stijl van het venster is gebouwd; gemaakt door docs/maken/stijl/bouw.mjs.\n";
const sommen = ["stijl.css", "noto-sans.woff2"].map((b) => `[[bestand]]\nnaam = "${b}"\nsha256 = "${som(b)}"\n`);
writeFileSync(join(doel, "stijl.toml"), [kop, ...sommen, ...blokken].join("\n"));

// What has neither a value nor a fallback shows as the browser likes: a person has to look.
const open = new Set([...alles.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)].map((gevonden) => gevonden[1])
  .filter((naam) => !tokens.has(naam) && !alles.includes(`${naam}:`)));
console.log(`${klein.length} bytes, ${regels.length} van ${tokens.size} tokens, zonder waarde:`);
console.log([...open].sort().join("\n"));
