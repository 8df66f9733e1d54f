// node har.mjs MODULES FOLDER: holds each .har of the folder against the schema of HAR 1.2.
import { createRequire } from "node:module";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [modules, folder] = process.argv.slice(2);
const { har } = createRequire(join(modules, "package.json"))("har-validator/lib/promise");
let entries = 0;
const files = readdirSync(folder).filter(name => name.endsWith(".har"));
for (const file of files) {
  const text = readFileSync(join(folder, file), "utf8");
  const archive = JSON.parse(text);
  await har(archive).catch(error => {
    throw new Error(`${file}: ${JSON.stringify(error.errors)}`);
  });
  const pages = new Set(archive.log.pages.map(page => page.id));
  for (const entry of archive.log.entries) {
    if (!pages.has(entry.pageref)) throw new Error(`${file}: no page ${entry.pageref}`);
    new URL(entry.request.url);
  }
  if (file.endsWith("false.har") && /"authorization","value":"basic (?!\[stripped\])|geheim/i.test(text)) {
    throw new Error(`${file}: a password`);
  }
  entries += archive.log.entries.length;
}
console.log(`har: ${files.length} archives, ${entries} entries`);
