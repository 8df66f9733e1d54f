//! The page of outcomes: a table over the person's own settings, whose cells lead to their runs.

use crate::page::{Page, scenes};
use serde_json::{Value, json};

scenes! {
    outcomes:
    the_table_is_a_link_away_and_its_cells_open_in_the_lab at "#v=1&page=lab&era=today&webserver=APP01",
    rows_and_columns_are_chosen_and_a_link_restores_them at "#v=1&page=outcomes&era=today&visits=2",
    what_is_computed_follows_the_settings at "#v=1&page=outcomes&era=today",
    it_is_taken_along_as_a_file at "#v=1&page=outcomes&era=today",
    keys_of_the_lab_do_nothing_there at "#v=1&page=outcomes&at=3",
    it_fits_at_every_width at "#v=1&page=outcomes&era=today",
}

/// Waits until the whole table is computed; the letters of its cells, row by row.
fn letters(page: &Page<'_>) -> Vec<Vec<String>> {
    page.browser.wait_for("the whole table", || {
        let said = page.browser.script(
            "return document.querySelector('[role=status][aria-label=Computed]')?.textContent ?? ''",
        );
        said.as_str()
            .is_some_and(|said| said.starts_with("computed "))
    });
    let table = page.browser.by_role("table", "Outcomes");
    let cells = table.script(
        "return [...arguments[0].querySelectorAll('tbody tr')]
            .map(row => [...row.querySelectorAll('td.o')].map(cell => cell.textContent))",
    );
    serde_json::from_value(cells).expect("letters")
}

fn follow(page: &Page<'_>, link: &str) {
    let query =
        "[...document.querySelectorAll('a')].find(it => it.textContent === arguments[0]).click()";
    page.browser.script_with(query, &[link.into()]);
    page.browser.settle();
}

fn the_table_is_a_link_away_and_its_cells_open_in_the_lab(page: &Page<'_>) {
    let browser = page.browser;
    let names = browser
        .script("return [...document.querySelectorAll('nav a')].map(link => link.textContent)");
    let names: Vec<&str> = names
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let at = |name| names.iter().position(|it| *it == name);
    assert!(
        at("Lab") < at("Outcomes") && at("Outcomes") < at("Decode"),
        "{names:?}"
    );
    follow(page, "Outcomes");
    let rows = letters(page);
    assert_eq!(rows.len(), 43);
    assert!(browser.url().contains("page=outcomes") && browser.url().contains("webserver=APP01"));
    // Where the person stands is marked: NTLM to a service over HTTP.
    let here = browser.find_all("[aria-current=true]");
    let here: Vec<_> = here.iter().map(|cell| cell.name()).collect();
    assert_eq!(here, ["N1, HTTP: ANON, yours"]);
    println!(
        "{}",
        browser.find("[role=status][aria-label=Computed]").text()
    );

    for (cell, lead) in [
        ("K4, SQL: OK", "Second hop succeeded"),
        ("K6, SQL: ANON", "Second hop denied"),
        ("P1, HTTP: 401.1", "First hop denied"),
    ] {
        page.click(cell);
        let card = browser.by_role("region", "Cell").text();
        assert!(card.contains(&format!("{lead}.")), "{card}");
        follow(page, "Open in the Lab");
        page.expect(lead);
        assert_eq!(page.step(), page.last(), "at the verdict");
        assert!(
            browser.url().contains("webserver=APP01"),
            "{}",
            browser.url()
        );
        browser.back();
        browser.wait_for("the table", || browser.url().contains("page=outcomes"));
        letters(page);
    }
    follow(page, "Compare");
    page.press("End");
    assert!(
        browser
            .find("[aria-label='Verdict B']")
            .text()
            .contains("First hop denied")
    );
    browser.back();
    browser.wait_for("the table", || browser.url().contains("page=outcomes"));
    letters(page);
    page.press("Escape");
    assert_eq!(browser.find_all(".cell-card").len(), 0);
    // What is the same in the whole table is a choice too, and the person's names stay.
    browser.find(".fixed summary").click();
    page.pick("Era", "0");
    assert_eq!(letters(page).len(), 43);
    assert!(browser.url().contains("era=1998") && browser.url().contains("webserver=APP01"));
    follow(page, "What would fix it");
    assert!(!browser.by_role("region", "Repairs").text().is_empty());
}

fn rows_and_columns_are_chosen_and_a_link_restores_them(page: &Page<'_>) {
    letters(page);
    page.pick("Rows", "delegation");
    page.pick("Columns", "signin");
    let rows = letters(page);
    assert_eq!((rows.len(), rows[0].len()), (7, 8));
    page.click("Swap rows and columns");
    let swapped = letters(page);
    assert_eq!((swapped.len(), swapped[0].len()), (8, 7));
    assert_eq!(swapped[3][5], rows[5][3]);
    let url = page.browser.url();
    assert!(
        url.contains("rows=signin&columns=delegation") && url.contains("visits=2"),
        "{url}"
    );
    page.browser.goto("about:blank");
    page.browser.open(&url);
    assert_eq!(letters(page), swapped);
    assert_eq!(page.field("Rows").property("value"), "signin");
    page.site.forget_requests();
}

