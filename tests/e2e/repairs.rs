//! What would fix it: found, looked at, applied; and what would break it.

use crate::page::{Page, scenes};

scenes! {
    repairs:
    a_denied_hop_is_mended at "#v=1&page=lab&era=today&offer=negotiate,ntlm&backendoffer=negotiate,ntlm&at=99",
}

fn a_denied_hop_is_mended(page: &Page<'_>) {
    page.expect("Second hop denied");
    page.click("What would fix it");
    let list = || page.browser.find_all("ol[aria-label=Repairs] > li");
    // All pairs were tried; how long triples take is the machine's affair.
    let progress = "return document.querySelector('.search-progress [role=status]').textContent";
    page.browser.wait_for("the triples", || {
        let said = page.browser.script(progress);
        said.as_str()
            .is_some_and(|said| said.contains("triples") || said.contains("three"))
    });
    // It may be over by now: then there is nothing to stop.
    page.browser
        .script("document.querySelector('.search-progress button')?.click()");
    page.browser.settle();
    assert!(
        page.browser
            .find_all(".search-progress progress")
            .is_empty()
    );
    let titles: Vec<_> = list().iter().map(|item| item.text()).collect();
    let place = |start: &str| {
        let found = titles.iter().position(|title| title.contains(start));
        found.unwrap_or_else(|| panic!("{start}: {titles:?}"))
    };
    let (listed, lent) = (
        place("Constrained delegation for"),
        place("Resource-based delegation"),
    );
    let (any, basic) = (place("unconstrained delegation"), place("Basic: IIS gets"));
    assert!(listed < lent && lent < any && any < basic, "{titles:?}");
    page.click("Resource-based delegation: MBX-02$ names WEB-01$");
    let chosen = list()[lent].text();
    assert!(
        chosen.contains(
            "Set-ADComputer MBX-02 -PrincipalsAllowedToDelegateToAccount (Get-ADComputer WEB-01)"
        ),
        "{chosen}"
    );
    assert!(chosen.contains("Who\n"), "{chosen}");
    let copy = page.button("Copy: Change");
    copy.click();
    page.browser
        .wait_for("it to be copied", || copy.text() == "Copied");
    page.click("Apply");
    page.expect("Second hop succeeded");
    // What was made is in sight, wherever its button was.
    let focus = "const made = document.activeElement;
        const hit = document.elementFromPoint(made.getBoundingClientRect().left + 20, made.getBoundingClientRect().top + 10);
        return [made.getAttribute('aria-label'), made.contains(hit)]";
    assert_eq!(
        page.browser.script(focus),
        serde_json::json!(["Made", true])
    );
    let closing = page
        .browser
        .find_all("ul[aria-label='What would break it'] > li");
    assert!(closing.len() > 3, "{}", closing.len());
    // What comes of it is said in words, not in the letters of a table.
    let says = |words: &str| closing.iter().any(|item| item.text().contains(words));
    assert!(says("taken for ANONYMOUS LOGON, and denied") && !says("ANON\n"));
    // What was made stays to be read, after Back and Forward and where the page begins anew; and can be taken back.
    let made = || page.browser.find("section[aria-label='Made']").text();
    assert!(made().contains("Set-ADComputer MBX-02"), "{}", made());
    page.browser.back();
    page.expect("Second hop denied");
    page.browser.script("history.forward()");
    page.expect("Second hop succeeded");
    assert!(made().contains("Set-ADComputer MBX-02"), "{}", made());
    page.browser.reload();
    page.site.forget_requests();
    assert!(made().contains("Set-ADComputer MBX-02"), "{}", made());
    page.click("Undo");
    page.expect("Second hop denied");
}
