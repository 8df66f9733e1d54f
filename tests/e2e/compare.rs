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
    // Each line has its mark, what stands for each other stands at one height, and what is the same can be left out.
    let marks =
        "return [...document.querySelectorAll('.line-marks text')].map(mark => mark.textContent)";
    let all = page.browser.script(marks);
    let all = all.as_array().unwrap();
    assert!(
        all.contains(&"=".into()) && all.contains(&"≠".into()),
        "{all:?}"
    );
    let heights = "return ['A', 'B'].map(run => document.querySelector(`[aria-label='Diagram ${run}'] .current`)
        .getBoundingClientRect().top)";
    let heights = page.browser.script(heights);
    let [left, right] = [0, 1].map(|run| heights[run].as_f64().unwrap());
    assert!((left - right).abs() < 1.0, "{left}, {right}");
    assert!(
        !page
            .browser
            .find_all("[aria-label='Run B'] .alone-count")
            .is_empty()
    );
    page.click("Only what differs");
    let differing = page.browser.script(marks);
    let differing = differing.as_array().unwrap();
    // The line that is shown stays.
    let same = differing.iter().filter(|mark| **mark == "=").count();
    assert!(differing.len() < all.len() && same <= 1, "{differing:?}");
    page.click("Only what differs");
    // The link is the whole of it.
    page.browser.reload();
    page.site.forget_requests();
    assert!(text("[aria-label='Verdict B']").contains("succeeded"));
    page.click("Swap A and B");
    assert!(text("[aria-label='Verdict A']").contains("succeeded"));
    page.click("Use B");
    page.expect("Second hop denied");
    assert!(page.browser.find_all("[aria-label='Diagram B']").is_empty());
}
