//! Where values came from: pointed at, gone to, and back.

use crate::page::{Page, scenes};
use crate::support::element::Element;

scenes! {
    provenance:
    a_computation_lights_its_sources at "#v=1&page=lab&era=today",
    an_origin_leads_to_its_bytes_and_a_byte_to_what_was_made at "#v=1&page=lab&era=today",
    it_is_done_by_keyboard_too at "#v=1&page=lab&era=today",
    what_the_controller_was_asked_is_unfolded at "#v=1&page=lab&era=today",
    a_pasted_sign_in_has_its_sources at "#v=1&page=lab&era=today",
    nothing_of_it_overflows at "#v=1&page=lab&era=today",
}

/// The computation of that name.
fn computation<'a>(page: &Page<'a>, name: &str) -> Element<'a> {
    let all = page.browser.find_all(".crypto li");
    let mut found = all.into_iter().filter(|step| {
        let title = &step.within("h4")[0];
        let own = title.script("return arguments[0].firstChild.textContent");
        own.as_str() == Some(name)
    });
    found.next().unwrap_or_else(|| panic!("no {name}"))
}

/// What is lit as a source, by the text of each.
fn sources(page: &Page<'_>, selector: &str) -> Vec<String> {
    let query = "return [...document.querySelectorAll(arguments[0])].filter(it => it.matches('.source')).map(it => it.textContent)";
    let found = page.browser.script_with(query, &[selector.into()]);
    let found = found.as_array().unwrap().iter();
    found.map(|it| it.as_str().unwrap().to_owned()).collect()
}

fn any(found: &[String], words: &str) -> bool {
    found.iter().any(|it| it.contains(words))
}

/// Points at something, wherever it is scrolled to.
fn point(page: &Page<'_>, at: &Element<'_>) {
    at.script("arguments[0].scrollIntoView({ block: 'center' })");
    at.hover();
    page.browser.settle();
}

/// The way of that name.
fn way<'a>(page: &Page<'a>, name: &str) -> Element<'a> {
    let ways = page.browser.find_all(".from a, .made a");
    let mut found = ways.into_iter().filter(|way| way.text() == name);
    found.next().unwrap_or_else(|| panic!("no way to {name}"))
}

/// The names of the fields that are lit, by the pointer or as sources.
fn lit_fields(page: &Page<'_>, class: &str) -> Vec<String> {
    let rows = page.browser.find_all(&format!(".tree .{class} .name"));
    rows.iter().map(Element::text).collect()
}

fn a_computation_lights_its_sources(page: &Page<'_>) {
    page.go_to("computes");
    page.tab("Proof");
    point(page, &computation(page, "NTProofStr").within("h4")[0]);
    let arrows = sources(page, "g.step");
    assert!(any(&arrows, "CHALLENGE"), "{arrows:?}");
    assert!(!any(&arrows, "form"), "{arrows:?}");
    let chips = sources(page, ".chip");
    assert!(
        any(&chips, "password") && any(&chips, "challenge"),
        "{chips:?}"
    );
    assert!(any(&sources(page, ".crypto li"), "NTOWFv2"));
    // One of its origins has fewer.
    point(page, &way(page, "CHALLENGE · ServerChallenge"));
    let chips = sources(page, ".chip");
    assert!(
        any(&chips, "challenge") && !any(&chips, "password"),
        "{chips:?}"
    );
    page.browser.by_role("tab", "Proof").hover();
    page.browser.settle();
    assert!(page.browser.find_all(".source").is_empty());
}

