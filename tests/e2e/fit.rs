//! The page in windows of every width, in both colours, and without motion.

use crate::page::{Page, scenes};
use crate::support::screen::Scheme;

/// A desk, a small laptop, a tablet held upright, a telephone.
const SIZES: [(u32, u32); 4] = [(1440, 900), (1024, 768), (768, 1024), (390, 844)];

/// Every kind of window: large ones, low ones, tablets, telephones both ways round.
const WINDOWS: [(u32, u32); 9] = [
    (1920, 1080),
    (1440, 900),
    (1366, 650),
    (1280, 580),
    (1024, 768),
    (844, 390),
    (768, 1024),
    (390, 844),
    (320, 568),
];

/// What is wrong with the places of everything on the page, and how many boxes were compared.
const MEASURE: &str = include_str!("measure.js");

/// Measures the page as it is; how many boxes were compared.
pub fn measure(page: &Page<'_>, state: &str) -> u64 {
    let mut found = page.browser.script(MEASURE);
    if found[0].as_array().is_none_or(|wrong| !wrong.is_empty()) {
        // Scrolling and what follows a change of size may still be under way.
        std::thread::sleep(std::time::Duration::from_millis(400));
        page.browser.settle();
        found = page.browser.script(MEASURE);
    }
    let wrong = found[0].as_array().expect("a list");
    assert!(wrong.is_empty(), "{state}: {wrong:#?}");
    found[1].as_u64().expect("a count")
}

/// Goes to the step at that part of the run, of 2.
pub fn seek(page: &Page<'_>, part: usize) {
    seek_to(page, page.last() * part / 2);
}

/// Measures the first, the middle and the last step of every third preset, from that one on; how many boxes were compared.
pub fn measure_presets(page: &Page<'_>, from: usize, state: &str) -> u64 {
    let pick = "const list = document.querySelector('.scenario');
        const presets = [...list.querySelectorAll('option')].filter(option => option.value);
        if (arguments[0] >= presets.length) return null;
        list.value = presets[arguments[0]].value;
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return list.value";
    let mut compared = 0;
    for preset in (from..).step_by(3) {
        let name = page.browser.script_with(pick, &[preset.into()]);
        let Some(name) = name.as_str() else {
            assert!(preset > 24, "only {preset} presets");
            break;
        };
        for part in 0..=2 {
            seek(page, part);
            compared += measure(page, &format!("{state}, {name}, step {}", page.step() + 1));
        }
    }
    compared
}

scenes! {
    fit:
    everything_has_its_place_in_every_window,
    with_the_domain_controller_too,
    so_has_what_is_asked_of_who_predicts,
    the_list_of_scenarios_has_room_for_its_names,
    nothing_changes_its_height_while_it_plays,
    settings_and_dialogs_fit_at_every_width,
    on_the_smallest_screen_the_diagram_has_room,
    where_there_is_little_room_the_inspector_is_a_sheet,
    who_asks_for_less_motion_gets_none,
    with_motion_something_travels_and_arrives,
}

fn everything_has_its_place_in_every_window(page: &Page<'_>) {
    let mut compared = 0;
    for (window, (width, height)) in WINDOWS.into_iter().enumerate() {
        page.browser.viewport(width, height);
        page.browser.settle();
        // A desk and the smallest telephone see each of them, the others take turns.
        let all = [0, 1, 2];
        let turns = match width {
            1440 | 320 => &all[..],
            _ => &all[window % 3..=window % 3],
        };
        for from in turns {
            compared += measure_presets(page, *from, &format!("{width}×{height}"));
        }
    }
    println!("{compared} boxes compared");
    assert!(compared > 100_000, "{compared}");
}

fn with_the_domain_controller_too(page: &Page<'_>) {
    page.open_settings();
    page.tick("Show domain controller");
    page.click("Settings");
    for (width, height) in [(1440, 900), (1024, 768), (844, 390), (390, 844), (320, 568)] {
        page.browser.viewport(width, height);
        page.browser.settle();
        measure_presets(
            page,
            0,
            &format!("{width}×{height} with the domain controller"),
        );
    }
}

fn so_has_what_is_asked_of_who_predicts(page: &Page<'_>) {
    page.click("Predict");
    for (width, height) in WINDOWS {
        page.browser.viewport(width, height);
        page.browser.settle();
        let ending = page.browser.find(".sequence .ending");
        assert_eq!(ending.text(), "What happens now?");
        measure(page, &format!("{width}×{height}, predicting"));
    }
    // It is where the question is, and not read twice.
    page.browser.viewport(1440, 900);
    let within = "return document.querySelector('.ending').closest('[aria-hidden=true]') !== null
        && document.querySelectorAll('.ending [tabindex], .ending button').length === 0";
    assert_eq!(page.browser.script(within), true);
    page.click("Predict");
    assert!(page.browser.find_all(".ending").is_empty());
}

/// Where the bar is one line of a desk, or a line of its own on a telephone.
fn the_list_of_scenarios_has_room_for_its_names(page: &Page<'_>) {
    let cut = "const list = document.querySelector('.scenario'), style = getComputedStyle(list);
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const arrow = 16;
        const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
        return [...list.options].map(option => option.label).filter(name => pen.measureText(name).width > room)";
    let none = serde_json::json!([]);
    for (width, height) in [
        (1920, 1080),
        (1440, 900),
        (1366, 768),
        (768, 1024),
        (390, 844),
    ] {
        page.browser.viewport(width, height);
        page.browser.settle();
        assert_eq!(page.browser.script(cut), none, "{width}");
    }
    // One line, also in windows that are common.
    let lines = "return new Set([...document.querySelectorAll('.bar > :not(.space)')].map(it => Math.round(it.getBoundingClientRect().bottom / 10))).size";
    for width in [1440, 1366, 1280, 1180, 1024] {
        page.browser.viewport(width, 768);
        page.browser.settle();
        assert_eq!(page.browser.script(lines), 1, "{width}");
    }
}

