//! The first minute: the first screen, the walk, and what terms mean.

use crate::page::{Page, scenes};

scenes! {
    first:
    a_stranger_is_welcomed_until_something_is_done,
    the_welcome_is_not_in_the_way_of_a_link at "#v=1&page=lab&offer=ntlm&step=12",
    presets_are_found_by_the_question_they_answer,
    a_term_opens_its_meaning_and_leads_to_all_of_them,
    the_verdict_explains_its_terms,
    the_walk_is_taken_by_keyboard,
    on_a_phone_it_is_all_in_the_sheet,
}

fn shows(page: &Page<'_>, selector: &str) -> bool {
    !page.browser.find_all(selector).is_empty()
}

fn title(page: &Page<'_>) -> String {
    page.browser.find(".inspector-head h2").text()
}

fn a_stranger_is_welcomed_until_something_is_done(page: &Page<'_>) {
    assert_eq!(
        title(page),
        "IIS knows alice. Why does the mailbox host see nobody?"
    );
    let read = page.browser.by_role("link", "Read it ↗");
    let copy = "https://jeffpar.github.io/kbarchive/kb/183/Q183545/";
    assert_eq!(read.attribute("href").as_deref(), Some(copy));
    // Looking around leaves it.
    page.click("Share");
    page.press("Escape");
    page.browser.find("[aria-label=Diagram]").hover();
    assert!(shows(page, ".first-screen"));
    page.click("Play the run");
    page.browser.wait_for("it to play", || page.step() > 0);
    assert!(!shows(page, ".first-screen"));
    page.press("Space");
    page.button("Play");

    let step = page.step();
    page.press("?");
    page.click("Welcome");
    assert!(shows(page, ".first-screen") && !shows(page, "dialog[open]"));
    assert_eq!(page.step(), step);
    page.click("Where the wire tells another story");
    assert_eq!(title(page), "IIS has nothing to answer with");
    assert!(shows(page, ".stories"));
    page.press("?");
    page.click("Welcome");
    page.tab("Explain");
    assert!(!shows(page, ".first-screen"), "a tab was chosen");
}

fn the_welcome_is_not_in_the_way_of_a_link(page: &Page<'_>) {
    assert!(page.step() > 0 && !shows(page, ".first-screen"));
    // What is cited can be read; what only looks like it cannot be there.
    let cited = page.browser.find_all(".sources a");
    assert!(!cited.is_empty());
    for link in cited {
        let to = link.attribute("href").unwrap_or_default();
        assert!(to.starts_with("https://"), "{to}");
        assert!(link.attribute("rel").unwrap().contains("noreferrer"));
    }
}

fn presets_are_found_by_the_question_they_answer(page: &Page<'_>) {
    let groups = "return [...document.querySelectorAll('.scenario optgroup')].map(it => it.label)";
    let groups = page.browser.script(groups);
    let asked =
        "return [...document.querySelectorAll('.first-screen dt')].map(it => it.textContent)";
    let asked = page.browser.script(asked);
    let groups = groups.as_array().unwrap();
    // Before them come the pages for what somebody brings.
    let (own, presets) = asked.as_array().unwrap().split_at(2);
    assert_eq!(presets, groups);
    assert_eq!((own.len(), groups.len()), (2, 8));
    let ways = page.browser.find_all(".first-screen dd a");
    let ways: Vec<_> = ways.iter().map(|it| it.attribute("href")).collect();
    let page_of = |name: &str| Some(format!("#v=1&page={name}"));
    assert_eq!(ways, [page_of("diagnose"), page_of("decode")]);
    page.click("The same with Basic");
    assert_eq!(page.field("Scenario").property("value"), "basic");
    assert!(!shows(page, ".first-screen"));
    page.click("Last step");
    page.expect("Second hop succeeded");
}

/// What is open, by its name.
fn open(page: &Page<'_>) -> Vec<String> {
    let open = page.browser.find_all(":popover-open");
    open.iter().map(|meaning| meaning.name()).collect()
}

