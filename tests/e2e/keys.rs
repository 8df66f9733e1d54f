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
    keys_scroll_where_there_is_nothing_to_play at "#v=1&page=outcomes",
    keys_yield_to_a_text_field,
    keys_yield_to_radio_buttons,
    keys_yield_to_the_slider_and_to_lists,
    keys_yield_to_the_fields_and_the_bytes,
    the_space_bar_plays_where_it_has_nothing_else_to_do,
    escape_closes_what_is_open_wherever_the_focus_is,
    the_whole_lab_is_used_by_keyboard,
    a_button_takes_the_space_bar_once,
    the_keys_are_listed_from_the_fields_and_the_bytes,
    letters_and_digits_can_be_switched_off,
    the_focus_follows_what_opens_and_comes_back,
    the_focus_stays_where_what_had_it_goes_away,
}

fn letters_and_digits_can_be_switched_off(page: &Page<'_>) {
    let switch = || {
        page.click("Keys");
        page.tick("Letters, digits and ? act alone");
        page.press("Escape");
        page.blur();
    };
    switch();
    let before = speed(page);
    for key in ["5", "1", "?"] {
        page.press(key);
        assert_eq!((speed(page), dialogs(page)), (before, 0), "{key}");
    }
    page.press("ArrowRight");
    assert_eq!(page.step(), 1);
    switch();
    page.press("5");
    assert_eq!(speed(page), 4);
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

fn keys_scroll_where_there_is_nothing_to_play(page: &Page<'_>) {
    page.browser.viewport(700, 520);
    let top = || page.browser.script("return scrollY").as_f64().unwrap();
    for (key, down) in [("End", true), ("Home", false), ("Space", true)] {
        page.blur();
        // A browser may still be on its way by the key before: what is pressed then is lost now and again.
        page.browser.wait_for(&format!("{key} to scroll"), || {
            page.press(key);
            (top() > 0.0) == down
        });
    }
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
    all_keys_yield(page, "a radio button", &["Home", "1"]);
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
    ] {
        page.press(key);
        assert_eq!(page.step(), step, "after {key}");
    }
    all_keys_yield(page, "the slider", &["1"]);

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
    let keys = ["ArrowDown", "ArrowRight", "ArrowLeft", "End", "Home"];
    for widget in ["tree", "grid"] {
        let stop = format!("[role={widget}] [tabindex='0']");
        page.browser.find(&stop).focus();
        all_keys_yield(page, widget, &keys);
    }
}

/// Plays and pauses from what has the focus.
fn plays(page: &Page<'_>, what: &str) {
    let playing = || !page.browser.all_by_role("button", Some("Pause")).is_empty();
    page.press("Space");
    assert!(playing(), "{what} does not play");
    page.press("Space");
    assert!(!playing(), "{what} does not pause");
}

fn the_space_bar_plays_where_it_has_nothing_else_to_do(page: &Page<'_>) {
    page.go_to("CHALLENGE");
    page.tab("Bytes");
    page.field("Step").focus();
    plays(page, "the slider");
    page.radio("Sign-in", "NTLM").focus();
    plays(page, "the radio button that is chosen");
    page.browser
        .find("[aria-label=Steps] [aria-current=step] a")
        .focus();
    plays(page, "a link");
    for widget in ["tree", "grid"] {
        let stop = format!("[role={widget}] [tabindex='0']");
        page.browser.find(&stop).focus();
        plays(page, widget);
    }
    // A list and a tick take it.
    page.open_settings();
    page.field("Keep-alive").focus();
    page.press("Space");
    assert!(!page.field("Keep-alive").is_selected());
    page.button("Play");
    for place in ["Step", "Visits", "Keep-alive"] {
        page.field(place).focus();
        page.press("?");
        page.browser.by_role("dialog", "Keys");
        page.press("Escape");
        assert_eq!(dialogs(page), 0, "{place}");
        assert!(!page.browser.find_all(".settings").is_empty(), "{place}");
    }
}

fn escape_closes_what_is_open_wherever_the_focus_is(page: &Page<'_>) {
    let open = || !page.browser.find_all(".settings").is_empty();
    for place in ["User", "Visits", "Keep-alive", "Step", "Speed"] {
        page.open_settings();
        page.field(place).focus();
        page.press("Escape");
        assert!(!open(), "{place}");
        assert_eq!(page.browser.focused().name(), "Settings", "{place}");
    }
    page.go_to("CHALLENGE");
    page.button("Tamper").focus();
    page.press("Enter");
    page.press("Escape");
    assert_eq!(
        page.button("Tamper").attribute("aria-expanded").as_deref(),
        Some("false")
    );
    page.click("Tamper");
    page.browser.find_all(".bench input, .bench select")[0].focus();
    page.press("Escape");
    assert_eq!(page.browser.focused().name(), "Tamper");
    page.button("Be IIS").focus();
    page.press("Enter");
    page.press("Escape");
    assert_eq!(page.browser.focused().name(), "Be IIS");
    // Who goes to another side stays there.
    page.press("Enter");
    page.tab("Proof");
    assert_eq!(page.browser.focused().name(), "Proof");
}

