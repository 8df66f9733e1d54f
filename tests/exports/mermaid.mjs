// node mermaid.mjs MODULES FOLDER: parses each .mmd of the folder, and finds each label of the .json beside it again.
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, folder] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<body></body>");
Object.assign(globalThis, { window, document: window.document });
const root = join(modules, "node_modules/mermaid");
const { default: mermaid } = await import(pathToFileURL(join(root, "dist/mermaid.core.mjs")));

// Mermaid's own placeholders for `#35;` until it draws.
const decoded = text => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
// This makes it load its kinds of diagrams.
await mermaid.parse("sequenceDiagram\n  a->>b: c");
let labels = 0;
const files = readdirSync(folder).filter(name => name.endsWith(".mmd"));
for (const file of files) {
  const text = readFileSync(join(folder, file), "utf8");
  const wanted = JSON.parse(readFileSync(join(folder, file.replace(".mmd", ".json")), "utf8"));
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  // Frames have no words of their own.
  const drawn = db.getMessages().filter(message => message.from && message.message !== undefined);
  const found = drawn.map(message => decoded(message.message));
  const expected = wanted.map(label => label || "\u00a0");
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    const at = expected.findIndex((label, place) => label !== found[place]);
    throw new Error(`${file}: label ${at} is ${JSON.stringify(found[at])}, not ${JSON.stringify(expected[at])}`);
  }
  labels += found.length;
}
console.log(`mermaid: ${files.length} diagrams, ${labels} labels`);
