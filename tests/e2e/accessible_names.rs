//! The names that assistive technology and tests rely on.

use crate::page::{Page, scenes};

const BUTTONS: [&str; 8] = [
    "Play",
    "Pause",
    "First step",
    "Previous step",
    "Next step",
    "Last step",
    "Settings",
    "Share",
];

/// Everything else that stays where it is, by role and name.
const FIXED: [(&str, &str); 7] = [
    ("radiogroup", "Sign-in"),
    ("radiogroup", "Mailbox"),
    ("combobox", "Scenario"),
    ("slider", "Step"),
    ("list", "Steps"),
    ("region", "Diagram"),
    ("region", "Inspector"),
];

/// What the settings hold.
const FIELDS: [(&str, &str); 30] = [
    ("radiogroup", "Back end"),
    ("textbox", "User"),
    ("textbox", "Domain"),
    ("textbox", "Password"),
    ("textbox", "Password on the domain controller"),
    ("textbox", "Who may open it"),
    ("combobox", "Schemes offered"),
    ("checkbox", "Anonymous access"),
    ("combobox", "Basic logon method"),
    ("textbox", "Default domain"),
    ("combobox", "Account database"),
    ("checkbox", "Keep-alive"),
    ("combobox", "Visits"),
    ("checkbox", "New connection"),
    ("checkbox", "authPersistSingleRequest"),
    ("combobox", "Client level"),
    ("combobox", "DC level"),
    ("combobox", "Era"),
    ("checkbox", "Show domain controller"),
    ("radiogroup", "Browsing from"),
    ("textbox", "Address"),
    ("checkbox", "Loopback check"),
    ("radiogroup", "Public folders"),
    ("textbox", "NetBIOS domain"),
    ("textbox", "DNS domain"),
    ("textbox", "Desktop name"),
    ("textbox", "Web server name"),
    ("textbox", "Back end name"),
    ("textbox", "Public folder server name"),
    ("textbox", "Domain controller name"),
];

scenes! {
    names:
    everything_is_found_by_its_role_and_name,
    no_other_button_region_or_list_has_such_a_name_in_its_own,
    nothing_that_can_be_used_is_without_a_name,
}

fn everything_is_found_by_its_role_and_name(page: &Page<'_>) {
    let browser = page.browser;
    for name in BUTTONS {
        let wanted = usize::from(name != "Pause");
        assert_eq!(
            browser.all_by_role("button", Some(name)).len(),
            wanted,
            "{name}"
        );
    }
    for (role, name) in FIXED {
        browser.by_role(role, name);
    }
    browser.by_role("status", "Verdict");
    for choice in ["Anonymous", "Basic", "Digest", "NTLM"] {
        assert_eq!(
            page.radio("Sign-in", choice).is_selected(),
            choice == "NTLM"
        );
    }
    for choice in ["same host", "another host"] {
        let chosen = page.radio("Mailbox", choice).is_selected();
        assert_eq!(chosen, choice == "another host");
    }

    page.click("Settings");
    for (role, name) in FIELDS {
        browser.by_role(role, name);
        // Found by its label too, whatever the role.
        let query = "return [...document.querySelectorAll('label, [aria-label], [role=radiogroup] > *')]
            .filter(label => (label.getAttribute('aria-label') ?? label.textContent).trim() === arguments[0]).length";
        let labels = browser.script_with(query, &[name.into()]);
        if role != "radiogroup" {
            assert_eq!(labels, 1, "labels that say {name:?}");
        }
    }
    for choice in ["MAPI", "HTTP", "SQL Server (TDS)"] {
        assert_eq!(
            page.radio("Back end", choice).is_selected(),
            choice == "MAPI"
        );
    }
    page.click("Play");
    browser.by_role("button", "Pause");
    assert_eq!(browser.all_by_role("button", Some("Play")).len(), 0);
    page.click("Pause");
}

/// Fails where the name of another button, region or list contains one of the names.
fn no_other_name_contains_one(page: &Page<'_>, state: &str) {
    let names: Vec<&str> = BUTTONS
        .into_iter()
        .chain(FIXED.into_iter().chain(FIELDS).map(|(_, name)| name))
        .chain(["Verdict"])
        .collect();
    for role in ["button", "region", "list"] {
        for element in page.browser.all_by_role(role, None) {
            let name = element.name();
            let known = BUTTONS.contains(&name.as_str()) || FIXED.contains(&(role, name.as_str()));
            let lower = name.to_lowercase();
            let clash = names
                .iter()
                .find(|known| lower.contains(&known.to_lowercase()));
            assert!(
                known || clash.is_none(),
                "{state}: the {role} {name:?} has {clash:?} in its name"
            );
        }
    }
}

fn no_other_button_region_or_list_has_such_a_name_in_its_own(page: &Page<'_>) {
    page.open_settings();
    no_other_name_contains_one(page, "settings");
    page.click("Last step");
    for tab in ["Explain", "Message", "Bytes", "Proof"] {
        page.tab(tab);
        no_other_name_contains_one(page, tab);
    }
    page.click("Send the cached answer, as the article tells it");
    no_other_name_contains_one(page, "the replay");
    page.click("Be IIS");
    no_other_name_contains_one(page, "IIS’s seat");
    page.click("Tamper");
    page.click("Change the target name");
    no_other_name_contains_one(page, "the bench");
    page.click("Share");
    no_other_name_contains_one(page, "the link");
    page.press("Escape");
    page.click("Keys");
    no_other_name_contains_one(page, "the keys");
}

fn nothing_that_can_be_used_is_without_a_name(page: &Page<'_>) {
    page.open_settings();
    page.tab("Bytes");
    page.go_to("CHALLENGE");
    for role in [
        "button",
        "checkbox",
        "combobox",
        "grid",
        "link",
        "radio",
        "radiogroup",
        "slider",
        "tab",
        "tabpanel",
        "textbox",
    ] {
        let found = page.browser.all_by_role(role, None);
        assert!(!found.is_empty(), "there is no {role}");
        for element in found {
            assert_ne!(element.name().trim(), "", "a {role} without a name");
        }
    }
}
