//! The page in windows of every width, in both colours, and without motion.

use crate::page::{Page, scenes};
use crate::support::screen::Scheme;

/// A desk, a small laptop, a tablet held upright, a telephone.
const SIZES: [(u32, u32); 4] = [(1440, 900), (1024, 768), (768, 1024), (390, 844)];

/// What is wrong with the places of everything that can be used in the page's lines: outside of the window, over
/// something else, or under it.
const MISPLACED: &str = r"
    const shown = element => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && box.height > 0;
    };
    const name = element => element.getAttribute('aria-label') || element.closest('label')?.innerText || element.id || element.innerText || element.tagName;
    const all = [...document.querySelectorAll(arguments[0])].filter(shown);
    const wrong = [];
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways');
    if (document.documentElement.scrollHeight > innerHeight) wrong.push('the page scrolls down');
    const boxes = all.map(element => element.getBoundingClientRect());
    all.forEach((element, number) => {
        const box = boxes[number];
        if (box.left < -0.5 || box.right > innerWidth + 0.5 || box.top < -0.5 || box.bottom > innerHeight + 0.5)
            wrong.push(name(element) + ' leaves the window');
        const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (!hit || !(element.contains(hit) || hit.contains(element)))
            wrong.push(name(element) + ' lies under ' + (hit ? hit.outerHTML.slice(0, 80) : 'nothing'));
        for (let other = 0; other < number; other++) {
            const more = boxes[other];
            const wide = Math.min(box.right, more.right) - Math.max(box.left, more.left);
            const high = Math.min(box.bottom, more.bottom) - Math.max(box.top, more.top);
            if (wide > 0.5 && high > 0.5 && !all[other].contains(element) && !element.contains(all[other]))
                wrong.push(name(element) + ' overlaps ' + name(all[other]));
        }
    });
    return all.length < 14 ? ['only ' + all.length + ' found'] : wrong;
";

/// What can be used in the head, the bar and the transport, and the parts of the page between them.
const USED: &str = "header button, .bar button, .bar select, .bar input, footer button, footer select, footer input, \
    .hosts > *, [role=status], [aria-label=Diagram], [role=tab], .verdict button";

fn nothing_is_misplaced(page: &Page<'_>, state: &str) {
    let wrong = page.browser.script_with(MISPLACED, &[USED.into()]);
    let wrong = wrong.as_array().unwrap();
    assert!(wrong.is_empty(), "{state}: {wrong:#?}");
}

scenes! {
    fit:
    everything_fits_at_every_width_in_both_colours,
    settings_and_dialogs_fit_at_every_width,
    on_the_smallest_screen_the_diagram_has_room,
    where_there_is_little_room_the_inspector_is_a_sheet,
    who_asks_for_less_motion_gets_none,
    with_motion_something_travels_and_arrives,
}

fn everything_fits_at_every_width_in_both_colours(page: &Page<'_>) {
    for (width, height) in SIZES {
        page.browser.viewport(width, height);
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.browser.media(scheme, false);
            for key in ["Home", "End"] {
                page.press(key);
                nothing_is_misplaced(page, &format!("{width}, {scheme:?}, {key}"));
            }
            page.choose("Sign-in", "Basic");
            nothing_is_misplaced(page, &format!("{width}, {scheme:?}, succeeded"));
            page.choose("Sign-in", "NTLM");
            page.blur();
        }
    }
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
    page.browser.settle();
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
    for side in ["Tamper", "Explain", "Message", "Bytes", "Proof"] {
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