fn a_term_opens_its_meaning_and_leads_to_all_of_them(page: &Page<'_>) {
    let terms = page.browser.find_all(".first-screen .term");
    let step = page.step();
    terms[2].focus();
    page.press("Enter");
    assert_eq!(open(page), ["ANONYMOUS LOGON"]);
    let inside = page.browser.find(":popover-open").script(
        "const box = arguments[0].getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight",
    );
    assert_eq!(inside, true);
    page.press("Escape");
    assert_eq!(open(page), [""; 0]);
    assert_eq!(page.browser.focused().text(), "ANONYMOUS LOGON");
    terms[0].click();
    assert_eq!(open(page), ["NTLM"]);
    page.browser.find_all(":popover-open .term")[0].click();
    page.browser.settle();
    assert!(open(page).contains(&"challenge".to_owned()));
    let all = page.browser.find_all("[aria-label=challenge] .term");
    all.last().unwrap().click();
    page.browser.settle();
    page.browser.by_role("dialog", "Glossary");
    assert_eq!(open(page), [""; 0]);
    assert!(page.browser.find_all("[open] dt").len() > 15);
    page.press("Escape");
    assert!(!shows(page, "dialog[open]"));
    assert_eq!(page.step(), step);
    page.press("?");
    assert_eq!(page.browser.focused().name(), "Close");
    page.click("Glossary");
    page.browser.by_role("dialog", "Glossary");
    page.click("Close");
    // From the other page they lead to the lab.
    page.browser.script("location.hash = 'v=1&page=decode'");
    page.browser.settle();
    page.click("Keys");
    page.click("Welcome");
    assert!(shows(page, ".first-screen"));
}

fn the_verdict_explains_its_terms(page: &Page<'_>) {
    page.press("End");
    page.expect("Second hop denied");
    let terms = page.browser.find_all(".verdict .term");
    let names: Vec<String> = terms.iter().map(|term| term.text()).collect();
    assert_eq!(names, ["ANONYMOUS LOGON", "challenge"]);
    terms[1].focus();
    page.press("Enter");
    assert_eq!(open(page), ["challenge"]);
    page.press("Escape");
    assert_eq!(open(page), [""; 0]);
}

fn the_walk_is_taken_by_keyboard(page: &Page<'_>) {
    page.button("Take the walk").focus();
    page.press("Enter");
    assert_eq!(page.browser.focused().role(), "tabpanel");
    page.press("Tab");
    let mut stops = Vec::new();
    for number in 1..=5 {
        let card = page.browser.find(".walk").text();
        assert!(card.contains(&format!("Stop {number} of 5")), "{card}");
        stops.push((page.step(), page.radio("Sign-in", "Basic").is_selected()));
        if number < 5 {
            page.button("Next stop").focus();
            page.press("Enter");
        }
    }
    assert!(
        stops[..4].is_sorted_by(|one, next| one.0 < next.0),
        "{stops:?}"
    );
    let basic: Vec<bool> = stops.iter().map(|(_, basic)| *basic).collect();
    assert_eq!(basic, [false, false, false, false, true]);
    page.click("Back");
    assert!(page.radio("Sign-in", "NTLM").is_selected());
    page.expect("Second hop denied");
    // A meaning that is open is closed first.
    page.browser.find_all(".walk .term")[0].click();
    page.press("Escape");
    assert!(shows(page, ".walk"));
    page.press("Escape");
    assert!(!shows(page, ".walk"));
    // It ends where it began.
    assert_eq!(page.step(), 0);
    assert!(page.radio("Sign-in", "NTLM").is_selected());
    let step = page.step();
    page.press("?");
    page.click("Take the walk");
    assert_eq!(page.step(), stops[0].0);
    assert_ne!(page.step(), step);
    page.click("Leave the walk");
    assert!(!shows(page, ".walk"));
}

fn on_a_phone_it_is_all_in_the_sheet(page: &Page<'_>) {
    page.browser.viewport(390, 844);
    page.browser.settle();
    assert_eq!(
        page.browser.find(".first-screen").property("offsetHeight"),
        0
    );
    page.click("More");
    let sideways = "return document.documentElement.scrollWidth - innerWidth";
    assert_eq!(page.browser.script(sideways), 0);
    page.click("Take the walk");
    assert!(page.browser.find(".walk").text().contains("Stop 1 of 5"));
    page.browser.find_all(".walk .term")[0].click();
    assert_eq!(open(page).len(), 1);
    assert_eq!(page.browser.script(sideways), 0);
    page.press("Escape");
    page.click("Leave the walk");
    page.press("?");
    page.click("Welcome");
    page.click("Play the run");
    page.button("More");
}
