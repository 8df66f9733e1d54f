//! Names and passwords of every kind and size: an answer each time.

use crate::page::{LEADS, Page, scenes};

const TEXTS: [&str; 8] = [
    "",
    " ",
    "😀👩\u{200d}👩\u{200d}👧🏳\u{fe0f}\u{200d}🌈",
    "مرحبا\u{202e}\u{202b}abc",
    "Ålïçé Ωλ 漢字",
    "a:b\\c@d/e\"<img src=x onerror=alert(1)>",
    "\u{0}\u{7}\u{1b}[2J\u{feff}",
    "a\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}",
];

fn fields() -> [&'static str; 6] {
    [
        "User",
        "Domain",
        "Password",
        "Password on the domain controller",
        "Who may open it",
        "Default domain",
    ]
}

/// What is shown does not leave the window, and there is a verdict.
fn answers(page: &Page<'_>, what: &str) {
    page.browser.settle();
    page.blur();
    page.click("Last step");
    let lead = page.lead();
    assert!(LEADS[2..].contains(&lead), "{what}: {lead}");
    let wide = page
        .browser
        .script("return document.documentElement.scrollWidth - innerWidth");
    assert!(
        wide.as_i64().unwrap() <= 0,
        "{what}: scrolls sideways by {wide}"
    );
}

scenes! {
    input:
    odd_names_and_passwords_get_a_verdict,
    huge_names_and_passwords_get_a_verdict,
}

fn odd_names_and_passwords_get_a_verdict(page: &Page<'_>) {
    page.open_settings();
    for text in TEXTS {
        for field in fields() {
            page.field(field).paste(text);
        }
        for scheme in ["Basic", "NTLM"] {
            page.choose("Sign-in", scheme);
            answers(page, &format!("{scheme}, {text:?}"));
        }
    }
    // Half a surrogate pair, which is no character.
    page.field("User").script(
        "arguments[0].value = 'a\\ud800b'; arguments[0].dispatchEvent(new InputEvent('input', { bubbles: true }))",
    );
    answers(page, "a lone surrogate");
}

fn huge_names_and_passwords_get_a_verdict(page: &Page<'_>) {
    page.open_settings();
    let huge = "é漢😀x".repeat(64 * 1024 / 10);
    page.field("User").paste(&huge);
    for scheme in ["Basic", "NTLM"] {
        page.choose("Sign-in", scheme);
        answers(page, scheme);
        page.go(if scheme == "Basic" { 4 } else { 8 });
        for tab in ["Message", "Bytes", "Proof", "Logs", "Explain"] {
            page.tab(tab);
        }
    }
    for field in &fields()[1..] {
        page.field(field).paste(&huge);
    }
    answers(page, "all of them");
}
