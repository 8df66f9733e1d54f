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
