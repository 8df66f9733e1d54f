//! What is on paper.

use crate::page::{Page, scenes};
use serde_json::json;

scenes! {
    print:
    both_runs_of_a_comparison_are_printed at "#v=1&page=lab&at=99",
    what_was_found_is_printed_and_nothing_that_is_typed_or_pressed at "#decode",
    so_is_traffic_whole_with_what_is_known_of_it at "#decode",
    a_long_list_of_sign_ins_is_printed_whole at "#decode",
    repairs_are_printed_behind_the_run at "#v=1&page=lab&era=today&offer=ntlm&at=99&fix=1",
    so_are_causes at "#v=1&page=diagnose",
}

/// What can be typed or pressed, as far as it is seen.
const CONTROLS: &str = "return [...document.querySelectorAll('textarea, input, select, .tools .ghost, .traffic-bar .ghost, .pick[aria-pressed]')]
    .filter(control => control.checkVisibility()).map(control => control.textContent || control.id)";

/// The page as it is while the browser prints it.
fn on_paper(page: &Page<'_>) {
    page.browser.paper(true);
    page.browser
        .script("dispatchEvent(new Event('beforeprint'))");
    page.browser.settle();
}

fn both_runs_of_a_comparison_are_printed(page: &Page<'_>) {
    page.click("Compare");
    page.pick_like("B, beside it", "The same with Basic");
    on_paper(page);
    let sheets = page.browser.find_all(".print-sheet h1");
    let titles: Vec<_> = sheets.iter().map(|title| title.text()).collect();
    assert_eq!(
        titles,
        ["A: KB183545 · OWA, 1998", "B: The same with Basic"]
    );
    let apart = "return ['.divergence dd', '.divergence button', '.runs'].map(part => document.querySelector(part).checkVisibility())";
    assert_eq!(page.browser.script(apart), json!([true, true, false]));
    let verdicts = page.browser.find_all(".print-sheet .verdict");
    assert!(verdicts[0].text().starts_with("Second hop denied"));
    assert!(verdicts[1].text().starts_with("Second hop succeeded"));
    page.browser.paper(false);
}

fn repairs_are_printed_behind_the_run(page: &Page<'_>) {
    let made = ".repair.chosen .commands";
    page.browser.wait_for("how a repair is made", || {
        !page.browser.find_all(made).is_empty()
    });
    on_paper(page);
    let parts = "return ['.print-sheet', '.repair.chosen .commands', '.pins', '.hosts', '.repair button:not(.repair-title)']
        .map(part => document.querySelector(part)?.checkVisibility() ?? false)";
    assert_eq!(
        page.browser.script(parts),
        json!([true, true, false, false, false])
    );
    let below = "return document.querySelector('.print-sheet').getBoundingClientRect().bottom
        <= document.querySelector('.repairs').getBoundingClientRect().top";
    assert_eq!(page.browser.script(below), true);
    page.browser.paper(false);
}

fn what_was_found_is_printed_and_nothing_that_is_typed_or_pressed(page: &Page<'_>) {
    page.click("Take the lab’s messages");
    on_paper(page);
    assert_eq!(page.browser.script(CONTROLS), json!([]));
    // What is lit is said beside the rows on the screen; here it would lie over them.
    let covered = "return document.querySelector('.detail').checkVisibility()";
    assert_eq!(page.browser.script(covered), false);
    let shown = "return ['.found', '.field-row', '.hex-line'].map(part => document.querySelector(part).checkVisibility())";
    assert_eq!(page.browser.script(shown), json!([true, true, true]));
    page.browser.paper(false);
}

fn so_is_traffic_whole_with_what_is_known_of_it(page: &Page<'_>) {
    page.click("Two hops in a capture");
    page.browser.wait_for("sign-ins", || {
        page.browser.find_all(".sign-in-row").len() == 2
    });
    on_paper(page);
    assert_eq!(page.browser.script(CONTROLS), json!([]));
    let shown = "return ['.traffic-files', '.sign-in-row', '.sequence', '.traffic-explain, .inspector .pane'].map(part => document.querySelector(part).checkVisibility())";
    assert_eq!(page.browser.script(shown), json!([true, true, true, true]));
    page.browser.paper(false);
}

fn a_long_list_of_sign_ins_is_printed_whole(page: &Page<'_>) {
    let visits: String = (10..90)
        .map(|of| format!("2026-11-20 08:00:{:02} 10.0.2.10 GET /orders - 80 CONTOSO\\user{of} 10.0.4.{of} Mozilla 200 0 0 9\n", of % 60))
        .collect();
    let log = format!(
        "#Software: Microsoft Internet Information Services 10.0\n\
        #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken\n\
        {visits}"
    );
    page.browser
        .by_role("textbox", "Token or traffic")
        .paste(&log);
    let rows = || page.browser.find_all(".sign-in-row").len();
    page.browser.wait_for("sign-ins", || rows() > 0);
    assert!(rows() < 80);
    on_paper(page);
    assert_eq!(rows(), 80);
    page.browser.paper(false);
}

fn so_are_causes(page: &Page<'_>) {
    page.fill(
        "What you see",
        "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'. 18456",
    );
    page.browser.wait_for("causes", || {
        page.browser.find_all(".found-causes > li").len() > 1
    });
    on_paper(page);
    assert_eq!(page.browser.script(CONTROLS), json!([]));
    let whole = "return getComputedStyle(document.querySelector('.found-causes > li')).breakInside";
    assert_eq!(page.browser.script(whole), "avoid");
    page.browser.paper(false);
}
