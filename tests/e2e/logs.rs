//! What the run leaves in the computers' logs: by computer, linked with the steps both ways, to take along.

use crate::page::{Page, scenes};
use crate::support::browser::string;

scenes! {
    logs:
    the_logs_of_a_denied_login_are_by_computer_and_in_order at "#v=1&page=lab&era=today&backend=sql&backendname=SQL-02",
    a_line_leads_to_its_step_and_a_step_marks_its_lines at "#v=1&page=lab&era=today&backend=sql&backendname=SQL-02",
    nt_4_says_what_it_does_not_log,
}

const REGION: &str = "[role=tabpanel] section[aria-label='In your logs']";

fn lines(page: &Page<'_>, of: &str) -> Vec<String> {
    let texts = page.browser.script(&format!(
        "return [...document.querySelectorAll(\"{REGION} {of} > button\")].map(line => line.innerText.trim())"
    ));
    let texts = texts.as_array().expect("texts").iter();
    texts.map(string).collect()
}

fn headings(page: &Page<'_>) -> Vec<String> {
    let found = page.browser.find_all(&format!("{REGION} h3"));
    found.iter().map(|heading| heading.text()).collect()
}

fn the_logs_of_a_denied_login_are_by_computer_and_in_order(page: &Page<'_>) {
    page.tab("Logs");
    let computers = headings(page);
    assert_eq!(computers[..2], ["DESK-07", "WEB-01"]);
    assert_eq!(computers.last().map(String::as_str), Some("DC-01"));
    let all = lines(page, "li");
    let place = |words: &str| {
        let place = all.iter().position(|line| line.contains(words));
        place.unwrap_or_else(|| panic!("no line has {words:?}: {all:#?}"))
    };
    let order = [
        "401 0 0",
        "401 1 2148074254",
        "4624 TargetUserName=alice",
        "4624 TargetUserName=ANONYMOUS LOGON",
        "Error: 18456, Severity: 14, State: 11.",
        "4776",
        "8004",
    ];
    assert!(order.map(place).is_sorted(), "{all:#?}");
    // Every value of an event, and where it can be looked up, are one touch away.
    let details = page.browser.find_all(&format!("{REGION} details"));
    let last = details.last().expect("the domain controller's line");
    // How sure it is, is a mark; what the marks mean is said once.
    assert_eq!(last.text(), "●●○");
    assert_eq!(last.within("summary")[0].name(), "Confidence: medium");
    let region = page.browser.find(REGION).text();
    assert_eq!(region.matches("How sure").count(), 1);
    assert!(!region.contains("Confidence"), "{region}");
    last.within("summary")[0].click();
    page.browser.settle();
    for value in ["SChannelName", "DESK-07", "detection-wiki"] {
        assert!(last.text().contains(value), "{}", last.text());
    }
    for copy in ["Copy as text", "Copy as CSV"] {
        assert!(!page.browser.all_by_role("button", Some(copy)).is_empty());
    }
}

fn a_line_leads_to_its_step_and_a_step_marks_its_lines(page: &Page<'_>) {
    page.press("Home");
    page.tab("Logs");
    let buttons = page.browser.find_all(&format!("{REGION} li > button"));
    let anonymous = buttons
        .iter()
        .find(|line| line.text().contains("ANONYMOUS LOGON LogonType"));
    anonymous.expect("a session of nobody").click();
    page.browser.settle();
    let sentence = &page.sentences()[page.step()];
    assert!(sentence.contains("ANONYMOUS LOGON"), "{sentence}");
    let marked = lines(page, "li[aria-current=step]");
    assert!(
        marked
            .iter()
            .any(|line| line.contains("ANONYMOUS LOGON LogonType")),
        "{marked:?}"
    );
    // Another step marks other lines.
    page.press("Home");
    let other = lines(page, "li[aria-current=step]");
    assert!(other.iter().all(|line| !marked.contains(line)), "{other:?}");
}

fn nt_4_says_what_it_does_not_log(page: &Page<'_>) {
    page.tab("Logs");
    let all = lines(page, "li");
    let says = |words: &str| all.iter().any(|line| line.contains(words));
    assert!(says("528") && says("401"), "{all:#?}");
    assert!(
        says("A domain controller of NT 4 writes nothing"),
        "{all:#?}"
    );
    assert!(!says("4624"), "{all:#?}");
}
