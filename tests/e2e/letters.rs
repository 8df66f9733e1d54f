//! The page with larger letters: those of a person's browser, of a page that is zoomed, and of its text alone.

use crate::fit::{measure, measure_presets, seek};
use crate::page::{Page, scenes};

scenes! {
    letters:
    larger_letters_and_zoom_move_everything_along,
    so_do_letters_that_are_larger_on_this_page_alone,
    letters_of_twice_the_size_fit_a_telephone,
}

/// A browser at 200 % has half the window; one whose letters are larger has fewer of them in it.
fn larger_letters_and_zoom_move_everything_along(page: &Page<'_>) {
    page.browser.viewport(720, 450);
    page.browser.settle();
    measure_presets(page, 1, "200 %");
    page.browser.viewport(1440, 900);
    for size in [20, 32] {
        page.browser.letters(size);
        page.browser.settle();
        measure_presets(page, 1, &format!("letters of {size} px"));
    }
    page.browser.letters(16);
}

/// Where only text is zoomed, no window says so.
fn so_do_letters_that_are_larger_on_this_page_alone(page: &Page<'_>) {
    let letters = "document.documentElement.style.fontSize = arguments[0]";
    for (width, height) in [(1440, 900), (1024, 768)] {
        page.browser.viewport(width, height);
        for size in ["150%", "200%"] {
            page.browser.script_with(letters, &[size.into()]);
            page.browser.settle();
            measure_presets(page, 1, &format!("{width}×{height}, {size}"));
        }
    }
    // Two runs beside each other keep their diagrams.
    page.click("Compare");
    for (width, height) in [(1440, 900), (1024, 768)] {
        page.browser.viewport(width, height);
        page.browser.settle();
        let run = "return [...document.querySelectorAll('.runs .stage')].map(run => {
            const box = part => run.querySelector(part).getBoundingClientRect();
            return box('.scroll').height >= 200 && box('.hosts').bottom <= box('.band-names').top + 1
                && box('.scroll').bottom <= box('.verdict').top + 1;
        })";
        let run = page.browser.script(run);
        assert_eq!(run, serde_json::json!([true, true]), "{width}, compared");
    }
    page.click("Compare");
    // Parts of the other pages stand below each other.
    for (to, parts) in [
        ("Outcomes", ".outcomes"),
        ("Diagnose", ".diagnose"),
        ("Decode", ".desk"),
    ] {
        page.browser
            .find(&format!("nav a[href*='{}']", to.to_lowercase()))
            .click();
        page.browser.settle();
        let meet = "const parts = [...document.querySelectorAll(arguments[0] + ' > *')].map(it => it.getBoundingClientRect())
            .filter(box => box.width > 0).sort((one, other) => one.top - other.top);
            return parts.length > 1 && parts.every((box, place) => place === 0 || parts[place - 1].bottom <= box.top + 1)";
        assert_eq!(
            page.browser.script_with(meet, &[parts.into()]),
            true,
            "{to}"
        );
        let over = "return document.documentElement.scrollWidth - innerWidth";
        assert_eq!(
            page.browser.script(over),
            0,
            "{to}: the page scrolls sideways"
        );
    }
    page.browser.script_with(letters, &["".into()]);
}

/// Also what opens there: nothing scrolls sideways, and what a sheet holds can be read.
fn letters_of_twice_the_size_fit_a_telephone(page: &Page<'_>) {
    page.browser.viewport(390, 844);
    let letters = "document.documentElement.style.fontSize = arguments[0]";
    page.browser.script_with(letters, &["200%".into()]);
    page.browser.settle();
    let fits = |state: &str| {
        page.browser.settle();
        let over = "return document.documentElement.scrollWidth - innerWidth";
        assert_eq!(page.browser.script(over), 0, "{state}");
    };
    // Once it has begun.
    page.press("ArrowRight");
    for part in [1, 0] {
        seek(page, part);
        measure(page, &format!("390×844, 200%, {part}"));
    }
    page.click("More");
    for side in ["Message", "Bytes", "Proof", "Logs", "Explain"] {
        page.tab(side);
        fits(side);
    }
    let reached = "const pane = document.querySelector('.pane');
        pane.scrollIntoView({ block: 'start' });
        const { top } = pane.getBoundingClientRect();
        return document.querySelector('.transport').getBoundingClientRect().top - top";
    let reached = page.browser.script(reached).as_f64();
    assert!(
        reached >= Some(100.0),
        "{reached:?} px of the side are seen"
    );
    page.go_to("AUTHENTICATE");
    page.click("Tamper");
    fits("Tamper");
    page.press("Escape");
    page.browser.script_with(letters, &["".into()]);
}
