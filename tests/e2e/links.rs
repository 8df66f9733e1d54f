//! The address: what it restores, what it never holds, and what comes of a bad one.

use crate::page::{LEADS, Page, scenes};

fn history(page: &Page<'_>) -> u64 {
    let length = page.browser.script("return history.length");
    length.as_u64().unwrap()
}

scenes! {
    links:
    a_link_restores_the_settings_and_the_step,
    back_undoes_a_change_and_forward_does_it_again,
    steps_do_not_add_to_the_history_and_changes_add_one_each,
    keys_of_another_version_are_kept at "#v=1&page=lab&zoom=3&f%C3%B6ld=%26a",
    a_password_leaves_the_page_only_when_asked,
    a_bad_link_is_answered_and_the_page_works,
    a_bad_link_that_is_followed_within_the_page_is_answered_too,
}

fn a_link_restores_the_settings_and_the_step(page: &Page<'_>) {
    let browser = page.browser;
    page.choose("Sign-in", "Basic");
    page.choose("Mailbox", "same host");
    page.open_settings();
    page.pick("Visits", "2");
    page.tick("Show domain controller");
    page.fill("User", "alîce😀 &#+%");
    page.go(7);
    let (step, last, sentences) = (page.step(), page.last(), page.sentences());
    let url = browser.url();
    assert!(url.contains("v=1") && url.contains("page=lab"), "{url}");

    browser.reload();
    for open in [false, true] {
        if open {
            browser.goto("about:blank");
            browser.open(&url);
        }
        browser.wait_for("the step", || page.step() == step);
        assert_eq!((page.last(), page.sentences()), (last, sentences.clone()));
        assert!(page.radio("Sign-in", "Basic").is_selected());
        assert!(page.radio("Mailbox", "same host").is_selected());
        page.open_settings();
        let visits = page.field("Visits");
        assert_eq!(visits.property("value"), "2");
        let user = page.field("User");
        assert_eq!(user.property("value"), "alîce😀 &#+%");
        let controller = page.field("Show domain controller");
        assert!(controller.is_selected());
        assert_eq!(browser.url(), url);
    }
    page.site.forget_requests();
}

fn back_undoes_a_change_and_forward_does_it_again(page: &Page<'_>) {
    page.click("Last step");
    page.choose("Sign-in", "Basic");
    page.expect("Second hop succeeded");
    page.choose("Mailbox", "same host");
    page.browser.back();
    page.browser.wait_for("the mailbox elsewhere", || {
        page.radio("Mailbox", "another host").is_selected()
    });
    page.expect("Second hop succeeded");
    page.browser.back();
    page.browser
        .wait_for("NTLM", || page.radio("Sign-in", "NTLM").is_selected());
    page.expect("Second hop denied");
    assert_eq!(page.step(), page.last(), "the step of then");
    page.browser.forward();
    page.browser
        .wait_for("Basic", || page.radio("Sign-in", "Basic").is_selected());
    page.expect("Second hop succeeded");
    page.browser.forward();
    page.browser.wait_for("the same host", || {
        page.radio("Mailbox", "same host").is_selected()
    });
}

fn steps_do_not_add_to_the_history_and_changes_add_one_each(page: &Page<'_>) {
    let before = history(page);
    page.click("Next step");
    page.press("End");
    page.go(5);
    assert_eq!(history(page), before, "stepping");
    page.choose("Sign-in", "Basic");
    assert_eq!(history(page), before + 1, "a change");
    page.open_settings();
    page.tab("Bytes");
    assert_eq!(history(page), before + 1, "looking");
    // A word typed letter by letter is one change.
    page.fill("User", "mallory");
    assert_eq!(history(page), before + 2, "typing");
    page.browser.back();
    page.browser.wait_for("the name of before", || {
        page.field("User").property("value") == "alice"
    });
}

fn keys_of_another_version_are_kept(page: &Page<'_>) {
    let kept = |url: &str| url.contains("zoom=3") && url.contains("f%C3%B6ld=%26a");
    page.click("Next step");
    assert!(kept(&page.browser.url()), "{}", page.browser.url());
    page.choose("Sign-in", "Basic");
    assert!(kept(&page.browser.url()), "{}", page.browser.url());
    page.pick("Scenario", "kb183545");
    assert!(kept(&page.browser.url()), "{}", page.browser.url());
    assert_eq!(alert(page), "");
}

