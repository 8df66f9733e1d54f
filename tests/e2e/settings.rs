//! The settings: beside what they change.

use crate::page::{Page, scenes};
use serde_json::Value;

fn challenge(page: &Page<'_>) -> String {
    page.go_to("CHALLENGE");
    let bytes = page.browser.script(
        "return [...document.querySelectorAll('.hex .byte')].map(byte => byte.textContent.trim()).join('')",
    );
    bytes.as_str().unwrap().to_owned()
}

scenes! {
    settings:
    new_random_values_are_new_and_stay_with_the_link,
    the_settings_stay_open_beside_the_diagram,
    what_makes_no_sense_is_said_beside_the_setting,
    on_a_phone_the_groups_that_say_something_are_open at "#v=1&typed=wrong",
    hosts_on_one_computer_share_a_frame,
    the_domain_controller_is_drawn_on_request,
    names_of_ones_own_go_everywhere,
    the_theme_is_switched_and_remembered,
}

fn new_random_values_are_new_and_stay_with_the_link(page: &Page<'_>) {
    page.tab("Bytes");
    page.open_settings();
    let first = challenge(page);
    page.click("New random values");
    let second = challenge(page);
    assert_ne!(first, second);
    page.click("New random values");
    let third = challenge(page);
    assert_ne!(second, third);
    assert_eq!(first.len(), third.len());
    page.click("Last step");
    page.expect("Second hop denied");
    // They are part of the settings: Back brings the ones of before.
    page.browser.back();
    page.browser
        .wait_for("the values of before", || challenge(page) == second);
}

fn boxes(page: &Page<'_>, selector: &str) -> [f64; 4] {
    let found = page.browser.find(selector);
    let found = found.script(
        "const box = arguments[0].getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom]",
    );
    let number = |value: &Value| value.as_f64().unwrap();
    let numbers: Vec<f64> = found.as_array().unwrap().iter().map(number).collect();
    numbers.try_into().unwrap()
}

fn the_settings_stay_open_beside_the_diagram(page: &Page<'_>) {
    page.click("Last step");
    page.click("Settings");
    assert_eq!(
        page.button("Settings")
            .attribute("aria-expanded")
            .as_deref(),
        Some("true")
    );
    for scheme in ["Basic", "NTLM"] {
        page.choose("Sign-in", scheme);
        let schemes = page.field("Schemes offered");
        assert_eq!(schemes.property("value"), scheme.to_lowercase());
    }
    page.pick("Schemes offered", "basic,ntlm");
    assert!(page.radio("Sign-in", "Basic").is_selected());
    page.click("First step");
    let settings = boxes(page, ".settings");
    let diagram = boxes(page, "[aria-label=Diagram]");
    let inspector = boxes(page, "[aria-label=Inspector]");
    assert!(settings[2] <= diagram[0] && diagram[2] <= inspector[0]);
    assert!(diagram[2] - diagram[0] > 400.0, "{diagram:?}");
    page.click("Settings");
    assert!(page.browser.find_all(".settings").is_empty());
}

fn what_makes_no_sense_is_said_beside_the_setting(page: &Page<'_>) {
    page.open_settings();
    let said = |field: &str| {
        let field = page.field(field);
        let said = field.script(
            "return (arguments[0].getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' ')",
        );
        said.as_str().unwrap().trim().to_owned()
    };
    assert_eq!(said("Password"), "");
    page.fill("Password", "wrong");
    assert_ne!(said("Password"), "");
    page.fill("User", "");
    assert_ne!(said("User"), "");
    page.tick("Keep-alive");
    assert_ne!(said("Keep-alive"), "");
    page.pick("Basic logon method", "cleartext");
    assert_ne!(said("Basic logon method"), "");
    page.tick("New connection");
    assert_ne!(said("New connection"), "");
    page.pick("Visits", "2");
    assert_eq!(said("New connection"), "");
}

