//! Contrast: every text that is seen against what lies behind it.

use crate::page::{Page, scenes};
use crate::support::screen::Scheme;
use serde_json::Value;

/// For each text in view: the text, its contrast, and where it stands. Whatever is painted below its middle counts as
/// its ground, from the bottom up; a text with an outline stands on that.
const MEASURE: &str = r"
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const colour = text => {
        if (!known.has(text)) {
            context.clearRect(0, 0, 1, 1);
            context.fillStyle = '#000';
            context.fillStyle = text;
            context.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
            known.set(text, [r, g, b, a / 255]);
        }
        return known.get(text);
    };
    const over = (top, below, opacity = 1) => {
        const alpha = top[3] * opacity;
        return [0, 1, 2].map(i => top[i] * alpha + below[i] * (1 - alpha)).concat(1);
    };
    const light = ([r, g, b]) => {
        const part = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const contrast = (a, b) => {
        const [x, y] = [light(a), light(b)].sort((x, y) => y - x);
        return (x + 0.05) / (y + 0.05);
    };
    const opacity = element => {
        let all = 1;
        for (let at = element; at; at = at.parentElement) all *= parseFloat(getComputedStyle(at).opacity);
        return all;
    };
    const paint = element => {
        const style = getComputedStyle(element);
        const shape = element instanceof SVGGeometryElement;
        if (element instanceof SVGElement && !(element instanceof SVGSVGElement))
            return shape && style.fill !== 'none' ? [colour(style.fill), opacity(element) * parseFloat(style.fillOpacity)] : null;
        return [colour(style.backgroundColor), opacity(element)];
    };
    const seen = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!node.textContent.trim()) continue;
        const parent = node.parentElement;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getClientRects()[0];
        if (!box || box.width < 2 || box.height < 2) continue;
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        const stack = document.elementsFromPoint(x, y);
        const style = getComputedStyle(parent);
        const svg = parent instanceof SVGElement;
        const text = svg ? parent.closest('text') : parent;
        const at = stack.findIndex(element => text.contains(element) || element === text);
        const cover = parent.closest('label')?.querySelector('input');
        if (at < 0 && !(cover && stack.includes(cover)) || style.visibility === 'hidden') continue;
        let ground = colour('white');
        for (const element of stack.slice(Math.max(at, 0)).reverse()) {
            if (text.contains(element) && svg) continue;
            if (element === cover) continue;
            const painted = paint(element);
            if (painted) ground = over(painted[0], ground, painted[1]);
        }
        if (svg && getComputedStyle(text).stroke !== 'none')
            ground = over(colour(getComputedStyle(text).stroke), ground, opacity(text));
        const ink = over(colour(svg ? style.fill : style.color), ground, opacity(parent));
        seen.push([node.textContent.trim().slice(0, 40), Math.round(contrast(ink, ground) * 100) / 100,
            parent.closest('.future') ? 'future' : (parent.closest('[class]')?.getAttribute('class') ?? parent.tagName)]);
    }
    // What is typed or chosen in a field is no text node.
    for (const field of document.querySelectorAll('select, input:not([type=radio], [type=checkbox], [type=range], [type=file]), textarea')) {
        if (!field.getBoundingClientRect().width) continue;
        const style = getComputedStyle(field);
        seen.push([field.value.slice(0, 40), Math.round(contrast(colour(style.color), colour(style.backgroundColor)) * 100) / 100, field.tagName]);
    }
    return seen;
";

/// Fails where a text in view is hard to read; gives back how many texts there were, and the lowest contrast.
fn readable(page: &Page<'_>, state: &str) -> (usize, f64) {
    let seen = page.browser.script(MEASURE);
    let seen = seen.as_array().unwrap();
    let ratio = |text: &Value| text[1].as_f64().unwrap();
    let low: Vec<String> = seen
        .iter()
        .filter(|text| ratio(text) < 4.5)
        .map(ToString::to_string)
        .collect();
    assert!(low.is_empty(), "{state}: {low:#?}");
    let lowest = seen.iter().map(ratio).fold(21.0, f64::min);
    (seen.len(), lowest)
}

scenes! {
    contrast:
    every_text_stands_out_from_its_ground,
    so_it_does_where_the_system_sets_all_colours,
}

/// Whether what is chosen has the system's colours for that, and how many such things there are.
const CHOSEN: &str = "const probe = document.createElement('span');
    probe.className = 'primary';
    document.body.append(probe);
    const own = element => {
        const { backgroundColor, color } = getComputedStyle(element);
        return `${element.className}: ${color} on ${backgroundColor}`;
    };
    const system = own(probe).replace('primary', '');
    probe.remove();
    const chosen = [...document.querySelectorAll('.seg.on, .play, .pages a[aria-current=page], .tabs [aria-selected=true], [aria-pressed=true], .byte.lit')]
        .filter(element => element.checkVisibility());
    const marks = [...document.querySelectorAll('.cost-mark')].map(mark => mark.matches('.filled') === (getComputedStyle(mark).backgroundColor === getComputedStyle(document.body).backgroundColor));
    return [chosen.map(own).filter(found => !found.endsWith(system)), chosen.length, marks.filter(wrong => wrong).length]";