fn a_password_leaves_the_page_only_when_asked(page: &Page<'_>) {
    page.open_settings();
    page.fill("Password", "hunter2-typed");
    page.fill("Password on the domain controller", "hunter2-real");
    page.click("Last step");
    page.expect("First hop denied");
    let secret = |text: &str| text.contains("hunter2");
    assert!(!secret(&page.browser.url()), "{}", page.browser.url());
    let stored = page.browser.script(
        "return JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, document.cookie, document.title])",
    );
    assert!(!secret(stored.as_str().unwrap()), "{stored}");

    let address = || {
        let field = page.browser.find("dialog input[readonly]");
        field.property("value").as_str().unwrap().to_owned()
    };
    page.click("Share");
    assert_eq!(address(), page.browser.url());
    page.browser.find("dialog input[type=checkbox]").click();
    page.browser.settle();
    assert!(address().contains("password=hunter2-typed"));
    assert!(address().contains("realpassword=hunter2-real"));
    assert!(!secret(&page.browser.url()), "{}", page.browser.url());
    let asked = address();
    page.press("Escape");
    page.click("Share");
    assert!(!secret(&address()), "the box stays ticked");
    page.press("Escape");

    // Who follows it has them, and the address of the page forgets them.
    page.browser.goto("about:blank");
    page.browser.open(&asked);
    page.open_settings();
    let typed = page.field("Password");
    assert_eq!(typed.property("value"), "hunter2-typed");
    assert!(!secret(&page.browser.url()), "{}", page.browser.url());
    page.site.forget_requests();
}

/// Bad fragments, and whether something is to be said about them.
const HOSTILE: [(&str, bool); 16] = [
    ("#", false),
    ("###", false),
    ("#&&&=&=", false),
    ("#%zz%%", false),
    ("#%00%ff%fe", false),
    ("#v=99", true),
    ("#page=evil", true),
    ("#era=1066", true),
    ("#preset=nobody", true),
    ("#visits=-1&level=9", true),
    ("#step=99999999999", true),
    ("#step=4294967295", true),
    ("#offer=ntlm,ntlm", true),
    ("#seed=zz&start=-5&dc=maybe", true),
    ("#era=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", true),
    ("#user=%3Cscript%3Ealert(1)%3C/script%3E&__proto__=1", false),
];

/// What is said about the link. The other alerts of the document are for a page that cannot start.
fn alert(page: &Page<'_>) -> String {
    page.browser.find("#app [role=alert]").text()
}

fn the_page_works(page: &Page<'_>, fragment: &str, said: bool) {
    let alert = alert(page);
    assert_eq!(!alert.is_empty(), said, "{fragment}: {alert}");
    page.click("Last step");
    let lead = page.lead();
    assert!(LEADS[2..].contains(&lead), "{fragment}: {lead}");
    if said {
        page.click("Understood");
        assert_eq!(self::alert(page), "");
    }
}

fn a_bad_link_is_answered_and_the_page_works(page: &Page<'_>) {
    let (site, browser) = (page.site, page.browser);
    // Others below: each of these loads the page again.
    for (fragment, said) in HOSTILE.into_iter().step_by(3) {
        browser.goto("about:blank");
        browser.open(&site.url(fragment));
        the_page_works(page, fragment, said);
        browser.assert_quiet();
    }
    let long = format!("#user={}", "a".repeat(450_000));
    browser.goto("about:blank");
    browser.open(&site.url(&long));
    the_page_works(page, "a long one", true);
    site.forget_requests();
}

fn a_bad_link_that_is_followed_within_the_page_is_answered_too(page: &Page<'_>) {
    for (fragment, said) in HOSTILE {
        page.browser
            .script_with("location.hash = arguments[0]", &[fragment.into()]);
        page.browser.settle();
        the_page_works(page, fragment, said);
    }
}
