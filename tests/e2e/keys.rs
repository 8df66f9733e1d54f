//! The keys, and that they yield to whatever has the focus and wants them for itself.

use crate::page::{Page, scenes};

fn speed(page: &Page<'_>) -> usize {
    let list = page.field("Speed");
    usize::try_from(list.property("selectedIndex").as_u64().unwrap()).unwrap()
}

fn dialogs(page: &Page<'_>) -> usize {
    page.browser.all_by_role("dialog", None).len()
}

scenes! {
    keys:
    the_page_is_played_without_a_mouse,
    keys_yield_to_a_text_field,
    keys_yield_to_radio_buttons,
    keys_yield_to_the_slider_and_to_lists,
    keys_yield_to_the_fields_and_the_bytes,
    a_button_takes_the_space_bar_once,
    the_keys_are_listed_from_the_fields_and_the_bytes,
    the_focus_follows_what_opens_and_comes_back,
}

fn the_page_is_played_without_a_mouse(page: &Page<'_>) {
    let last = page.last();
    for (key, step) in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", last),
        ("ArrowRight", last),
        ("Home", 0),
        ("ArrowLeft", 0),
    ] {
        page.press(key);
        assert_eq!(page.step(), step, "after {key}");
    }
    for (index, key) in ["1", "2", "3", "4", "5"].into_iter().enumerate() {
        page.press(key);
        assert_eq!(speed(page), index, "after {key}");
    }
    page.press("Space");
    page.button("Pause");
    page.browser.wait_for("it to advance", || page.step() > 0);
    page.press("Space");
    page.button("Play");

    assert_eq!(dialogs(page), 0);
    page.press("?");
    page.browser.by_role("dialog", "Keys");
    let step = page.step();
    page.press("ArrowRight");
    assert_eq!(page.step(), step, "a key went through an open dialog");
    page.press("Escape");
    assert_eq!(dialogs(page), 0);
    page.press("ArrowRight");
    assert_eq!(page.step(), step + 1);
    // It opens again after the browser has closed it.
    page.press("?");
    page.browser.by_role("dialog", "Keys");
    page.click("Close");
    assert_eq!(dialogs(page), 0);
}

/// Fails where one of the keys of the page does something.
fn all_keys_yield(page: &Page<'_>, what: &str, keys: &[&str]) {
    let before = (page.step(), speed(page));
    for key in keys {
        page.press(key);
        assert_eq!((page.step(), speed(page)), before, "{key} in {what}");
        assert_eq!(dialogs(page), 0, "{key} in {what}");
        assert!(
            page.browser.all_by_role("button", Some("Pause")).is_empty(),
            "{key} in {what} plays"
        );
    }
}

fn keys_yield_to_a_text_field(page: &Page<'_>) {
    page.open_settings();
    for _ in 0..3 {
        page.click("Next step");
    }
    page.field("User").fill("al");
    let keys = [
        "ArrowLeft",
        "1",
        "Space",
        "?",
        "Home",
        "5",
        "End",
        "x",
        "ArrowRight",
    ];
    all_keys_yield(page, "a text field", &keys);
    let field = page.field("User");
    assert_eq!(field.property("value"), "5a1 ?lx");
}

fn keys_yield_to_radio_buttons(page: &Page<'_>) {
    page.click("Last step");
    page.radio("Sign-in", "NTLM").focus();
    page.press("ArrowLeft");
    assert!(page.radio("Sign-in", "Digest").is_selected());
    assert_eq!(page.step(), page.last());
    page.expect("Second hop denied");
    page.press("ArrowLeft");
    assert!(page.radio("Sign-in", "Basic").is_selected());
    assert_eq!(page.step(), page.last());
    page.expect("Second hop succeeded");
    page.press("ArrowRight");
    page.press("ArrowRight");
    assert!(page.radio("Sign-in", "NTLM").is_selected());
    assert_eq!(page.step(), page.last());
    all_keys_yield(page, "a radio button", &["Space", "Home", "1", "?"]);
    assert_eq!(page.step(), page.last());
}

fn keys_yield_to_the_slider_and_to_lists(page: &Page<'_>) {
    let last = page.last();
    page.field("Step").focus();
    for (key, step) in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", last),
        ("Home", 0),
        ("Space", 0),
    ] {
        page.press(key);
        assert_eq!(page.step(), step, "after {key}");
    }
    all_keys_yield(page, "the slider", &["Space", "1", "?"]);

    page.open_settings();
    let before = speed(page);
    page.field("Visits").focus();
    page.press("2");
    let visits = page.field("Visits");
    assert_eq!(visits.property("value"), "2", "a digit chooses in a list");
    assert_eq!(speed(page), before);
}

fn keys_yield_to_the_fields_and_the_bytes(page: &Page<'_>) {
    page.go_to("CHALLENGE");
    page.tab("Bytes");
    let keys = [
        "ArrowDown",
        "ArrowRight",
        "ArrowLeft",
        "End",
        "Home",
        "Space",
    ];
    for widget in ["tree", "grid"] {
        let stop = format!("[role={widget}] [tabindex='0']");
        page.browser.find(&stop).focus();
        all_keys_yield(page, widget, &keys);
    }
}

fn a_button_takes_the_space_bar_once(page: &Page<'_>) {
    page.button("Next step").focus();
    page.press("Space");
    assert_eq!(page.step(), 1);
    page.button("Play");
    page.button("Play").focus();
    page.press("Space");
    page.button("Pause");
    page.press("Space");
    page.button("Play");
}

fn the_keys_are_listed_from_the_fields_and_the_bytes(page: &Page<'_>) {
    page.go_to("CHALLENGE");
    page.tab("Bytes");
    for widget in ["tree", "grid"] {
        let stop = format!("[role={widget}] [tabindex='0']");
        page.browser.find(&stop).focus();
        page.press("?");
        page.browser.by_role("dialog", "Keys");
        page.press("Escape");
        page.press("4");
        assert_eq!(speed(page), 3, "{widget}");
        page.press("3");
    }
}

fn the_focus_follows_what_opens_and_comes_back(page: &Page<'_>) {
    page.open_settings();
    page.field("User").focus();
    page.press("Escape");
    assert!(page.browser.find_all(".settings").is_empty());
    assert_eq!(page.browser.focused().name(), "Settings");
    page.button("Be IIS").focus();
    page.press("Enter");
    assert_eq!(page.browser.focused().role(), "tabpanel");
    assert_eq!(page.browser.focused().name(), "Be IIS");
}