fn what_is_computed_follows_the_settings(page: &Page<'_>) {
    let before = letters(page);
    let filter = page.browser.find(".toggle");
    assert!(filter.text().starts_with("What differs from mine · "));
    filter.click();
    page.browser.settle();
    let table = page.browser.by_role("table", "Outcomes");
    let kept = table.within("button");
    assert!(!kept.is_empty() && kept.iter().all(|cell| cell.text() != "ANON"));
    page.browser.find(".toggle").click();
    // Another password on the domain controller than the one that is typed: nobody comes in.
    follow(page, "Lab");
    page.open_settings();
    page.fill("Password on the domain controller", "hunter2-real");
    follow(page, "Outcomes");
    let after = letters(page);
    assert_ne!(before, after);
    assert!(
        after
            .concat()
            .iter()
            .all(|letters| letters != "OK" || before.concat().contains(letters))
    );
    page.click("N1, HTTP: 401.1, yours");
    follow(page, "Open in the Lab");
    page.expect("First hop denied");
    page.open_settings();
    let known = page.field("Password on the domain controller");
    assert_eq!(
        known.property("value"),
        "hunter2-real",
        "what the link does not hold"
    );
}

fn it_is_taken_along_as_a_file(page: &Page<'_>) {
    letters(page);
    page.browser.script(
        "window.saved = [];
        const make = URL.createObjectURL;
        URL.createObjectURL = blob => { window.blob = blob; return make(blob) };
        HTMLAnchorElement.prototype.click = function () { window.saved.push([this.download, window.blob.size]) }",
    );
    page.click("CSV");
    page.click("Markdown");
    let saved = page.browser.script("return window.saved");
    let names: Vec<_> = [0, 1]
        .map(|at| saved[at][0].as_str().unwrap_or_default().to_owned())
        .into();
    assert_eq!(names, ["double-hop-outcomes.csv", "double-hop-outcomes.md"]);
    for at in [0, 1] {
        assert!(saved[at][1].as_u64().unwrap_or_default() > 2_000, "{saved}");
    }
}

fn keys_of_the_lab_do_nothing_there(page: &Page<'_>) {
    // The table has arrow keys of its own, also from group to group.
    letters(page);
    page.browser
        .script("document.querySelector('tbody td.o button').focus()");
    let focused = || {
        page.browser
            .script("return document.activeElement.ariaLabel.split(':')[0]")
    };
    assert_eq!(focused(), "A1, Same host");
    // Tab enters the table once: at the person's own cell, until another one is looked at.
    let stops = "return [...document.querySelectorAll('td.o [tabindex=\"0\"]')].map(cell => cell.ariaLabel.split(':')[0])";
    assert_eq!(page.browser.script(stops).as_array().unwrap().len(), 1);
    for (key, cell) in [
        ("ArrowRight", "A1, MAPI"),
        ("ArrowLeft", "A1, Same host"),
        ("ArrowDown", "B0, Same host"),
        ("ArrowUp", "A1, Same host"),
        ("ArrowUp", "A1, Same host"),
    ] {
        page.press(key);
        assert_eq!(focused(), cell, "{key}");
    }
    letters(page);
    page.blur();
    for key in ["End", "ArrowRight", "5", "a"] {
        page.press(key);
    }
    assert!(
        page.browser.url().contains("at=3"),
        "{}",
        page.browser.url()
    );
    follow(page, "Lab");
    assert_eq!(page.step(), 2);
}

fn it_fits_at_every_width(page: &Page<'_>) {
    letters(page);
    page.browser.viewport(390, 844);
    page.browser.settle();
    // On a telephone the table is what is seen first, and Back closes the sheet of a cell.
    let top = "return document.querySelector('table').getBoundingClientRect().top";
    let top = page.browser.script(top).as_f64();
    assert!(top < Some(120.0), "{top:?}");
    let places = || page.browser.script("return history.length");
    let before = page.browser.url();
    let first = "document.querySelector('td.o button').click()";
    page.browser.script(first);
    page.browser.settle();
    page.browser.find(".cell-card");
    assert!(page.browser.url().contains("&cell=A1."));
    page.browser.back();
    page.browser.wait_for("it to close", || {
        page.browser.find_all(".cell-card").is_empty()
    });
    assert_eq!(page.browser.url(), before);
    // Who closes it by hand leaves no place behind to go back from.
    for _ in 0..3 {
        page.browser.script(first);
        page.browser.settle();
        page.browser.find(".cell-card h2 button").click();
        page.browser
            .wait_for("its link", || page.browser.url() == before);
    }
    let after = places();
    page.browser.script(first);
    page.browser.settle();
    assert_eq!(places(), after);
    page.press("Escape");
    for (width, height) in [
        (1440, 900),
        (1024, 768),
        (768, 1024),
        (390, 844),
        (320, 568),
    ] {
        page.browser.viewport(width, height);
        page.browser.settle();
        let over = "return document.documentElement.scrollWidth - innerWidth";
        assert_eq!(
            page.browser.script(over),
            0,
            "{width}: the page scrolls sideways"
        );
        let outside = "return [...document.querySelectorAll('header a, header button, .bar :is(button, select), td button')]
            .map(element => [element.textContent, element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5))
            .map(([name]) => name)";
        assert_eq!(page.browser.script(outside), json!([]), "{width}: cut off");
    }
}
