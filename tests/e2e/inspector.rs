//! The inspector: its sides, the link between fields and bytes, the proofs.

use crate::page::{Page, scenes};
use serde_json::Value;

const TABS: [&str; 5] = ["Explain", "Message", "Bytes", "Proof", "Logs"];

fn selected(page: &Page<'_>) -> String {
    let tabs = page.browser.find_all("[role=tab][aria-selected=true]");
    assert_eq!(tabs.len(), 1, "one tab is selected");
    let panel = page.browser.by_role("tabpanel", &tabs[0].name());
    assert_ne!(panel.text().trim(), "");
    tabs[0].name()
}

scenes! {
    inspector:
    the_tabs_work_by_mouse_and_by_keyboard,
    every_step_has_something_on_every_side,
    fields_and_bytes_light_each_other,
    the_fields_are_walked_by_keyboard,
    every_layer_of_a_message_is_shown,
    the_replay_shows_what_was_expected_and_what_came,
}

fn the_tabs_work_by_mouse_and_by_keyboard(page: &Page<'_>) {
    page.go(3);
    for tab in TABS.into_iter().rev() {
        page.tab(tab);
        assert_eq!(selected(page), tab);
    }
    page.browser.by_role("tab", "Explain").focus();
    for (key, tab) in [
        ("ArrowRight", "Message"),
        ("ArrowRight", "Bytes"),
        ("ArrowLeft", "Message"),
        ("End", "Logs"),
        ("ArrowRight", "Explain"),
        ("ArrowLeft", "Logs"),
        ("Home", "Explain"),
    ] {
        page.press(key);
        assert_eq!(selected(page), tab, "after {key}");
        assert_eq!(page.browser.focused().name(), tab, "after {key}");
        assert_eq!(page.step(), 3, "{key} went on to the page");
    }
}

fn every_step_has_something_on_every_side(page: &Page<'_>) {
    for tab in TABS {
        page.tab(tab);
        page.blur();
        page.press("Home");
        for step in 0..=page.last() {
            let panel = "return document.querySelector('[role=tabpanel]').innerText.trim()";
            assert_ne!(page.browser.script(panel), "", "{tab}, step {step}");
            page.press("ArrowRight");
        }
        assert_eq!(selected(page), tab);
    }
}

/// The numbers of the bytes that are lit.
fn lit(page: &Page<'_>) -> Vec<u64> {
    let found = page.browser.script(
        "return [...document.querySelectorAll('.hex .byte')].flatMap((byte, number) => byte.classList.contains('lit') ? [number] : [])",
    );
    let found = found.as_array().unwrap().iter();
    found.map(|number| number.as_u64().unwrap()).collect()
}

