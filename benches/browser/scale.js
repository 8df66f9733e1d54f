// Traffic at scale: a capture read beside tshark, what follows from many messages, and messages drawn beside npm's
// mermaid and svg-sequence-diagram.
import { Diagram, Reading, Task } from "../../target/bench/measured.js";

const MODULES = "../../target/bench/npm/node_modules/";
const SLICE = 2 << 20;
const MB = 1e6;
const MESSAGES = 2000;
const kept = (is) => (is ? "kept" : "MISSED");

async function timed(act) {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

// The best time of one round of work. Each sample is long enough for the clock.
async function best(samples, work) {
  let least = Infinity;
  for (let sample = 0; sample < samples; sample++) {
    await pause();
    let rounds = 0;
    const start = performance.now();
    do {
      if (!work()) throw new Error("nothing is found");
      rounds++;
    } while (performance.now() - start < 5);
    least = Math.min(least, (performance.now() - start) / rounds);
  }
  return least;
}

// Lets the browser do what waits.
const pause = () => new Promise((done) => setTimeout(done, 50));

// The file that tshark has read before, in slices as the page takes them.
async function capture(say, memory) {
  const file = new Uint8Array(await (await fetch("../../target/bench/mixed.pcap")).arrayBuffer());
  const before = memory.buffer.byteLength;
  let found;
  const times = [];
  for (let round = 0; round < 5; round++) {
    await pause();
    times.push(await timed(() => {
      const reading = new Reading(file.subarray(0, SLICE));
      for (let at = 0; at < file.length; at += SLICE) reading.push(file.subarray(at, at + SLICE));
      found = reading.finish();
    }));
  }
  const speed = (milliseconds) => (file.length / MB / milliseconds) * 1000;
  const own = speed(Math.min(...times));
  const grown = (memory.buffer.byteLength - before) / MB;
  say("A capture of ", (file.length / MB).toFixed(1), " MB with ", found, " sign-ins, best of ", times.length, ":");
  say("  here: ", own.toFixed(0), " MB/s; the memory of the module grows by ", grown.toFixed(0), " MB");
  const seconds = Number(new URLSearchParams(location.search).get("tshark"));
  if (!seconds) return say("  NOT COMPARED with tshark, which is not here");
  const other = speed(seconds * 1000);
  say("  tshark -q -z io,phs, natively, the same file: ", other.toFixed(0), " MB/s");
  say("Budget, faster than tshark: ", kept(own > other), ", ", (own / other).toFixed(1), "x");
}

// Ten times as many messages may take eleven times as long. Few of them take ten turns for one of the many, so that a busy
// machine is busy for both; the middle one of nine ratios counts.
async function growth(say, cell) {
  say("Times for 10,000 and for 100,000 messages, in milliseconds; wanted is at most 11 times as long:");
  for (const [name, what] of [
    ["read", "a capture read and its sign-ins put together"],
    ["json", "everything as JSON"],
    ["index", "what sign-ins are found by"],
    ["filter", "all sign-ins held against a filter"],
    ["picture", "all sign-ins as steps with words"],
  ]) {
    const [few, many] = [10_000, 100_000].map((count) => Task.named(name + " " + count));
    const rounds = [];
    for (let round = 0; round < 9; round++) {
      const times = [await best(1, () => few.work()), await best(1, () => many.work())];
      for (let again = 1; again < 10; again++) times[0] += await best(1, () => few.work());
      rounds.push([times[0] / 10, times[1], times[1] / times[0] * 10]);
    }
    few.free();
    many.free();
    const [one, ten, ratio] = rounds.sort((a, b) => a[2] - b[2])[rounds.length >> 1];
    say("  ", what.padEnd(46), cell(one.toFixed(2), 10), cell(ten.toFixed(2), 10), cell(ratio.toFixed(1) + "x", 8),
      "  ", kept(ratio <= 11));
  }
  const task = Task.named("list 100000");
  const least = await best(7, () => task.work());
  task.free();
  say("The list's filter over 100,000 sign-ins: ", least.toFixed(1), " ms; budget, a frame of 16 ms: ", kept(least <= 16));
}

const script = (source) =>
  new Promise((done, failed) => {
    const element = document.createElement("script");
    Object.assign(element, { src: source, onload: done, onerror: () => failed(new Error("no " + source)) });
    document.head.append(element);
  });

// How long a picture takes to be made, and to have its place in the document besides.
async function pictured(rounds, make) {
  const least = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    await pause();
    const box = document.createElement("div");
    document.body.append(box);
    let picture;
    const made = await timed(async () => { picture = await make(); });
    const shown = await timed(() => {
      if (typeof picture === "string") box.innerHTML = picture;
      else box.append(picture);
      box.getBoundingClientRect();
    });
    const texts = box.querySelectorAll("text").length;
    box.remove();
    if (texts < MESSAGES * 0.9) throw new Error("only " + texts + " texts are drawn");
    least[0] = Math.min(least[0], made);
    least[1] = Math.min(least[1], made + shown);
  }
  return least;
}

async function drawing(say, cell, require) {
  const diagram = new Diagram(MESSAGES);
  const messages = diagram.messages().split("\n").map((line) => line.split("\t"));
  const names = [...new Set(messages.flatMap(([from, to]) => [from, to]))];
  const alias = (name) => "H" + names.indexOf(name);
  // Of a label what both programs take for text.
  const plain = (text) => text.replace(/[^A-Za-z0-9 ./]/g, " ");
  const own = await pictured(7, () => diagram.svg());
  say(messages.length, " messages laid out and drawn, and shown in the document besides, best times in milliseconds:");
  const line = (name, times, more) =>
    say("  ", name.padEnd(46), ...times.map((time) => cell(time.toFixed(1), 10)), more);
  line("here, with what is decided between them", own, "");
  const peers = [
    ["mermaid", 50, 2, async () => {
      await script(MODULES + "mermaid/dist/mermaid.min.js");
      mermaid.initialize({ startOnLoad: false, maxTextSize: 1e9, maxEdges: 1e9 });
      const text = ["sequenceDiagram", ...names.map((name) => `participant ${alias(name)} as ${plain(name)}`),
        ...messages.map(([from, to, label]) => `${alias(from)}->>${alias(to)}: ${plain(label)}`)].join("\n");
      return async () => (await mermaid.render("peer", text)).svg;
    }],
    ["svg-sequence-diagram", 8, 5, () => {
      const { SequenceDiagram } = require(MODULES + "svg-sequence-diagram/lib/sequence-diagram-web.js");
      const text = messages.map(([from, to, label]) => `${alias(from)} -> ${alias(to)}: "${plain(label)}"`).join("\n");
      return () => new SequenceDiagram(text).dom();
    }],
  ];
  for (const [name, wanted, rounds, prepare] of peers) {
    let render;
    try {
      render = await prepare();
    } catch (error) {
      say("  NOT COMPARED with ", name, ": ", error);
      continue;
    }
    const other = await pictured(rounds, render);
    const ratios = other.map((time, at) => time / own[at]);
    line(name, other, `; ${ratios.map((it) => it.toFixed(1)).join(" and ")} times as long. Budget, ${wanted}x: ${kept(ratios[0] >= wanted)}`);
  }
}

export async function scale(say, cell, memory, require) {
  await capture(say, memory);
  await growth(say, cell);
  await drawing(say, cell, require);
}
