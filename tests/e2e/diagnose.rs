//! The page that goes from what is seen to its causes.

use crate::page::{Page, scenes};
use crate::support::element::Element;
use crate::support::screen::Scheme;

scenes! {
    diagnose:
    what_is_seen_leads_to_causes_and_answers_narrow_them at "#v=1&page=diagnose",
    the_focus_stays_near_what_was_pressed_and_is_gone at "#v=1&page=diagnose",
    who_types_below_a_long_paste_does_not_wait at "#v=1&page=diagnose",
    the_search_can_be_stopped_and_goes_on at "#v=1&page=diagnose",
    nothing_that_is_pasted_is_in_a_link at "#v=1&page=diagnose",
    it_has_room_at_every_width at "#v=1&page=diagnose",
    causes_come_before_the_next_check_in_every_window at "#v=1&page=diagnose",
}

fn say(page: &Page<'_>, text: &str) {
    page.browser.by_role("textbox", "What you see").paste(text);
    page.browser.settle();
}

/// Stops the search, once the simplest configurations were run.
fn stop(page: &Page<'_>) {
    let done = "return document.querySelector('main progress')?.value ?? 0";
    page.browser.wait_for("the simplest configurations", || {
        page.browser.script(done).as_f64().unwrap() > 60.0
    });
    page.click("Stop");
}

fn causes<'a>(page: &Page<'a>) -> Vec<Element<'a>> {
    let mut found = Vec::new();
    page.browser.wait_for("causes", || {
        found = page.browser.by_role("list", "Causes").within("li h3");
        !found.is_empty()
    });
    found
}

fn the_focus_stays_near_what_was_pressed_and_is_gone(page: &Page<'_>) {
    let has_focus = |name: &str| {
        page.browser.settle();
        let label = "return document.activeElement.getAttribute('aria-label')";
        assert_eq!(page.browser.script(label).as_str(), Some(name));
    };
    stop(page);
    page.click("ANONYMOUS LOGON at SQL Server");
    assert!(!causes(page).is_empty());
    has_focus("Causes");
    let answers = page.browser.by_role("list", "Answers").within("button");
    answers[0].click();
    has_focus("Next check");
}

fn what_is_seen_leads_to_causes_and_answers_narrow_them(page: &Page<'_>) {
    stop(page);
    say(page, "Login failed. The back end saw ANONYMOUS LOGON.");
    let before = causes(page);
    assert_eq!(before[0].text(), "WEB-01 may not delegate");
    page.click("401 stays");
    page.click("401 stays");
    let items = "[...document.querySelectorAll('.found-causes > li')]";
    let mark = format!("{items}.forEach(it => it.was = it.querySelector('h3').textContent)");
    page.browser.script(&mark);
    let answers = page.browser.by_role("list", "Answers").within("button");
    answers[0].click();
    page.browser.settle();
    assert!(causes(page).len() < before.len());
    // A cause that stays keeps what was opened in it.
    let moved = format!(
        "return {items}.filter(it => it.was && it.was != it.querySelector('h3').textContent).length"
    );
    assert_eq!(page.browser.script(&moved), 0);
    // What is known narrows too, and can be unknown again.
    let fitting = causes(page).len();
    page.pick("user", "1");
    let known = causes(page).len();
    page.pick("user", "");
    assert!(known != fitting && causes(page).len() == fitting);
    // A real link: the lab shows that run, and what would fix it.
    let link =
        "const link = document.querySelector('.found-causes a'); link.click(); return link.hash";
    let link = page.browser.script(link);
    assert!(link.as_str().unwrap().contains("page=lab"), "{link}");
    page.browser
        .wait_for("the lab", || page.browser.url().contains("page=lab"));
    page.expect("Second hop denied");
    assert!(!page.browser.by_role("region", "Repairs").text().is_empty());
    // Also where the page began anew meanwhile.
    page.browser.reload();
    page.site.forget_requests();
    page.expect("Second hop denied");
    page.browser.back();
    page.browser.wait_for("the way back", || {
        page.browser.url().contains("page=diagnose")
    });
    // Its own link holds nothing of that run.
    let url = page.browser.url();
    assert!(
        url.contains("page=diagnose") && !url.contains("era="),
        "{url}"
    );
}

