// The built page in a frame of 1440 by 900: how long its scripts run for what a person does to it.
//
// Events are sent to its elements as a browser sends them. What they lead to, Yew does in microtasks: the time is taken
// when those have run, and before the browser lays out and paints. Scripts of animation frames are timed by a wrapper
// around the page's requestAnimationFrame.

const BUDGETS = { "a hover": 2, "an animation frame": 4, "a step": 8, "a change of scheme": 16 };
const NTLM = "#v=1&page=lab&era=today";

const task = () =>
  new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Several turns: what runs in one may ask for another.
async function microtasks() {
  for (let turn = 0; turn < 20; turn++) await null;
}

async function open() {
  const frame = document.createElement("iframe");
  Object.assign(frame, { src: "../../dist/index.html" + NTLM, width: 1440, height: 900 });
  document.body.append(frame);
  for (let tries = 0; frame.contentDocument?.documentElement?.dataset.page !== "ready"; tries++) {
    if (tries > 200) return;
    await pause(50);
  }
  await pause(1000);
  return frame.contentWindow;
}

const key = (inside, name) =>
  inside.document.body.dispatchEvent(
    // The page takes only events of its own window for keys.
    new inside.KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));

function pointer(inside, kind, element, related) {
  const bubbles = kind === "mouseover" || kind === "mouseout";
  element.dispatchEvent(
    new inside.MouseEvent(kind, { bubbles, composed: true, relatedTarget: related, view: inside }));
}

// The pointer moves from one element to its neighbour. Microtasks run after each event, as when a browser sends them.
async function hover(inside, from, to) {
  const events = [["mouseout", from, to], ["mouseleave", from, to], ["mouseover", to, from], ["mouseenter", to, from]];
  const start = performance.now();
  for (const [kind, at, related] of events) {
    pointer(inside, kind, at, related);
    await microtasks();
  }
  return performance.now() - start;
}

async function timed(act) {
  const start = performance.now();
  act();
  await microtasks();
  return performance.now() - start;
}

const press = (inside, selector, words) =>
  [...inside.document.querySelectorAll(selector)].find((it) => it.textContent.includes(words)).click();

// Does everything several times. Of each thing the best time counts, because a machine has other things to do.
async function best(rounds, series) {
  const all = [];
  for (let round = 0; round < rounds; round++) all.push(await series());
  return all[0].map((_, at) => Math.min(...all.map((times) => times[at])));
}

// The fields and the bytes of an AUTHENTICATE.
async function hovers(inside) {
  press(inside, "[aria-label=Steps] a", "AUTHENTICATE");
  await task();
  press(inside, "[role=tab]", "Bytes");
  await pause(1000);
  return best(3, async () => {
    const times = [];
    for (const selector of ["[role=treeitem]", "[role=gridcell]"]) {
      const count = inside.document.querySelectorAll(selector).length;
      if (count < 20) throw new Error("the bytes are not shown");
      for (let at = 0; at + 1 < Math.min(count, 120); at++) {
        const all = inside.document.querySelectorAll(selector);
        times.push(await hover(inside, all[at], all[at + 1]));
        if (inside.document.querySelectorAll("[role=treeitem].lit").length !== 1) throw new Error("nothing is lit");
        await task();
      }
    }
    return times;
  });
}

// What travels along its arrow, at each step of a run.
async function frames(inside) {
  press(inside, "[role=tab]", "Bytes");
  inside.document.querySelector("[aria-label='First step']").click();
  await pause(1000);
  const times = [];
  const request = inside.requestAnimationFrame;
  inside.requestAnimationFrame = (call) =>
    request.call(inside, async (now) => times.push(await timed(() => call(now))));
  for (let step = 0; step < 12; step++) {
    key(inside, "ArrowRight");
    await pause(600);
  }
  inside.requestAnimationFrame = request;
  if (times.length < 100) throw new Error("nothing moves");
  return times;
}

// Each step of a run, on each side of the inspector.
async function steps(inside) {
  const times = [];
  for (const tab of ["Explain", "Message", "Bytes", "Proof"]) {
    press(inside, "[role=tab]", tab);
    const one = await best(5, async () => {
      inside.document.querySelector("[aria-label='First step']").click();
      await pause(200);
      const times = [];
      for (let step = 0; step < 15; step++) {
        const place = inside.location.hash;
        times.push(await timed(() => key(inside, "ArrowRight")));
        for (let tries = 0; inside.location.hash === place; tries++) {
          if (tries > 40) throw new Error("the page does not step");
          await pause(50);
        }
      }
      return times;
    });
    times.push(...one);
  }
  return times;
}

// At the end of the run, where everything is known.
async function schemes(inside) {
  press(inside, "[role=tab]", "Explain");
  inside.document.querySelector("[aria-label='Last step']").click();
  await pause(700);
  return best(10, async () => {
    const times = [];
    for (const name of ["Basic", "NTLM"]) {
      const labels = [...inside.document.querySelectorAll(".bar label")];
      const radio = labels.find((label) => label.textContent === name).querySelector("input");
      times.push(await timed(() => radio.click()));
      if (!radio.checked) throw new Error("the scheme does not change");
      await pause(300);
    }
    return times;
  });
}

export async function page(say, cell) {
  const inside = await open();
  if (!inside) return say("The built page is not in dist/, so it is not timed: cargo xtask build makes it.");
  const found = [];
  for (const measure of [hovers, frames, steps, schemes]) found.push(await measure(inside));
  say("Script time of the built page at 1440 by 900, in milliseconds:");
  say("  ", "".padEnd(22), cell("median", 8), cell("95 %", 8), cell("most", 8), cell("budget", 8), cell("samples", 9));
  Object.entries(BUDGETS).forEach(([name, budget], at) => {
    const times = found[at].sort((a, b) => a - b);
    const place = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    const cells = [0.5, 0.95, 1].map((share) => cell(place(share).toFixed(2), 8));
    say("  ", name.padEnd(22), ...cells, cell(budget, 8), cell(times.length, 9),
      place(0.95) <= budget ? "  kept" : "  MISSED");
  });
}