fn on_a_phone_the_groups_that_say_something_are_open(page: &Page<'_>) {
    let open = || {
        let groups = page.browser.find_all(".settings details[open] > summary");
        let mut names: Vec<String> = groups.iter().map(|group| group.text()).collect();
        names.retain(|name| !["The picture", "Chance"].contains(&name.as_str()));
        names
    };
    let all = page.browser.find_all("article.host").len();
    page.click("Settings");
    assert!(open().len() > 5 && all == 3);
    page.click("Settings");
    page.browser.viewport(390, 844);
    page.browser.settle();
    page.click("Settings");
    assert_eq!(open(), ["When", "The person at the browser"]);
    // What is set opens its group, and it stays so.
    let groups = page.browser.find_all(".settings summary");
    groups.iter().find(|it| it.text() == "IIS").unwrap().click();
    page.pick("Schemes offered", "basic");
    page.pick("Schemes offered", "ntlm");
    assert_eq!(open(), ["When", "The person at the browser", "IIS"]);
}

fn hosts_on_one_computer_share_a_frame(page: &Page<'_>) {
    let shared = || page.browser.find_all(".shares-right").len();
    assert_eq!(shared(), 0);
    page.choose("Mailbox", "same host");
    assert_eq!(shared(), 1);
    let gap = page.browser.script(
        "const [, left, right] = [...document.querySelectorAll('.host')].map(host => host.getBoundingClientRect());
        const joint = parseFloat(getComputedStyle(document.querySelector('.shares-right'), '::after').width);
        return Math.abs(right.left - left.right - joint) < 3",
    );
    assert_eq!(gap, true);
}

fn the_domain_controller_is_drawn_on_request(page: &Page<'_>) {
    let cards = || page.browser.find_all("article.host").len();
    page.click("Last step");
    let folded = page.last();
    assert_eq!(cards(), 3);
    page.open_settings();
    page.tick("Show domain controller");
    assert_eq!(cards(), 4);
    assert!(page.last() > folded);
    page.expect("Second hop denied");
    page.tick("Show domain controller");
    assert_eq!((cards(), page.last()), (3, folded));
    page.expect("Second hop denied");
}

fn the_theme_is_switched_and_remembered(page: &Page<'_>) {
    let ground = || {
        page.browser
            .script("return getComputedStyle(document.body).backgroundColor")
    };
    let light = ground();
    page.click("Light or dark");
    let dark = ground();
    assert_ne!(light, dark);
    page.browser.reload();
    page.browser
        .wait_for("the page", || page.browser.text().contains("Scenario"));
    assert_eq!(ground(), dark);
    page.click("Light or dark");
    assert_eq!(ground(), light);
    page.site.forget_requests();
}

fn names_of_ones_own_go_everywhere(page: &Page<'_>) {
    page.open_settings();
    for (field, name) in [
        ("NetBIOS domain", "CORP"),
        ("DNS domain", "corp.example"),
        ("Desktop name", "LAPTOP-9"),
        ("Web server name", "APP01"),
        ("Back end name", "SQL07"),
        ("Domain controller name", "DC9"),
        ("User", "maria"),
    ] {
        page.fill(field, name);
    }
    // What belongs to a name follows it.
    let value = |field: &str| page.field(field).property("value");
    assert_eq!(value("Domain"), "CORP");
    assert_eq!(value("Who may open it"), "CORP\\maria");
    assert_eq!(value("Accounts in the directory"), "maria, bob");
    page.choose("Sign-in", "Basic");
    page.click("Last step");
    page.expect("Second hop succeeded");
    assert!(page.status().contains("CORP\\maria"), "{}", page.status());
    let text = page
        .browser
        .script("return document.body.innerText + document.querySelector('ol').textContent");
    let text = text.as_str().unwrap().to_lowercase();
    for name in ["app01", "sql07", "laptop-9", "corp\\maria"] {
        assert!(text.contains(name), "{name}");
    }
    for name in ["alice", "contoso", "web-01", "mbx-02", "desk-07"] {
        assert!(!text.contains(name), "{name} is still there");
    }
    // The link restores them.
    let url = page.browser.url();
    page.browser.open(&url);
    page.click("Last step");
    page.expect("Second hop succeeded");
    assert!(page.status().contains("CORP\\maria"));
    // Names that cannot be are said beside the field.
    page.open_settings();
    page.fill("Back end name", "APP01");
    let said = page.field("Back end name").script(
        "return document.getElementById(arguments[0].getAttribute('aria-describedby')).textContent",
    );
    assert!(
        said.as_str().unwrap().contains("Another computer"),
        "{said}"
    );
}
