//! Other people's traffic, from a file to the lab.

use crate::page::{Page, scenes};
use crate::support::screen::Scheme;
use double_hop::hosts::Era;
use double_hop::lab::{Scenario, run};
use double_hop::present::export::pcapng::pcapng;
use std::path::PathBuf;

scenes! {
    traffic:
    an_example_is_drawn_and_rebuilt at "#v=1&page=decode",
    its_steps_stand_evenly_or_as_they_were_in_time at "#v=1&page=decode",
    a_capture_is_opened_filtered_and_verified at "#v=1&page=decode",
    the_way_to_its_causes_leads_back at "#v=1&page=decode",
    a_pasted_log_is_drawn at "#v=1&page=decode",
    it_has_room_at_every_width at "#v=1&page=decode",
}

/// The rows of the list, each with all that it says.
fn rows(page: &Page<'_>) -> Vec<String> {
    let list = page.browser.by_role("list", "Sign-ins");
    list.within("li").iter().map(|row| row.text()).collect()
}

fn open_example(page: &Page<'_>) {
    page.click("Two hops in a capture");
    page.browser.wait_for("sign-ins", || rows(page).len() == 2);
}

fn an_example_is_drawn_and_rebuilt(page: &Page<'_>) {
    open_example(page);
    let second = &rows(page)[1];
    assert!(
        second.contains("nobody") && second.contains("anonymous"),
        "{second}"
    );
    // What fails is shown first.
    let inspector = page.browser.by_role("region", "Inspector").text();
    assert!(
        inspector.contains("The second hop came as nobody"),
        "{inspector}"
    );
    page.browser.by_role("region", "Diagram");
    let steps = page.browser.by_role("list", "Steps").within("li").len();
    assert!(steps > 10, "{steps}");
    page.click("Rebuild in the Lab");
    page.browser
        .wait_for("the lab", || page.browser.url().contains("page=lab"));
    let said = page.browser.text();
    assert!(
        said.contains("Assumed, because the traffic does not tell"),
        "{said}"
    );
    let verdict = page.browser.by_role("status", "Verdict").text();
    assert!(verdict.contains("Second hop denied"), "{verdict}");
    page.browser.back();
    page.browser.settle();
    assert_eq!(rows(page).len(), 2);
    // Who comes forward again is told again what is assumed.
    page.browser.forward();
    page.browser
        .wait_for("the lab", || page.browser.url().contains("page=lab"));
    page.browser.settle();
    let said = page.browser.text();
    assert!(said.contains("Assumed, because the traffic does not tell"));
}

fn its_steps_stand_evenly_or_as_they_were_in_time(page: &Page<'_>) {
    open_example(page);
    let height = || {
        let height = page
            .browser
            .script("return document.querySelector('.sequence').getBoundingClientRect().height");
        height.as_f64().unwrap()
    };
    // The window has room for both columns: when a step was, and its packet.
    page.browser.viewport(1440, 900);
    page.browser.settle();
    let beside = page
        .browser
        .script("return [...document.querySelectorAll('.beside text')].map(it => it.textContent)");
    let said: Vec<&str> = beside
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it.as_str())
        .collect();
    assert!(said.iter().any(|it| it.ends_with(" ms")), "{said:?}");
    assert!(said.iter().any(|it| it.starts_with('#')), "{said:?}");
    let evenly = height();
    page.click("To scale");
    page.browser.settle();
    assert!(height() > evenly + 100.0, "{} and {evenly}", height());
    let count = page.browser.find(".count").text();
    assert!(count.contains(" of "), "{count}");
    // Keys go from step to step all the same.
    let slider = page.browser.by_role("slider", "Step");
    slider.type_text("\u{E011}\u{E014}\u{E014}");
    page.browser.settle();
    let count = page.browser.find(".count").text();
    assert!(count.starts_with("Step 3 "), "{count}");
    page.click("To scale");
    page.browser.settle();
    assert!((height() - evenly).abs() < 1.0);
}