fn an_origin_leads_to_its_bytes_and_a_byte_to_what_was_made(page: &Page<'_>) {
    let computes = page.go_to("computes");
    page.tab("Proof");
    way(page, "CHALLENGE · ServerChallenge").click();
    page.browser.settle();
    assert_eq!(
        page.browser
            .by_role("tab", "Bytes")
            .attribute("aria-selected")
            .as_deref(),
        Some("true")
    );
    assert!(page.sentences()[page.step()].contains("CHALLENGE"));
    // Whatever comes to lie under the pointer.
    assert_eq!(lit_fields(page, "lit"), ["ServerChallenge"]);
    assert_eq!(page.browser.find_all(".hex .byte.lit").len(), 8);

    // Back: what was made of it lights these bytes, and leads there.
    point(page, &way(page, "NTProofStr"));
    // So do the names that the answer repeats.
    let fields = lit_fields(page, "source");
    assert_eq!(fields[0], "ServerChallenge");
    assert!(
        any(&fields, "MsvAvTimestamp") && !any(&fields, "Flags"),
        "{fields:?}"
    );
    assert!(sources(page, ".hex .byte").len() > 8);
    way(page, "NTProofStr").click();
    page.browser.settle();
    assert_eq!(page.step(), computes);
    let there = page.browser.focused();
    assert!(there.text().starts_with("NTProofStr"), "{}", there.text());
    // The flags are under the MIC alone.
    page.go_to("the NTLM CHALLENGE");
    page.tab("Bytes");
    let query = "[...document.querySelectorAll('.field-row')].find(row => row.textContent.startsWith('NegotiateFlags')).focus()";
    page.browser.script(query);
    page.browser.settle();
    let made = page.browser.find(".made").text();
    assert!(
        made.contains("MIC") && !made.contains("NTProofStr"),
        "{made}"
    );
}

fn it_is_done_by_keyboard_too(page: &Page<'_>) {
    page.go_to("computes");
    page.tab("Proof");
    computation(page, "NTProofStr").focus();
    page.browser.settle();
    assert!(any(&sources(page, "g.step"), "CHALLENGE"));
    let origin = way(page, "CHALLENGE · ServerChallenge");
    origin.focus();
    page.press("Enter");
    assert_eq!(page.browser.focused().role(), "treeitem");
    page.press("ArrowUp");
    assert_eq!(lit_fields(page, "lit").len(), 1);
}

fn what_the_controller_was_asked_is_unfolded(page: &Page<'_>) {
    page.go_to("proof matches");
    page.tab("Proof");
    assert_eq!(page.browser.find_all("article.host").len(), 3);
    way(page, "logon request (simplified) · LmChallenge").click();
    page.browser.settle();
    assert_eq!(page.browser.find_all("article.host").len(), 4);
    assert_eq!(lit_fields(page, "lit"), ["LmChallenge"]);
}

fn a_pasted_sign_in_has_its_sources(page: &Page<'_>) {
    page.browser.by_role("link", "Decode").click();
    page.browser.settle();
    page.click("Take the lab’s messages");
    let folded = page.browser.find_all(".verify details");
    folded.last().unwrap().within("summary")[0].click();
    page.browser.settle();
    point(page, &computation(page, "NTProofStr").within("h4")[0]);
    let fields = lit_fields(page, "source");
    assert!(
        any(&fields, "NTLMv2_CLIENT_CHALLENGE") && any(&fields, "UserName"),
        "{fields:?}"
    );
    assert!(!fields.contains(&"MIC".to_owned()), "{fields:?}");
    way(page, "CHALLENGE · ServerChallenge").click();
    page.browser.settle();
    let shown = page.browser.find(".token h2").text();
    assert_eq!(shown, "2 · NTLM CHALLENGE");
    page.browser.find(".token h2").hover();
    page.browser.settle();
    assert_eq!(lit_fields(page, "lit"), ["ServerChallenge"]);
    // Also where the computations are folded away.
    page.browser
        .find_all(".verify details")
        .last()
        .unwrap()
        .within("summary")[0]
        .click();
    page.browser.settle();
    way(page, "MIC").click();
    page.browser.settle();
    let there = page.browser.focused();
    assert!(there.text().starts_with("MIC"), "{}", there.text());
    assert!(page.browser.url().contains("#v=1&page=decode"));
}

fn nothing_of_it_overflows(page: &Page<'_>) {
    page.browser.viewport(390, 844);
    page.click("More");
    let over = "return [...document.querySelectorAll('.pane, .from, .made, .crypto li, .tree')]
        .filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.className)";
    for (step, tab) in [("computes", "Proof"), ("the NTLM CHALLENGE", "Bytes")] {
        page.go_to(step);
        page.tab(tab);
        assert_eq!(page.browser.script(over), serde_json::json!([]), "{tab}");
        assert_eq!(
            page.browser
                .script("return document.documentElement.scrollWidth"),
            390
        );
    }
    way(page, "MIC").click();
    page.browser.settle();
    assert!(page.browser.focused().text().starts_with("MIC"));
}
