//! Messages changed on their way: by hand, by known attacks, beside the original, and in the link.

use crate::page::{Page, scenes};

scenes! {
    tamper:
    a_known_attack_is_noticed_and_both_runs_stand_beside_each_other at "#v=1&page=lab&era=today",
    bytes_are_typed_over_applied_and_undone at "#v=1&page=lab&era=today",
    flags_are_ticked_and_nobody_notices_in_1998,
    only_messages_can_be_changed,
    a_change_that_fits_no_message_is_said at "#v=1&page=lab&edit=99.0.0.1.ff&edit=nonsense",
}

/// What is said beside the verdict of the change.
fn noticed(page: &Page<'_>) -> String {
    page.browser.find(".branch p").text()
}

fn changed_steps(page: &Page<'_>) -> usize {
    let all = page.sentences().into_iter();
    all.filter(|sentence| sentence.contains("changed it"))
        .count()
}

fn a_known_attack_is_noticed_and_both_runs_stand_beside_each_other(page: &Page<'_>) {
    let before = page.sentences();
    // Where it will be said stands there before, so that it is announced.
    let said = page.browser.by_role("status", "Changes on the way");
    assert_eq!(said.text(), "");
    page.click("Tamper");
    page.click("Drop the MIC");
    assert!(said.text().starts_with("Changed on the way. IIS noticed"));
    assert!(
        noticed(page).contains("IIS noticed first, by the MIC"),
        "{}",
        noticed(page)
    );
    assert!(
        page.sentences()
            .iter()
            .any(|step| step.contains("MIC does not fit"))
    );
    assert_eq!(changed_steps(page), 1);
    assert_eq!(page.browser.find_all(".changed circle").len(), 1);
    let (url, edited) = (page.browser.url(), page.sentences());
    assert!(url.contains("edit="), "{url}");

    page.choose("Run", "Original");
    assert_eq!(page.sentences(), before);
    assert!(page.browser.url().contains("view=original"));
    page.browser.reload();
    page.browser.wait_for("the original", || {
        page.radio("Run", "Original").is_selected()
    });
    assert_eq!(page.sentences(), before);
    page.choose("Run", "Edited");
    assert_eq!(page.sentences(), edited);
    page.browser.back();
    page.browser
        .wait_for("the original again", || page.sentences() == before);
    page.browser.open(&url);
    page.browser
        .wait_for("the link", || page.sentences() == edited);
    page.click("Tamper");
    page.click("Remove change 1");
    assert_eq!(page.sentences(), before);
    assert!(page.browser.find_all(".branch").is_empty());
    page.site.forget_requests();
}

fn bytes_are_typed_over_applied_and_undone(page: &Page<'_>) {
    let before = page.sentences();
    page.go_to("AUTHENTICATE");
    page.click("Tamper");
    page.pick_like("Field", "NTProofStr");
    let hex = page.field("Bytes in hex");
    let old = hex.property("value");
    let old = old.as_str().unwrap().to_owned();
    assert_eq!(old.split(' ').count(), 16, "{old}");
    hex.fill(&old.replacen(&old[..2], "zz", 1));
    page.browser.settle();
    assert!(page.browser.text().contains("no value of this field"));
    page.click("Reset");
    page.pick_like("Field", "NTProofStr");
    let flipped = if old.starts_with("00") { "01" } else { "00" };
    page.fill("Bytes in hex", &[flipped, &old[2..]].concat());
    page.click("Apply");
    assert!(
        noticed(page).contains("domain controller noticed first, by the proof"),
        "{}",
        noticed(page)
    );
    page.tab("Bytes");
    for side in ["as sent", "as received"] {
        page.choose("Side", side);
        assert_eq!(page.browser.find_all(".hex .differs").len(), 1);
    }
    page.browser.back();
    page.browser
        .wait_for("the run before", || page.sentences() == before);
}

fn flags_are_ticked_and_nobody_notices_in_1998(page: &Page<'_>) {
    page.go_to("NEGOTIATE");
    page.click("Tamper");
    page.pick_like("Field", "NegotiateFlags");
    let boxes = page.browser.find_all("[aria-label=NegotiateFlags] input");
    assert_eq!(boxes.len(), 32);
    let seal = page.field("SEAL");
    let old = seal.is_selected();
    page.tick("SEAL");
    assert_ne!(page.field("SEAL").is_selected(), old);
    page.click("Apply");
    assert!(
        noticed(page).contains("Nobody noticed"),
        "{}",
        noticed(page)
    );
    page.click("Remove all");
    assert!(page.browser.find_all(".branch").is_empty());
}

fn only_messages_can_be_changed(page: &Page<'_>) {
    for step in 0..=page.last() {
        page.go(step);
        let note = page.browser.find_all(".step.current .note").len();
        let disabled = page.button("Tamper").attribute("disabled").is_some();
        assert_eq!(disabled, note == 1, "step {step}");
    }
}

fn a_change_that_fits_no_message_is_said(page: &Page<'_>) {
    assert!(page.browser.text().contains("edit=nonsense"));
    page.click("Understood");
    assert!(
        noticed(page).contains("nothing is changed"),
        "{}",
        noticed(page)
    );
    page.click("Tamper");
    assert!(page.browser.text().contains("no such message any more"));
}
