//! Going to a step: by the slider, by the diagram, by the list.

use crate::page::{Page, scenes};

scenes! {
    seek:
    the_slider_is_dragged_to_a_step,
    a_message_in_the_diagram_is_clicked,
    the_list_has_every_step_and_goes_there_by_keyboard,
    the_step_is_announced,
}

fn the_slider_is_dragged_to_a_step(page: &Page<'_>) {
    // A click in its middle.
    page.field("Step").click();
    page.browser.settle();
    let (step, last) = (page.step(), page.last());
    assert!(step.abs_diff(last / 2) <= 1, "{step} of {last}");
    let slider = page.field("Step");
    let spoken = slider.attribute("aria-valuetext").unwrap();
    let sentence = page.sentences().swap_remove(step);
    assert_eq!(spoken, format!("{} of {}: {sentence}", step + 1, last + 1));
}

fn a_message_in_the_diagram_is_clicked(page: &Page<'_>) {
    let sentences = page.sentences().len();
    for number in [4, 2, 6] {
        let steps = page.browser.find_all("[aria-label=Diagram] svg g.step");
        assert!(steps.len() <= sentences);
        let texts = steps[number].within("text");
        texts[0].click();
        page.browser.settle();
        assert_eq!(page.step(), number);
        let current = page.browser.find_all("svg g.step.current");
        assert_eq!(current.len(), 1);
    }
    // The last message comes into view when it is gone to, and can be clicked there.
    page.press("End");
    let steps = page.browser.find_all("[aria-label=Diagram] svg g.step");
    steps[steps.len() - 2].click();
    page.browser.settle();
    assert_eq!(page.step(), page.last() - 1);
}

fn the_list_has_every_step_and_goes_there_by_keyboard(page: &Page<'_>) {
    let sentences = page.sentences();
    assert_eq!(sentences.len(), page.last() + 1);
    let current = "[aria-label=Steps] [aria-current=step] a";
    page.browser.find(current).focus();
    for _ in 0..4 {
        page.browser.press("ArrowDown");
    }
    page.press("Enter");
    assert_eq!(page.step(), 4);
    assert_eq!(page.browser.find(current).text(), sentences[4]);
    assert_eq!(page.browser.focused().text(), sentences[4]);
    page.browser.press("ArrowUp");
    page.press("Enter");
    assert_eq!(page.step(), 3);
    // With the focus there the list is seen, and can be clicked in.
    let items = page.browser.find_all("[aria-label=Steps] a");
    items[6].click();
    page.browser.settle();
    assert_eq!(page.step(), 6);
}

fn the_step_is_announced(page: &Page<'_>) {
    for step in [3, 7] {
        page.go(step);
        let sentence = &page.sentences()[step];
        let live = page.browser.find(".unseen[aria-live=polite]");
        let said = live.property("textContent");
        assert!(said.as_str().unwrap().contains(sentence), "{said}");
    }
}
