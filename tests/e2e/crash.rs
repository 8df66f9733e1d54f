//! What somebody sees when the page breaks. Nothing in the page does so on purpose: the tests throw from outside.

use crate::support;
use crate::support::browser::Browser;

const TITLE: &str = "Something broke";

/// A module of one function, `f`, that consists of `unreachable`: how a panic ends.
const TRAP: &str = "const bytes = new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11]);
    const trap = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f;";

#[test]
fn an_error_is_shown_and_the_address_leads_back() {
    let Some((site, browser)) = support::start("an error is shown") else {
        return;
    };
    browser.open(&site.url("#v=1&page=lab&era=2003"));
    browser.press("ArrowRight");
    browser.settle();
    let address = browser.url();
    // Of what a test's own script throws, the browser tells the page nothing; so it comes as a panic does.
    browser
        .script("dispatchEvent(new ErrorEvent('error', { error: new Error('a test broke it') }))");
    told(&browser, "a test broke it");
    assert_eq!(browser.url(), address);
    assert!(browser.text().contains("Mailbox host"), "the page is gone");

    browser.by_role("button", "Copy details").click();
    browser.wait_for("the copy, or the text to copy by hand", || {
        browser
            .script("return getSelection().toString()")
            .as_str()
            .is_some_and(|text| text.contains("a test broke it"))
    });
    browser.by_role("button", "Reload").click();
    browser.wait_for("the page to start again", || {
        browser.script("return document.documentElement.getAttribute('data-page')") == "ready"
    });
    assert_eq!(browser.url(), address);
    assert!(!browser.text().contains(TITLE));
}

#[test]
fn a_trap_in_webassembly_is_shown_over_an_open_dialog() {
    let Some((site, browser)) = support::start("a trap in WebAssembly") else {
        return;
    };
    browser.open(&site.url(""));
    browser.by_role("button", "Share").click();
    browser.by_role("dialog", "Link to this view");
    browser.script(&format!("{TRAP} setTimeout(trap)"));
    told(&browser, "RuntimeError: unreachable");
    browser.by_role("button", "Reload");
}

#[test]
fn a_promise_that_fails_is_shown_and_a_refusal_is_not() {
    let Some((site, browser)) = support::start("a promise that fails") else {
        return;
    };
    browser.open(&site.url(""));
    browser.script("Promise.reject(new DOMException('no clipboard', 'NotAllowedError'));
        dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed with undelivered notifications.' }))");
    browser.settle();
    assert!(!browser.text().contains(TITLE));
    browser.script(&format!("{TRAP} Promise.resolve().then(trap)"));
    told(&browser, "unreachable");
}

fn told(browser: &Browser, what: &str) {
    browser.wait_for(what, || {
        let text = browser.text();
        text.contains(TITLE) && text.contains(what)
    });
    assert_eq!(
        browser.find_all("[role=alert].notice:not([hidden])").len(),
        1
    );
}
