// What is wrong with the places of everything on the page: [what is wrong, how many boxes were compared].
const wrong = [];
let compared = 0;
const box = element => element.getBoundingClientRect();
const shown = element => element.checkVisibility({ visibilityProperty: true }) && box(element).width > 1 && box(element).height > 1;
const all = (selector, within = document) => [...within.querySelectorAll(selector)].filter(shown);
const name = element => (element.getAttribute('aria-label') || element.textContent || element.value || element.tagName).trim().slice(0, 50);
const meet = (one, other, slack = 1) => {
    compared++;
    return Math.min(one.right, other.right) - Math.max(one.left, other.left) > slack
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > slack;
};

// Nothing leaves the page sideways.
const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
if (over > 0) wrong.push(`the page scrolls sideways by ${over}`);

// Labels: no lifeline runs through one, none lies over another, and all stay in the diagram.
const sequence = document.querySelector('.sequence');
const lanes = [...sequence.querySelectorAll('.lane')].map(lane => box(lane).left + box(lane).width / 2);
const texts = [];
for (const step of sequence.querySelectorAll('.step, .ending')) {
    const note = step.querySelector('.note');
    for (const label of step.querySelectorAll('.label')) {
        const inside = box(label);
        texts.push([label, inside]);
        if (note) {
            const around = box(note);
            compared++;
            if (inside.left < around.left || inside.right > around.right || inside.top < around.top - 2 || inside.bottom > around.bottom + 2)
                wrong.push(`“${name(label)}” leaves its box`);
        }
        const crossed = lanes.filter(x => x > inside.left + 0.5 && x < inside.right - 0.5).length;
        compared += lanes.length;
        if (!note && crossed) wrong.push(`a lifeline runs through “${name(label)}”`);
    }
    if (note && lanes.filter(x => x > box(note).left && x < box(note).right).length > 1)
        wrong.push(`“${name(note.parentElement)}” covers two lifelines`);
}
const edge = box(sequence);
texts.forEach(([label, inside], number) => {
    if (inside.left < edge.left - 1 || inside.right > edge.right + 1) wrong.push(`“${name(label)}” leaves the diagram`);
    for (const [other, more] of texts.slice(number + 1, number + 8))
        if (meet(inside, more, Math.max(2.5, inside.height * 0.22))) wrong.push(`“${name(label)}” lies over “${name(other)}”`);
});
const bands = all('.band-name');
bands.forEach((band, number) => {
    for (const other of bands.slice(number + 1))
        if (meet(box(band), box(other))) wrong.push(`“${name(band)}” runs into “${name(other)}”`);
    if (box(band).right > edge.right + 1) wrong.push(`“${name(band)}” leaves the diagram`);
});

// What can be used: in each of the page's parts no control lies over another, and none leaves the window.
for (const part of ['.head', '.bar', '.hosts', '.verdict', '.inspector', '.transport', '.settings']) {
    const place = document.querySelector(part);
    if (!place || !shown(place)) continue;
    const controls = all('button, select, input, nav a, textarea', place).filter(control => !control.closest('[popover], .hex, .tree'));
    controls.forEach((control, number) => {
        const inside = box(control);
        if (inside.left < -0.5 || inside.right > innerWidth + 0.5) wrong.push(`${part}: “${name(control)}” leaves the window`);
        for (const other of controls.slice(number + 1))
            if (!control.contains(other) && !other.contains(control) && meet(inside, box(other)))
                wrong.push(`${part}: “${name(control)}” lies over “${name(other)}”`);
    });
}
// Words that stand beside each other in one line.
for (const [part, words] of [['.transport', '.count, select, button'], ['.host', ':scope > h2 > span, .host-place > span, .chips, :scope > .prove'], ['.inspector-head', '.quiet, h2, .handle']])
    for (const place of all(part)) {
        const inside = all(words, place).filter(word => !word.closest('[popover]'));
        inside.forEach((one, number) => {
            for (const other of inside.slice(number + 1))
                if (!one.contains(other) && !other.contains(one) && meet(box(one), box(other)))
                    wrong.push(`${part}: “${name(one)}” lies over “${name(other)}”`);
        });
    }
// The words of a host's name are whole.
for (const host of all('.host > h2 > span')) {
    const text = host.firstChild;
    for (const word of text.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        compared++;
        if (range.getClientRects().length > 1 || box(range).right > box(host.closest('.host')).right) wrong.push(`“${word[0]}” is broken, or leaves its card`);
    }
}
// So are those of an account that it admits, and of whom it could convince.
for (const part of all('.host > .prove')) {
    const words = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (words.nextNode())
        for (const word of words.currentNode.data.matchAll(/\S+/g)) {
            const range = document.createRange();
            range.setStart(words.currentNode, word.index);
            range.setEnd(words.currentNode, word.index + word[0].length);
            compared++;
            if (new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1) wrong.push(`“${word[0]}” is broken on its card`);
        }
}
// Which step it is stands whole above its title, unless letters are larger.
const strip = document.querySelector('.inspector-head .quiet');
compared++;
if (parseFloat(getComputedStyle(document.documentElement).fontSize) <= 16 && strip.scrollWidth > strip.clientWidth) wrong.push(`“${name(strip)}” is cut`);
// Cards hold what is on them.
for (const host of all('.host'))
    for (const part of host.querySelectorAll('.chips > li, .prove'))
        if (shown(part) && !part.closest('[popover]') && (box(part).right > box(host).right + 1 || box(part).bottom > box(host).bottom + 1 || part.scrollWidth > part.clientWidth + 1))
            wrong.push(`“${name(part)}” does not fit on its card “${name(host.querySelector('h2'))}”: ${part.scrollWidth} in ${part.clientWidth}, ${Math.round(box(part).bottom)} of ${Math.round(box(host).bottom)}`);

// The step that is shown is in sight, and so is Play.
const seen = (element, what) => {
    const inside = box(element);
    const [x, y] = [inside.left + Math.min(inside.width / 2, 40), inside.top + inside.height / 2];
    const hit = document.elementFromPoint(x, y);
    compared++;
    if (!hit || !(element.contains(hit) || hit.closest('svg') === element.closest('svg') && hit.closest('svg'))) wrong.push(`${what} is out of sight: ${Math.round(inside.top)} to ${Math.round(inside.bottom)}, under ${hit && hit.outerHTML.slice(0, 60)}`);
};
const current = sequence.querySelector('.step.current .target');
if (current) seen(current, 'the current step'); else wrong.push('no step is current');
const play = all('.play')[0];
if (play) seen(play, 'Play'); else wrong.push('there is no Play');
// Once it is settled, the verdict is in sight, or one scroll away.
const verdict = document.querySelector('.verdict');
if (verdict.matches('.denied, .succeeded') && sequence.querySelector('.step:last-of-type')?.matches('.current') && (box(verdict).top > 2 * innerHeight || box(verdict).bottom < -innerHeight))
    wrong.push(`the verdict is ${Math.round(box(verdict).top)} px down`);
// In the smallest windows it is in sight all the time.
if (verdict.matches('.running') && (innerWidth <= 360 || innerHeight <= 400) && !document.querySelector('.with-sheet, .with-settings'))
    seen(verdict, 'the verdict');
const room = document.querySelector('.scroll');
const height = Math.min(innerHeight, box(document.querySelector('.transport')).top) - Math.max(box(room).top, 0);
if (Math.min(height, box(room).height) < 60) wrong.push(`only ${Math.round(height)} px of the diagram are seen`);
return [wrong, compared];
