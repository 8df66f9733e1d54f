//! IIS's seat: whoever sits there answers with what IIS holds, and the mailbox host says what it makes of it.

use crate::page::{Page, scenes};

scenes! {
    seat:
    with_ntlm_each_answer_is_refused_for_a_reason_of_its_own,
    with_ntlm_over_http_too at "#v=1&page=lab&era=today",
    with_basic_the_password_opens_the_mailbox at "#v=1&page=lab&offer=basic",
    where_nothing_is_asked_there_is_no_seat at "#v=1&page=lab&typed=wrong",
}

fn attempts(page: &Page<'_>) -> Vec<String> {
    let found = page.browser.find_all("[aria-label=Attempts] > li");
    found.iter().map(|attempt| attempt.text()).collect()
}

fn with_ntlm_each_answer_is_refused_for_a_reason_of_its_own(page: &Page<'_>) {
    refused(page);
}

fn with_ntlm_over_http_too(page: &Page<'_>) {
    refused(page);
}

fn refused(page: &Page<'_>) {
    let before = page.sentences();
    page.click("Last step");
    page.click("Be IIS");
    assert!(page.sentences()[page.step()].contains("CHALLENGE"));
    let mut reasons = Vec::new();
    for (way, value) in [
        ("The AUTHENTICATE of hop 1, as it is", ""),
        ("An answer from 16 bytes used as the NT hash", "session key"),
        (
            "An answer from 16 bytes used as the NT hash",
            "NtChallengeResponse",
        ),
        ("No name and no response", ""),
    ] {
        page.choose("Answer with", way);
        if !value.is_empty() {
            page.pick_like("Value", value);
        }
        page.click("Send the answer");
        assert_eq!(page.browser.focused().name(), "What came of it");
        let result = page.browser.focused().text();
        assert!(result.contains("Hint: "), "{result}");
        page.expect("Second hop denied");
        let reason = page.status();
        assert!(
            attempts(page)[0].contains(reason["Second hop denied.".len()..].trim()),
            "{reason}"
        );
        assert!(!reasons.contains(&reason), "{reason}");
        reasons.push(reason);
    }
    assert_eq!(attempts(page).len(), 4);
    page.click("Leave the seat");
    assert_eq!(page.sentences(), before);
}

fn with_basic_the_password_opens_the_mailbox(page: &Page<'_>) {
    page.click("Be IIS");
    page.choose("Answer with", "No name and no response");
    page.click("Send the answer");
    page.expect("Second hop denied");
    page.choose("Answer with", "An answer from a password");
    page.pick_like("Value", "password");
    page.click("Send the answer");
    page.expect("Second hop succeeded");
    // The same by its hash, made by hand.
    page.pick_like("Function", "NT hash");
    page.pick_like("Text", "password");
    page.click("Compute");
    page.choose("Answer with", "An answer from 16 bytes used as the NT hash");
    page.pick_like("Value", "NT hash(");
    page.click("Send the answer");
    page.expect("Second hop succeeded");
    // And with one that is typed, and goes nowhere.
    page.fill("Typed text", "not-this-1");
    page.choose("Answer with", "An answer from a password");
    page.click("Send the answer");
    page.expect("Second hop denied");
    assert_eq!(attempts(page).len(), 4);
    let url = page.browser.url();
    assert!(!url.contains("not-this") && !url.contains("seat"), "{url}");
}

fn where_nothing_is_asked_there_is_no_seat(page: &Page<'_>) {
    let button = page.button("Be IIS");
    assert!(button.attribute("disabled").is_some());
}
