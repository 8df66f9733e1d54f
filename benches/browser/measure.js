// Measures in the browser and tells the server that served it: one request for the whole report.
import init, { Task, decode, tokens, value } from "../../target/bench/measured.js";
import { page } from "./page.js";
import { scale } from "./scale.js";

const SAMPLES = 31;
const LEAST_MS = 20;
const lines = [];
const say = (...cells) => lines.push(cells.join(""));
const cell = (text, width) => String(text).padStart(width);

// The medians of some functions, in microseconds. They take turns, so that a busy machine is busy for all of them; each
// sample takes long enough for the clock, which tells a tenth of a millisecond.
function medians(samples, least, ...works) {
  const rounds = works.map((work) => {
    for (let count = 1; ; count *= 2) {
      const start = performance.now();
      for (let i = 0; i < count; i++) work();
      if (performance.now() - start >= least) return count;
    }
  });
  const times = works.map(() => []);
  for (let sample = 0; sample < samples; sample++)
    works.forEach((work, at) => {
      const start = performance.now();
      for (let i = 0; i < rounds[at]; i++) work();
      times[at].push(((performance.now() - start) * 1000) / rounds[at]);
    });
  return times.map((all) => all.sort((a, b) => a - b)[samples >> 1]);
}

// As much of Node's `require` as the peer needs: its files, and npm's Buffer for browsers.
const modules = {};
function require(path) {
  const url = new URL(path, location.href).href;
  if (url in modules) return modules[url].exports;
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.send();
  if (request.status !== 200) throw new Error("no " + path);
  const module = (modules[url] = { exports: {} });
  const inner = (name) =>
    name.startsWith(".")
      ? require(new URL(name + ".js", url).href)
      : require("../../target/bench/npm/node_modules/" + name + "/index.js");
  new Function("require", "module", "exports", request.responseText)(inner, module, module.exports);
  return module.exports;
}

function peer() {
  try {
    globalThis.Buffer = require("../../target/bench/npm/node_modules/buffer/index.js").Buffer;
    return require("../../target/bench/npm/node_modules/ntlm-parser/build/src/index.js").ntlmParse;
  } catch (error) {
    say("ntlm-parser is not here, so nothing is compared: ", error);
  }
}

function decoding() {
  const parse = peer();
  say("Decoding, base64 text in, decoded value out; medians of ", SAMPLES, " samples, in turns, in microseconds.");
  say("ntlm-parser 1.0.9, with npm's Buffer for browsers, gives an object of a message's values. Here, in WebAssembly, where");
  say("the result stays: value is the message as the hosts read it, names as on the wire; tree is what the page shows, every");
  say("field with name, value, place and section, those inside the NTLMv2 response included, which ntlm-parser leaves in hex.");
  say("                    ntlm-parser   value   ratio    tree   ratio");
  const names = ["NEGOTIATE", "CHALLENGE", "AUTHENTICATE"];
  tokens().split("\n").forEach((token, at) => {
    if (!decode(token) || !value(token)) throw new Error(names[at] + " does not decode");
    // What it makes of them is looked at once, so that it is not an error that is timed.
    if (parse && !JSON.stringify(parse(token)).includes("flags")) throw new Error("the peer failed");
    const works = [() => value(token), () => decode(token), () => parse(token)].slice(0, parse ? 3 : 2);
    const [bare, tree, other] = medians(SAMPLES, LEAST_MS, ...works);
    const ratio = (own) => cell(other ? (other / own).toFixed(1) + "x" : "", 8);
    say("  ", names[at].padEnd(15), cell(other?.toFixed(2) ?? "", 14),
      cell(bare.toFixed(2), 8), ratio(bare), cell(tree.toFixed(2), 8), ratio(tree));
    const kept = (own) => (other / own < 20 ? "missed" : "kept");
    if (other && at === 2) say("Budget, 20x for AUTHENTICATE: ", kept(bare), " by value, ", kept(tree), " by tree.");
  });
}

function tasks() {
  say("Other work, medians in milliseconds:");
  for (const [name, what, samples, least] of [
    ["NTLM, today, HTTP", "a whole run over two hops: NTLM, today, HTTP", SAMPLES, LEAST_MS],
    ["K4, today, HTTP", "a whole run over two hops: Kerberos, constrained delegation", SAMPLES, LEAST_MS],
    ["NTLM, 1998, MAPI", "the same: NTLM, 1998, MAPI", SAMPLES, LEAST_MS],
    ["1,000 tokens", "1,000 tokens in one paste: found and put together", 11, LEAST_MS],
    ["10 MB of words", "10 MB of words", 5, 1],
    ["10 MB of base64", "10 MB of base64 that is no token", 5, 1],
    ["verify", "a sign-in with a MIC verified", SAMPLES, LEAST_MS],
    ["unprotect", "a message opened in vain: everything is tried", 5, 1],
  ]) {
    const task = Task.named(name);
    if (!task?.work()) throw new Error(name + " fails");
    const [time] = medians(samples, least, () => task.work());
    say("  ", what.padEnd(52), cell((time / 1000).toFixed(3), 10));
    task.free();
  }
}

let whole = true;
try {
  const { memory } = await init();
  await scale(say, cell, memory, require);
  decoding();
  tasks();
  await page(say, cell);
} catch (error) {
  whole = false;
  say("error: ", error, "\n", error.stack);
}
fetch((whole ? "/report?" : "/stopped?") + encodeURIComponent(lines.join("\n")));
