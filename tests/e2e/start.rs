//! How the page starts, and what it says where it cannot.

use crate::support;
use crate::support::browser::Browser;

#[test]
fn the_page_starts_quietly_and_asks_for_nothing_more() {
    let Some((site, browser)) = support::start("the page starts") else {
        return;
    };
    browser.open(&site.url(""));
    assert!(browser.text().contains("Double Hop"), "{}", browser.text());
    for address in browser.loaded() {
        assert!(
            address.starts_with(&site.url("")),
            "the page asked for {address}"
        );
    }

    let compressed = "return performance.getEntriesByType('resource').filter(it => /[.](wasm|js|css)$/.test(it.name))
        .map(it => it.encodedBodySize < it.decodedBodySize)";
    let compressed = browser.script(compressed);
    let compressed = compressed.as_array().unwrap();
    assert!(
        compressed.len() > 2 && compressed.iter().all(|it| it == true),
        "{compressed:?}"
    );

    let loaded = browser.loaded();
    site.forget_requests();
    browser.press("End");
    browser.press("Space");
    browser.settle();
    site.assert_no_requests();
    assert_eq!(
        browser.loaded(),
        loaded,
        "the page asked for more after it had loaded"
    );
    browser.assert_quiet();
}

#[test]
fn opened_as_a_file_the_page_says_what_to_do() {
    let Some((_, browser)) = support::start("opened as a file") else {
        return;
    };
    let dist = std::env::var("DOUBLE_HOP_DIST").unwrap();
    browser.goto(&format!("file://{dist}/index.html"));
    the_only_notice_is(&browser, "Double Hop cannot run from a file");
}

#[test]
fn without_webassembly_the_page_says_so() {
    let Some((site, browser)) = support::start("without WebAssembly") else {
        return;
    };
    browser.before_each_page("delete window.WebAssembly");
    browser.goto(&site.url(""));
    the_only_notice_is(&browser, "Double Hop needs WebAssembly");
}

#[test]
fn when_a_file_is_missing_the_page_says_so() {
    let Some((site, browser)) = support::start("a file is missing") else {
        return;
    };
    site.withhold("_bg.wasm");
    browser.goto(&site.url(""));
    the_only_notice_is(&browser, "Double Hop could not start");
}

/// Where the parts of the page are; and where they were on the first paint, which is put in the page's place once more.
const PLACES: &str = "const parts = ['.head', '.logo', '.bar', '.segs', '.hosts', '.host:nth-child(2)', '.inspector',
        '.inspector-head', '.transport', '.play'];
    const places = () => parts.map(part => {
        const { x, y, width, height } = document.querySelector(part).getBoundingClientRect();
        return [part, x, y, width, height].map(it => it.toFixed ? Math.round(it) : it).join(' ');
    });
    const now = places();
    const html = await (await fetch(location.href)).text();
    const first = new DOMParser().parseFromString(html, 'text/html').querySelector('#app > .first');
    document.querySelector('#app').replaceChildren(document.adoptNode(first));
    return [now, places()];";

#[test]
fn nothing_moves_when_the_page_takes_the_place_of_its_first_paint() {
    for (width, height) in [(1440, 900), (1280, 720), (390, 844)] {
        let Some((site, browser)) = support::start("the first paint") else {
            return;
        };
        browser.viewport(width, height);
        browser.open(&site.url(""));
        let places = browser.script(&format!("return (async () => {{ {PLACES} }})()"));
        assert_eq!(places[1], places[0], "{width} by {height}");
        assert_eq!(places[0].as_array().map_or(0, Vec::len), 10);
    }
}

fn the_only_notice_is(browser: &Browser, title: &str) {
    browser.wait_for(title, || browser.text().contains(title));
    assert_eq!(browser.all_by_role("alert", None).len(), 1);
    assert!(
        !browser.text().contains("Starting"),
        "the skeleton is still shown"
    );
}
