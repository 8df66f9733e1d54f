//! The rules of axe-core, by which people who test for accessibility go, on every page and in every state.
//!
//! `DOUBLE_HOP_NODE` names a folder in whose `node_modules` axe-core is; `cargo xtask setup` makes it.

use crate::page::{Page, scenes};
use crate::support::screen::Scheme;
use crate::support::skip::skip;
use serde_json::Value;
use std::path::Path;

scenes! {
    accessibility:
    a_button_without_a_name_is_noticed,
    the_lab_keeps_to_the_rules,
    so_do_repairs_and_comparisons at "#v=1&era=today&back=remote-http&at=99",
    so_do_the_other_pages,
}

/// Each rule that is broken, with the first places.
const CHECK: &str = "return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => [id, help, ...nodes.slice(0, 3).map(node => node.html.slice(0, 200))]))";

/// Axe on the page; nothing where this machine has not got it.
struct Rules<'a> {
    page: &'a Page<'a>,
    axe: String,
}

impl<'a> Rules<'a> {
    fn of(page: &'a Page<'a>) -> Option<Self> {
        let folder = std::env::var("DOUBLE_HOP_NODE").unwrap_or_default();
        let file = Path::new(&folder).join("node_modules/axe-core/axe.min.js");
        match std::fs::read_to_string(file) {
            Ok(axe) => Some(Self { page, axe }),
            Err(_) => {
                skip(
                    "accessibility",
                    "DOUBLE_HOP_NODE names no folder with axe-core; `cargo xtask test` runs it",
                );
                None
            }
        }
    }

    fn broken(&self) -> Vec<Value> {
        let browser = self.page.browser;
        browser.settle();
        browser.script(&[&self.axe, "; window.axe = axe"].concat());
        browser.script(CHECK).as_array().unwrap().clone()
    }

    /// Fails where a rule is broken, in a window of a desk in light or in one of a telephone in dark.
    fn keep(&self, state: &str) {
        for (scheme, width, height) in [(Scheme::Dark, 320, 568), (Scheme::Light, 1440, 900)] {
            self.page.browser.media(scheme, true);
            self.page.browser.viewport(width, height);
            let broken = self.broken();
            assert!(broken.is_empty(), "{width}, {state}: {broken:#?}");
        }
    }
}

fn a_button_without_a_name_is_noticed(page: &Page<'_>) {
    let Some(rules) = Rules::of(page) else {
        return;
    };
    rules.keep("start");
    page.browser
        .script("document.querySelector('main').append(document.createElement('button'))");
    let broken = rules.broken();
    assert_eq!(broken.len(), 1, "{broken:#?}");
    assert_eq!(broken[0][0], "button-name");
}

fn the_lab_keeps_to_the_rules(page: &Page<'_>) {
    let Some(rules) = Rules::of(page) else {
        return;
    };
    page.press("Home");
    rules.keep("start");
    page.go_to("CHALLENGE");
    for tab in ["Message", "Bytes", "Proof", "Logs", "Explain"] {
        page.tab(tab);
        rules.keep(tab);
    }
    page.blur();
    page.press("End");
    rules.keep("denied");
    page.choose("Sign-in", "Negotiate");
    page.press("End");
    rules.keep("Negotiate");
    page.open_settings();
    rules.keep("settings");
    page.click("Settings");
    for dialog in ["Share", "Keys"] {
        page.click(dialog);
        rules.keep(dialog);
        page.press("Escape");
    }
    page.choose("Sign-in", "NTLM");
    page.click("Be IIS");
    rules.keep("IIS’s seat");
    page.go_to("NEGOTIATE");
    page.click("Tamper");
    rules.keep("the bench");
    page.click("Tamper");
    page.choose("Sign-in", "Basic");
    page.press("End");
    rules.keep("opened");
}

fn so_do_repairs_and_comparisons(page: &Page<'_>) {
    let Some(rules) = Rules::of(page) else {
        return;
    };
    page.click("What would fix it");
    page.browser.wait_for("repairs", || {
        page.browser
            .script("return document.querySelectorAll('[aria-label=Repairs] li').length > 0")
            == Value::Bool(true)
    });
    rules.keep("repairs");
    page.click("What would fix it");
    page.click("Compare");
    rules.keep("a comparison");
    page.click("Compare");
}

fn so_do_the_other_pages(page: &Page<'_>) {
    let Some(rules) = Rules::of(page) else {
        return;
    };
    let open = |fragment: &str| {
        page.browser
            .script_with("location.hash = arguments[0]", &[fragment.into()]);
        page.browser.settle();
    };
    open("#v=1&page=outcomes");
    page.browser.wait_for("the table", || {
        let said = page.browser.by_role("status", "Computed").text();
        said.starts_with("computed ")
    });
    rules.keep("outcomes");
    open("#v=1&page=diagnose");
    rules.keep("nothing seen");
    page.fill("What you see", "4624 ANONYMOUS LOGON\nworks on the server");
    page.browser.wait_for("causes", || {
        !page
            .browser
            .by_role("list", "Causes")
            .within("li")
            .is_empty()
    });
    rules.keep("causes");
    open("#v=1&page=decode");
    rules.keep("an empty desk");
    page.click("Take the lab’s messages");
    rules.keep("tokens");
    page.click("Clear");
    page.click("Kerberos that delegates");
    rules.keep("a long token");
    open("#v=1&page=lab");
    open("#v=1&page=decode");
    page.click("Clear");
    page.click("Two hops in a capture");
    page.browser.wait_for("sign-ins", || {
        !page
            .browser
            .by_role("list", "Sign-ins")
            .within("li")
            .is_empty()
    });
    rules.keep("traffic");
    page.click("Export");
    rules.keep("exports");
    page.press("Escape");
}