fn who_types_below_a_long_paste_does_not_wait(page: &Page<'_>) {
    stop(page);
    let log = "2026-07-16 09:58:41 10.0.0.5 GET /a - 80 - 10.0.1.7 Mozilla/5.0 401 2 5 15\n";
    say(
        page,
        &(log.repeat(2_000) + "Login failed. The back end saw ANONYMOUS LOGON."),
    );
    let found = causes(page);
    assert!(!found.is_empty());
    let read = "return !document.querySelector('.seen > progress')";
    page.browser
        .wait_for("the end", || page.browser.script(read) == true);
    let letter = "const box = document.querySelector('textarea');
        const start = performance.now();
        box.value += 'x';
        box.dispatchEvent(new Event('input', { bubbles: true }));
        return performance.now() - start";
    let took = page.browser.script(letter).as_f64().unwrap();
    assert!(took < 100.0, "{took} ms");
    page.browser
        .wait_for("the end", || page.browser.script(read) == true);
}

fn the_search_can_be_stopped_and_goes_on(page: &Page<'_>) {
    stop(page);
    let going = "return document.querySelectorAll('main progress').length";
    assert_eq!(page.browser.script(going), 0);
    page.click("Go on");
    page.browser
        .wait_for("the search", || page.browser.script(going) == 1);
    page.click("Stop");
}

fn nothing_that_is_pasted_is_in_a_link(page: &Page<'_>) {
    stop(page);
    say(page, "4769 0xD for zelda");
    assert!(!causes(page).is_empty());
    let links = "return [...document.querySelectorAll('a')].map(link => link.href).concat(location.href).join(' ')";
    let links = page.browser.script(links);
    assert!(!links.as_str().unwrap().contains("zelda"), "{links}");
    assert!(page.browser.url().ends_with("#v=1&page=diagnose"));
}

fn it_has_room_at_every_width(page: &Page<'_>) {
    stop(page);
    say(page, "Event ID: 4624\nAccount Name: ANONYMOUS LOGON");
    assert!(!causes(page).is_empty());
    for (width, height) in [
        (1440, 900),
        (1024, 768),
        (768, 1024),
        (390, 844),
        (320, 568),
    ] {
        page.browser.viewport(width, height);
        for scheme in [Scheme::Light, Scheme::Dark] {
            page.browser.media(scheme, false);
            page.browser.settle();
            let over = "return document.documentElement.scrollWidth - innerWidth";
            assert_eq!(
                page.browser.script(over),
                0,
                "{width}: the page scrolls sideways"
            );
            let outside = "return [...document.querySelectorAll('header a, header button, main button, main a, main textarea')]
                .map(element => [element.innerText, element.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5))
                .map(([name]) => name)";
            assert_eq!(
                page.browser.script(outside),
                serde_json::json!([]),
                "{width}: cut off"
            );
        }
    }
}

/// As they are read: beside each other, or below each other, and then a touch leads to either.
fn causes_come_before_the_next_check_in_every_window(page: &Page<'_>) {
    stop(page);
    say(page, "Login failed. The back end saw ANONYMOUS LOGON.");
    causes(page);
    let order = "const [causes, next] = ['.causes', '.next'].map(it => document.querySelector(it).getBoundingClientRect());
        return causes.right <= next.left + 1 && Math.abs(causes.top - next.top) < 1 || causes.bottom <= next.top + 1";
    for width in [1440, 1024, 900, 768, 390] {
        page.browser.viewport(width, 844);
        page.browser.settle();
        assert_eq!(page.browser.script(order), true, "{width}");
    }
    page.click("Next check ↓");
    let top = "return document.querySelector('.next').getBoundingClientRect().top";
    let top = page.browser.script(top).as_f64();
    assert!(
        top.is_some_and(|top| (-1.0..800.0).contains(&top)),
        "{top:?}"
    );
}
