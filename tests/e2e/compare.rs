//! Two runs side by side: where they part, what each comes to, and the link that restores it.

use crate::page::{Page, scenes};

scenes! {
    compare:
    nobody_delegates_beside_a_repair at "#v=1&page=lab&era=today&offer=negotiate,ntlm&backendoffer=negotiate,ntlm&at=99",
}

fn nobody_delegates_beside_a_repair(page: &Page<'_>) {
    page.click("Compare");
    page.pick("B, beside it", "resource-based");
    let text = |selector: &str| page.browser.find(selector).text();
    assert!(text("[aria-label='Verdict A']").contains("denied"));
    assert!(text("[aria-label='Verdict B']").contains("succeeded"));
    let parts = text("[aria-label='First divergence']");
    assert!(parts.contains("KDC_ERR_BADOPTION"), "{parts}");
    assert!(parts.contains("A no, B yes"), "{parts}");
    // What stands for each other stands at one height, and what a host holds in one run alone is marked on its card.
    let heights = "return ['A', 'B'].map(run => document.querySelector(`[aria-label='Diagram ${run}'] .current`)
        .getBoundingClientRect().top)";
    let heights = page.browser.script(heights);
    let [left, right] = [0, 1].map(|run| heights[run].as_f64().unwrap());
    assert!((left - right).abs() < 1.0, "{left}, {right}");
    let alone = page.browser.find_all("[aria-label='Run B'] .alone-count");
    assert!(!alone.is_empty());
    // Each line has its mark, and what is the same can be left out: every step is one that differs then.
    page.blur();
    page.press("Home");
    let marks = || -> Vec<String> {
        let marks = "return [...document.querySelectorAll('.line-marks text')].map(mark => mark.textContent)";
        serde_json::from_value(page.browser.script(marks)).unwrap()
    };
    let same = |marks: &[String]| marks.iter().filter(|mark| *mark == "=").count();
    assert!(same(&marks()) > 1, "{:?}", marks());
    page.click("Only what differs");
    assert!(
        same(&marks()) == 0 && marks().iter().any(|mark| mark == "≠"),
        "{:?}",
        marks()
    );
    assert!(page.step() > 0);
    assert!(
        !page
            .browser
            .find_all("[aria-label='Diagram A'] .current")
            .is_empty()
    );
    page.click("Only what differs");
    page.press("End");
    assert!(text("[aria-label='Verdict B']").contains("succeeded"));
    // The link is the whole of it.
    page.browser.reload();
    page.site.forget_requests();
    assert!(text("[aria-label='Verdict B']").contains("succeeded"));
    // One above the other both show where they are, and the page stays where it is while they play.
    page.browser.viewport(390, 844);
    page.browser.settle();
    page.blur();
    page.press("Home");
    for _ in 0..page.last() {
        page.press("ArrowRight");
        let seen = "return ['A', 'B'].every(run => {
            const window = document.querySelector(`[aria-label='Diagram ${run}'] .scroll`).getBoundingClientRect();
            const row = document.querySelector(`[aria-label='Diagram ${run}'] .current .target`)?.getBoundingClientRect();
            return !row || row.top >= window.top - 1 && row.bottom <= window.bottom + 1 })";
        page.browser
            .wait_for("both to be seen", || page.browser.script(seen) == true);
    }
    page.browser.viewport(1440, 900);
    page.browser.settle();
    page.click("Swap A and B");
    assert!(text("[aria-label='Verdict A']").contains("succeeded"));
    page.click("Use B");
    page.expect("Second hop denied");
    assert!(page.browser.find_all("[aria-label='Diagram B']").is_empty());
}