fn nothing_changes_its_height_while_it_plays(page: &Page<'_>) {
    let heights = "return ['.hosts', '.scroll', '.verdict'].map(part => Math.round(document.querySelector(part).getBoundingClientRect().height))";
    for (width, height) in [(1440, 900), (1024, 768), (390, 844)] {
        page.browser.viewport(width, height);
        for scheme in ["NTLM", "Basic", "Digest"] {
            page.choose("Sign-in", scheme);
            seek_to(page, 0);
            let first = page.browser.script(heights);
            for step in 0..=page.last() {
                seek_to(page, step);
                let now = page.browser.script(heights);
                let what = format!("{width}, {scheme}, step {}", step + 1);
                assert_eq!((&now[0], &now[1]), (&first[0], &first[1]), "{what}");
                // Where the page scrolls, the verdict stands below everything else.
                assert!(width < 900 || now[2] == first[2], "{what}: {now} {first}");
            }
        }
    }
}

fn seek_to(page: &Page<'_>, step: usize) {
    let to = "const slider = document.querySelector('[aria-label=Step]');
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
        set.call(slider, arguments[0]);
        slider.dispatchEvent(new Event('input', { bubbles: true }))";
    page.browser.script_with(to, &[step.into()]);
    page.browser.settle();
}

fn settings_and_dialogs_fit_at_every_width(page: &Page<'_>) {
    let wide = |state: &str| {
        let over = "return document.documentElement.scrollWidth - innerWidth";
        let over = page.browser.script(over);
        assert_eq!(over, 0, "{state}: the page scrolls sideways");
    };
    for (width, height) in SIZES {
        page.browser.viewport(width, height);
        page.open_settings();
        let outside = "return [...document.querySelectorAll('.settings input, .settings select, .settings button')]
            .map(element => [element.id || element.innerText, element.getBoundingClientRect()])
            .filter(([, box]) => box.left < 0 || box.right > innerWidth || box.width < 10)
            .map(([name]) => name)";
        let outside = page.browser.script(outside);
        assert_eq!(outside, serde_json::json!([]), "{width}: cut off");
        wide(&format!("{width}, settings"));
        page.click("Settings");
        for dialog in ["Share", "Keys"] {
            page.click(dialog);
            let inside = page.browser.find("dialog[open]").script(
                "const box = arguments[0].getBoundingClientRect();
                return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight",
            );
            assert_eq!(inside, true, "{width}, {dialog}");
            wide(&format!("{width}, {dialog}"));
            page.press("Escape");
        }
    }
}

fn on_the_smallest_screen_the_diagram_has_room(page: &Page<'_>) {
    page.browser.viewport(320, 568);
    page.browser.reload();
    page.site.forget_requests();
    // Who begins sees the page from its top.
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert_eq!(page.browser.script("return scrollY"), 0);
    for key in ["Home", "End"] {
        page.press(key);
        let over = "return document.documentElement.scrollWidth - innerWidth";
        assert_eq!(
            page.browser.script(over),
            0,
            "{key}: the page scrolls sideways"
        );
        let room =
            "const top = selector => document.querySelector(selector).getBoundingClientRect().top;
            return Math.round(top('.transport') - top('.scroll'))";
        let room = page.browser.script(room).as_i64();
        assert!(room >= Some(150), "{key}: {room:?} px of diagram are seen");
    }
}

fn where_there_is_little_room_the_inspector_is_a_sheet(page: &Page<'_>) {
    page.browser.viewport(390, 844);
    page.browser.settle();
    assert!(page.browser.all_by_role("tab", None).is_empty());
    page.click("More");
    for side in ["Tamper", "Explain", "Message", "Bytes", "Proof", "Logs"] {
        if side == "Tamper" {
            page.click(side);
        } else {
            page.tab(side);
        }
        let over = "return document.documentElement.scrollWidth - innerWidth";
        assert_eq!(page.browser.script(over), 0, "{side}");
    }
    page.click("Next step");
    assert_eq!(page.step(), 1);
    page.click("Less");
    assert!(page.browser.all_by_role("tab", None).is_empty());
}

fn who_asks_for_less_motion_gets_none(page: &Page<'_>) {
    page.browser.media(Scheme::Light, true);
    let moves = "return document.getAnimations().filter(animation => animation.playState === 'running').length
        + document.querySelectorAll('.token').length";
    for _ in 0..=page.last() {
        page.browser.press("ArrowRight");
        assert_eq!(page.browser.script(moves), 0, "at step {}", page.step());
    }
    page.choose("Sign-in", "Basic");
    assert_eq!(page.browser.script(moves), 0);
    // Playing still plays.
    page.blur();
    page.press("Home");
    page.press("5");
    page.press("Space");
    page.browser.wait_for("it to advance", || page.step() > 1);
    assert_eq!(page.browser.script(moves), 0);
    page.press("Space");
}

fn with_motion_something_travels_and_arrives(page: &Page<'_>) {
    page.browser.press("ArrowRight");
    page.browser.wait_for("the end of the way", || {
        page.browser.find_all(".token").is_empty()
    });
}