/// Goes on with the Tab key to what has that name.
fn tab_to(page: &Page<'_>, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..120 {
        page.browser.press("Tab");
        let now = page.browser.focused().name();
        if now == name {
            page.browser.settle();
            return;
        }
        passed.push(now);
    }
    panic!("no way to {name:?} by keyboard: {passed:?}");
}

/// Chooses the option that says this in the list with the focus, letter by letter.
fn arrow_to(page: &Page<'_>, words: &str) {
    let said = || {
        let list = page.browser.focused();
        let said = list.script("return arguments[0].selectedOptions[0].label");
        said.as_str().unwrap().to_owned()
    };
    page.press("Home");
    for _ in 0..40 {
        if said().contains(words) {
            return;
        }
        page.press("ArrowDown");
    }
    panic!("no {words:?} in the list: {}", said());
}

fn the_whole_lab_is_used_by_keyboard(page: &Page<'_>) {
    // The scheme, by arrows; playing, by the space bar, from there.
    tab_to(page, "NTLM");
    page.press("Space");
    page.button("Pause");
    page.press("Space");
    page.press("ArrowLeft");
    page.press("ArrowLeft");
    assert!(page.radio("Sign-in", "Basic").is_selected());
    tab_to(page, "another host");
    // A setting.
    tab_to(page, "Settings");
    page.press("Enter");
    tab_to(page, "Visits");
    page.press("2");
    tab_to(page, "Keep-alive");
    page.press("Space");
    page.press("Space");
    page.press("Escape");
    assert_eq!(page.browser.focused().name(), "Settings");
    page.press("End");
    page.expect("Second hop succeeded");

    // The steps, by their list.
    page.press("Home");
    page.browser
        .find("[aria-label=Steps] [aria-current=step] a")
        .focus();
    page.press("ArrowDown");
    page.press("Enter");
    assert_eq!(page.step(), 1);

    // What is computed, from a step that computes nothing.
    tab_to(page, "Explain");
    page.press("End");
    assert_eq!(page.browser.focused().name(), "Logs");
    page.press("ArrowLeft");
    assert_eq!(page.browser.focused().name(), "Proof");
    assert_eq!(page.step(), 1, "the tabs take the key");
    page.press("Tab");
    page.press("Tab");
    page.press("Tab");
    let way = page.browser.focused().text();
    assert!(way.starts_with("Step "), "{way}");
    page.press("Enter");
    assert_ne!(page.step(), 1);
    assert_eq!(page.browser.focused().role(), "tabpanel");
    assert!(!page.browser.find_all(".proof section").is_empty());

    // IIS's place.
    tab_to(page, "Be IIS");
    page.press("Enter");
    assert_eq!(page.browser.focused().name(), "Be IIS");
    tab_to(page, "Typed text");
    page.browser.insert("Spring-98");
    page.browser.settle();
    tab_to(page, "No name and no response");
    page.press("ArrowDown");
    tab_to(page, "Value");
    arrow_to(page, "the typed text");
    tab_to(page, "Send the answer");
    page.press("Enter");
    page.expect("Second hop succeeded");
    assert_eq!(page.browser.focused().name(), "What came of it");
    page.press("Escape");
    assert_eq!(page.browser.focused().name(), "Be IIS");
    tab_to(page, "Share");
    page.press("Enter");
    page.browser.by_role("dialog", "Link to this view");
    page.press("Escape");
    assert_eq!(page.browser.focused().name(), "Share");
    tab_to(page, "Speed");
    arrow_to(page, "4×");
    tab_to(page, "Play");
    page.press("End");
    page.press("ArrowLeft");
    page.press("Enter");
    page.browser
        .wait_for("the end", || page.step() == page.last());
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
    // So it does from a question that a closed sheet hides.
    page.press("Escape");
    page.browser.viewport(390, 844);
    page.press("Home");
    page.button("Predict").focus();
    page.press("Enter");
    page.press("Escape");
    assert_eq!(page.browser.focused().name(), "More");
}

fn the_focus_stays_where_what_had_it_goes_away(page: &Page<'_>) {
    // A way from the first screen takes that along.
    page.button("Two visits, two connections").focus();
    page.press("Enter");
    assert_eq!(page.browser.focused().role(), "tabpanel");
    // What opens in the place of something else, and not the button of what it replaces.
    page.go_to("AUTHENTICATE");
    page.click("Tamper");
    page.button("Be IIS").focus();
    page.press("Enter");
    assert_eq!(page.browser.focused().name(), "Be IIS");
    assert_eq!(page.browser.focused().role(), "tabpanel");
    // An example of Decode, and one that leads to traffic.
    for example in ["A good sign-in", "Two hops in a capture"] {
        page.browser.goto("about:blank");
        page.browser.open(&page.site.url("#v=1&page=decode"));
        page.site.forget_requests();
        page.button(example).focus();
        page.press("Enter");
        page.browser.wait_for(example, || {
            page.browser.all_by_role("button", Some(example)).is_empty()
        });
        assert_eq!(page.browser.focused().role(), "main", "{example}");
    }
}