fn so_it_does_where_the_system_sets_all_colours(page: &Page<'_>) {
    let other = "document.documentElement.dataset.theme = arguments[0]";
    for scheme in [Scheme::Light, Scheme::Dark] {
        page.browser.forced_colours(scheme);
        // What was chosen on the page is the other one, and does not count.
        let chosen = match scheme {
            Scheme::Light => "dark",
            Scheme::Dark => "light",
        };
        page.browser.script_with(other, &[chosen.into()]);
        let look = |state: &str, least: usize| {
            page.browser.settle();
            let (count, _) = readable(page, &format!("{scheme:?}, {state}"));
            assert!(count >= least, "{state}: only {count} texts were seen");
            let found = page.browser.script(CHOSEN);
            assert_eq!(found[0], serde_json::json!([]), "{scheme:?}, {state}");
            assert!(found[1].as_u64() >= Some(3), "{state}: {found}");
            assert_eq!(found[2], 0, "{state}: what a repair costs");
        };
        page.press("Home");
        look("start", 60);
        page.go_to("CHALLENGE");
        page.tab("Bytes");
        look("bytes", 60);
        page.tab("Explain");
        page.blur();
        page.press("End");
        look("denied", 60);
        page.click("What would fix it");
        page.browser.wait_for("a repair", || {
            !page.browser.find_all(".cost-mark").is_empty()
        });
        look("repairs", 60);
        page.browser.find(".repairs-head button").click();
        page.click("Predict");
        look("predicting", 30);
        page.click("Predict");
    }
}

fn every_text_stands_out_from_its_ground(page: &Page<'_>) {
    for scheme in [Scheme::Light, Scheme::Dark] {
        page.browser.media(scheme, true);
        // So high that nothing is scrolled away.
        page.browser.viewport(1440, 2600);
        let look = |state: &str, least: usize| {
            page.browser.settle();
            let (count, lowest) = readable(page, &format!("{scheme:?}, {state}"));
            println!("{scheme:?}, {state}: {count} texts, lowest {lowest}");
            assert!(count >= least, "{state}: only {count} texts were seen");
        };
        page.press("Home");
        look("start", 60);
        page.go_to("CHALLENGE");
        for tab in ["Message", "Bytes", "Proof", "Logs", "Explain"] {
            page.tab(tab);
            look(tab, 60);
        }
        page.press("End");
        look("denied", 60);
        page.choose("Sign-in", "Basic");
        look("succeeded", 60);
        page.open_settings();
        page.pick("Basic logon method", "cleartext");
        page.fill("User", "mallory");
        look("settings", 90);
        page.click("Settings");

        // Every step with its proofs, right ones and wrong ones.
        page.pick("Scenario", "replay");
        page.tab("Proof");
        for step in 0..=page.last() {
            page.go(step);
            look(&format!("proof, step {step}"), 60);
        }
        page.click("Be IIS");
        page.click("Send the answer");
        look("IIS’s seat", 60);
        page.go_to("NEGOTIATE");
        page.click("Tamper");
        page.click("Change the target name");
        look("the bench", 60);
        page.click("Remove all");
        for dialog in ["Share", "Keys"] {
            page.click(dialog);
            look(dialog, 5);
            page.press("Escape");
        }
        page.browser.script("location.hash = '#decode'");
        look("an empty desk", 10);
        page.click("Take the lab’s messages");
        for password in ["wrong", "Spring-98"] {
            page.browser.by_role("textbox", "Password").fill(password);
            look("a desk with verdicts", 60);
        }
        page.browser
            .script("document.querySelectorAll('details').forEach(details => details.open = true)");
        look("keys and computations", 90);
        // The replayed answer is one token, seen twice; there are two questions.
        page.browser.by_role("list", "Tokens").within("button")[1].click();
        page.browser.settle();
        page.browser.find(".token-head .primary").click();
        page.browser.settle();
        look("a comparison", 60);
        page.browser.back();
        page.browser
            .script("location.hash = '#era=1066&page=nowhere'");
        look("a bad link", 60);
        page.click("Understood");
        page.tab("Explain");
        for (width, height) in [(768, 1024), (390, 844)] {
            page.browser.viewport(width, height);
            for key in ["Home", "End"] {
                page.blur();
                page.press(key);
                look(&format!("{width}, {key}"), 20);
            }
        }
    }
}
