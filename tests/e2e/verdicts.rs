//! What comes of the settings, as the verdict tells it.

use crate::page::{LEADS, Page, scenes};
use std::thread::sleep;
use std::time::Duration;

scenes! {
    verdicts:
    the_default_run_plays_pauses_and_is_denied_at_the_second_hop,
    the_verdict_runs_until_it_is_settled_and_then_stays,
    the_toggles_act_at_once_and_stay_at_the_end,
    a_wrong_password_that_is_typed_fails_the_first_hop,
    the_form_sets_what_the_table_of_outcomes_sets,
    every_scenario_comes_to_its_verdict,
}

fn the_default_run_plays_pauses_and_is_denied_at_the_second_hop(page: &Page<'_>) {
    page.expect("Nothing has run yet");
    assert_eq!(page.step(), 0);
    page.press("5");

    page.click("Play");
    page.button("Pause");
    page.browser
        .wait_for("playing to advance", || page.step() > 1);
    page.click("Pause");
    page.button("Play");
    let paused = page.step();
    sleep(Duration::from_millis(600));
    assert_eq!(page.step(), paused, "it goes on while it is paused");

    page.click("Last step");
    page.click("Previous step");
    page.click("Previous step");
    page.click("Play");
    page.browser
        .wait_for("the end", || page.step() == page.last());
    page.button("Play");
    page.expect("Second hop denied");

    page.click("Play");
    page.browser
        .wait_for("another start", || (1..page.last()).contains(&page.step()));
    page.click("Pause");
    page.expect("Running");
}

fn the_verdict_runs_until_it_is_settled_and_then_stays(page: &Page<'_>) {
    let last = page.last();
    let mut leads = Vec::new();
    for step in 0..=last {
        assert_eq!(page.step(), step);
        leads.push(page.lead());
        page.click("Next step");
    }
    assert_eq!(page.step(), last, "at the end, “Next step” does nothing");
    assert_eq!(leads.remove(0), "Nothing has run yet");
    let settled = leads.iter().position(|lead| *lead != "Running");
    let settled = settled.expect("it is settled") + 1;
    leads.insert(0, "Running");
    assert!(settled > last / 2 && settled < last);
    assert!(leads[settled..].iter().all(|l| *l == "Second hop denied"));
    page.click("First step");
    page.click("Previous step");
    assert_eq!(page.step(), 0);
    page.expect("Nothing has run yet");
}

fn the_toggles_act_at_once_and_stay_at_the_end(page: &Page<'_>) {
    let end = |lead: &str| {
        page.expect(lead);
        assert_eq!(page.step(), page.last(), "the end stays the end");
    };
    page.click("Last step");
    end("Second hop denied");
    page.choose("Sign-in", "Basic");
    end("Second hop succeeded");
    page.choose("Sign-in", "NTLM");
    end("Second hop denied");
    page.choose("Mailbox", "same host");
    end("Second hop succeeded");
    page.choose("Sign-in", "Anonymous");
    end("First hop denied");
    page.choose("Mailbox", "another host");
    end("First hop denied");
    page.choose("Sign-in", "NTLM");
    end("Second hop denied");

    // Who comes back to a scheme comes back to the step left there.
    page.go(9);
    page.choose("Sign-in", "Basic");
    page.go(2);
    page.choose("Sign-in", "NTLM");
    assert_eq!(page.step(), 9);

    // Half-way, the same message stays in view.
    page.go_to("CHALLENGE");
    let before = page.step();
    page.choose("Mailbox", "same host");
    assert_eq!(page.step(), before);
    page.expect("Running");
}

fn a_wrong_password_that_is_typed_fails_the_first_hop(page: &Page<'_>) {
    page.click("Last step");
    page.open_settings();
    page.fill("Password", "wrong");
    page.expect("First hop denied");
    page.choose("Sign-in", "Basic");
    page.expect("First hop denied");
    page.fill("Password on the domain controller", "wrong");
    page.expect("Second hop succeeded");
    page.choose("Sign-in", "NTLM");
    page.expect("Second hop denied");
}

/// A situation: what is set in the form, and what comes of it.
type Case = (&'static str, fn(&Page<'_>), &'static str);

const CASES: [Case; 15] = [
    ("N1", |_| {}, "Second hop denied"),
    ("B0", basic, "Second hop succeeded"),
    (
        "B2",
        |page| {
            basic(page);
            page.pick("Basic logon method", "network");
        },
        "Second hop denied",
    ),
    (
        "B3",
        |page| {
            basic(page);
            page.pick("Basic logon method", "cleartext");
        },
        "Second hop succeeded",
    ),
    (
        "B4",
        |page| {
            basic(page);
            page.fill("Domain", "");
        },
        "First hop denied",
    ),
    ("C3", |page| page.tick("Keep-alive"), "First hop denied"),
    (
        "C2",
        |page| {
            page.pick("Visits", "2");
            page.tick("New connection");
        },
        "Second hop denied",
    ),
    (
        "L1",
        |page| {
            page.pick("Client level", "2");
            page.pick("DC level", "5");
        },
        "First hop denied",
    ),
    (
        "W2",
        |page| {
            // The directory follows the name, unless it is set by hand.
            page.fill("User", "mallory");
            page.fill("Accounts in the directory", "alice, bob");
        },
        "First hop denied",
    ),
    (
        "D1",
        |page| page.choose("Sign-in", "Digest"),
        "Second hop denied",
    ),
    (
        "N2",
        |page| {
            page.choose("Mailbox", "same host");
            page.choose("Public folders", "on another host");
        },
        "Second hop denied",
    ),
    (
        "L2",
        |page| page.choose("Browsing from", "the server"),
        "Second hop succeeded",
    ),
    (
        "L3",
        |page| {
            page.choose("Browsing from", "the server");
            page.fill("Address", "owa.contoso.example");
            page.tick("Loopback check");
        },
        "First hop denied",
    ),
    (
        "W3",
        |page| {
            basic(page);
            page.fill("Who may open it", "CONTOSO\\bob");
        },
        "Second hop denied",
    ),
    (
        "today, to a web service, Basic",
        |page| {
            page.pick("Era", "today");
            page.choose("Back end", "HTTP");
            basic(page);
        },
        "Second hop succeeded",
    ),
];

fn basic(page: &Page<'_>) {
    page.pick("Schemes offered", "basic");
}

fn the_form_sets_what_the_table_of_outcomes_sets(page: &Page<'_>) {
    page.open_settings();
    for (name, set, lead) in CASES {
        page.pick("Scenario", "kb183545");
        page.click("Last step");
        set(page);
        page.browser.settle();
        assert_eq!(page.lead(), lead, "{name}: {}", page.status());
    }
}

fn every_scenario_comes_to_its_verdict(page: &Page<'_>) {
    let list = page.field("Scenario");
    let values = list.script("return [...arguments[0].options].map(option => option.value)");
    let values = values.as_array().unwrap().clone();
    assert!(values.len() > 5);
    for value in values {
        let value = value.as_str().unwrap();
        page.pick("Scenario", value);
        page.expect("Nothing has run yet");
        page.click("Last step");
        assert!(LEADS[2..].contains(&page.lead()), "{value}");
        assert_eq!(page.field("Scenario").property("value"), value);
    }
}