/// The first and the last byte of each field, as the tree says, where it has any.
fn ranges(page: &Page<'_>) -> Vec<Option<(u64, u64)>> {
    let texts = page.browser.script(
        "return [...document.querySelectorAll('[role=treeitem]')].map(row => row.lastElementChild.textContent)",
    );
    let range = |text: &Value| {
        let text = text.as_str().unwrap();
        let (first, last) = text.split_once('–').unwrap_or((text, text));
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    texts.as_array().unwrap().iter().map(range).collect()
}

fn lights(page: &Page<'_>, range: Option<(u64, u64)>) {
    let wanted: Vec<u64> = range.map_or(Vec::new(), |(first, last)| (first..=last).collect());
    assert_eq!(lit(page), wanted);
}

fn fields_and_bytes_light_each_other(page: &Page<'_>) {
    page.tab("Bytes");
    page.go_to("CHALLENGE");
    // The plumbing, which is the last of them, is folded away.
    page.browser
        .find_all("[role=treeitem]")
        .last()
        .unwrap()
        .click();
    page.browser.find_all("[role=treeitem]")[0].click();
    page.browser.settle();
    let ranges = ranges(page);
    assert!(ranges.len() > 8, "{ranges:?}");

    // A field lights its bytes.
    let rows = page.browser.find_all("[role=treeitem]");
    for number in [0, 1, 4] {
        rows[number].hover();
        page.browser.settle();
        lights(page, ranges[number]);
    }
    // A byte lights its field, which is the smallest around it.
    let bytes = page.browser.find_all(".hex .byte");
    for at in [0_u64, 9, 24, 26] {
        bytes[usize::try_from(at).unwrap()].hover();
        page.browser.settle();
        let lit_row = page.browser.find("[role=treeitem].lit");
        let number = lit_row.attribute("data-row").unwrap();
        let range = ranges[number.parse::<usize>().unwrap()];
        let (first, last) = range.expect("a field with bytes");
        assert!((first..=last).contains(&at));
        lights(page, range);
        let around = ranges.iter().flatten();
        let around = around.filter(|(first, last)| (*first..=*last).contains(&at));
        let smallest = around.map(|(first, last)| last - first).min();
        assert_eq!(smallest, Some(last - first));
    }
    // Away from both, the field with the keyboard's focus is lit.
    page.browser.by_role("tab", "Bytes").hover();
    page.browser.settle();
    lights(page, ranges[0]);
}

fn the_fields_are_walked_by_keyboard(page: &Page<'_>) {
    page.go_to("CHALLENGE");
    page.tab("Bytes").focus();
    let ranges = ranges(page);
    // The tree is one stop of the Tab key.
    let stops = page.browser.find_all("[role=tree] [tabindex='0']");
    assert_eq!(stops.len(), 1);
    stops[0].focus();
    let last = ranges.len() - 1;
    for (key, number) in [
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowUp", 1),
        ("End", last),
        ("ArrowDown", last),
        ("Home", 0),
        ("ArrowUp", 0),
        ("ArrowDown", 1),
    ] {
        page.press(key);
        let row = page.browser.focused().attribute("data-row");
        assert_eq!(row, Some(number.to_string()), "after {key}");
        lights(page, ranges[number]);
    }
    assert_eq!(page.browser.find_all("[role=tree] [tabindex='0']").len(), 1);
}

fn every_layer_of_a_message_is_shown(page: &Page<'_>) {
    page.go_to("CHALLENGE");
    page.tab("Bytes");
    let layers = page.browser.by_role("radiogroup", "Layer");
    let layers = layers.within("input");
    assert!(layers.len() > 1);
    let mut lengths = Vec::new();
    for layer in &layers {
        layer.click();
        page.browser.settle();
        assert!(layer.is_selected());
        lengths.push(page.browser.find_all(".hex .byte").len());
    }
    lengths.dedup();
    assert_eq!(lengths.len(), layers.len(), "{lengths:?}");
}

fn the_replay_shows_what_was_expected_and_what_came(page: &Page<'_>) {
    page.click("Last step");
    page.click("Send the cached answer, as the article tells it");
    page.expect("Second hop denied");
    page.tab("Proof");
    // The step at which the wrong answer is found out.
    let mut found = false;
    for _ in 0..=page.last() {
        found = !page.browser.find_all(".comparison.bad").is_empty();
        if found {
            break;
        }
        page.click("Previous step");
    }
    assert!(found, "no step shows two values that differ");
    let values = |selector: &str| -> Vec<String> {
        let codes = page.browser.find_all(selector);
        codes
            .iter()
            .map(|code| code.text().replace(' ', ""))
            .collect()
    };
    let proofs = values(".comparison.bad code");
    assert_eq!(proofs.len(), 2);
    assert_ne!(proofs[0], proofs[1]);
    let words = page.browser.find(".comparison.bad").text();
    assert!(
        words.contains("expected") && words.contains("received"),
        "{words}"
    );
    // Two questions: what each host asked, and the answer that would have been right.
    let asked = page.browser.find_all(".question");
    assert_eq!(asked.len(), 2);
    let asked = values(".question code");
    let [first, answered, second, right] = asked.as_slice() else {
        panic!("two challenges and two proofs: {asked:?}");
    };
    assert_eq!(
        (first.len(), second.len()),
        (16, 16),
        "challenges of 8 bytes"
    );
    assert_ne!(first, second);
    assert_ne!(answered, right);
    assert_eq!((right, answered), (&proofs[0], &proofs[1]));

    // Both challenges are the ones that travelled.
    page.tab("Bytes");
    let challenges: Vec<usize> = (0..)
        .zip(page.sentences())
        .filter(|(_, text)| text.contains("CHALLENGE"))
        .map(|(number, _)| number)
        .collect();
    let travelled = |step: usize| {
        page.go(step);
        let hex = page.browser.find(".hex").property("textContent");
        let bytes = page.browser.script(
            "return [...document.querySelectorAll('.hex .byte')].map(byte => byte.textContent.trim()).join('')",
        );
        assert!(hex.as_str().is_some());
        bytes.as_str().unwrap().to_owned()
    };
    let sent: Vec<String> = challenges.into_iter().map(travelled).collect();
    for challenge in [first, second] {
        assert!(sent.iter().any(|bytes| bytes.contains(challenge.as_str())));
    }

    page.click("Last step");
    page.click("As it is on the wire");
    page.expect("Second hop denied");
    page.button("Send the cached answer, as the article tells it");
}