/// A capture of the lab's run of today, in a file.
fn capture() -> PathBuf {
    let bytes = pcapng(&run(&Scenario::of(Era::Today)), &|_| None);
    let path = std::env::temp_dir().join(format!("double-hop-{}.pcapng", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

fn a_capture_is_opened_filtered_and_verified(page: &Page<'_>) {
    let file = capture();
    let input = page.browser.find("input[type=file]");
    input.type_text(file.to_str().unwrap());
    page.browser.wait_for("sign-ins", || {
        page.browser.find_all(".sign-in-row").len() == 2
    });
    std::fs::remove_file(file).unwrap();
    let columns = "const begin = row => [...document.querySelector(row).children]
        .filter(cell => cell.checkVisibility()).map(cell => Math.round(cell.getBoundingClientRect().left));
        return [begin('.sign-in-heads'), begin('.sign-in-row')]";
    for (width, count) in [(1440, 7), (1024, 6)] {
        page.browser.viewport(width, 768);
        page.browser.settle();
        let columns = page.browser.script(columns);
        assert_eq!(columns[0], columns[1], "{width}");
        assert_eq!(columns[0].as_array().unwrap().len(), count, "{width}");
    }
    page.browser.viewport(1440, 900);
    let filter = page.browser.by_role("textbox", "Filter");
    filter.type_text("refused");
    page.browser.settle();
    let found = page.browser.by_role("status", "Found").text();
    assert_eq!(found, "2 found, 1 match");
    assert_eq!(page.browser.find_all(".sign-in-row.dim").len(), 1);
    // The proof of hop 1 is right for the lab's password.
    page.browser.find_all(".sign-in-row")[0].click();
    page.browser
        .script("[...document.querySelectorAll('.traffic .sides input')].at(-1).click()");
    page.browser.settle();
    page.browser
        .find("input[type=password]")
        .type_text(Scenario::PASSWORD);
    page.browser.settle();
    let verdicts = page.browser.by_role("list", "Verdicts").text();
    assert!(verdicts.contains("right"), "{verdicts}");
    assert!(!page.browser.url().contains(Scenario::PASSWORD));
}

fn the_way_to_its_causes_leads_back(page: &Page<'_>) {
    let event = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4624</EventID>\
        <TimeCreated SystemTime='2026-07-16T09:58:41Z'/><Computer>sql07.corp.example</Computer></System><EventData>\
        <Data Name='TargetUserName'>ANONYMOUS LOGON</Data><Data Name='TargetDomainName'>NT AUTHORITY</Data>\
        <Data Name='LogonType'>3</Data><Data Name='AuthenticationPackageName'>NTLM</Data></EventData></Event>";
    page.browser
        .by_role("textbox", "Token or traffic")
        .paste(event);
    page.browser
        .wait_for("the sign-in", || rows(page).len() == 1);
    page.click("Find its causes");
    page.browser.wait_for("the causes", || {
        page.browser.url().contains("page=diagnose")
    });
    page.browser.back();
    page.browser.wait_for("the way back", || {
        page.browser.url().contains("page=decode")
    });
    page.browser.settle();
    assert_eq!(rows(page).len(), 1);
}

fn a_pasted_log_is_drawn(page: &Page<'_>) {
    let log = "#Software: Microsoft Internet Information Services 10.0\n\
        #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n\
        2026-11-20 08:00:00 10.0.2.10 GET /orders - 80 - 10.0.4.17 Mozilla 401 2 5 1\n\
        2026-11-20 08:00:00 10.0.2.10 GET /orders - 80 CONTOSO\\alice 10.0.4.17 Mozilla 200 0 0 9\n";
    page.browser
        .by_role("textbox", "Token or traffic")
        .paste(log);
    page.browser.wait_for("the sign-in", || {
        page.browser.find_all(".sign-in-row").len() == 1
    });
    assert!(rows(page)[0].contains("alice"), "{:?}", rows(page));
    page.click("Back to the text");
    page.browser.settle();
    page.click("Back to the traffic");
    page.click("Clear");
    page.browser.settle();
    assert!(page.browser.find_all(".sign-in-row").is_empty());
}

fn it_has_room_at_every_width(page: &Page<'_>) {
    open_example(page);
    for (width, height) in [(1440, 900), (1024, 768), (390, 844), (320, 568)] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.browser.viewport(width, height);
            page.browser.media(scheme, false);
            page.browser.settle();
            let sideways = "return document.documentElement.scrollWidth - innerWidth";
            let sideways = page.browser.script(sideways).as_i64().unwrap();
            assert!(sideways <= 0, "{width}: {sideways}");
        }
    }
}
