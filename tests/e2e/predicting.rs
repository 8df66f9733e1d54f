//! Predicting what comes, by keyboard alone; and that playing pauses where there is something to think about.

use crate::page::{LEADS, Page, scenes};

scenes! {
    predict:
    the_default_run_is_predicted_by_keyboard_and_nothing_tells_too_early,
    a_question_waits_and_can_be_skipped_or_left,
    playing_says_where_it_pauses_and_how_long_is_left,
}

/// All that the document says, seen or not, and its names.
fn everything(page: &Page<'_>) -> String {
    let said = page.browser.script(
        "// What a term means tells nothing of this run.
        const page = document.body.cloneNode(true);
        page.querySelectorAll('.meaning').forEach(meaning => meaning.remove());
        return [page.textContent, ...[...page.querySelectorAll('*')].flatMap(element =>
            ['aria-label', 'aria-valuetext', 'title', 'max'].map(name => element.getAttribute(name) ?? ''))].join('\\n')",
    );
    said.as_str().unwrap().to_owned()
}

fn question(page: &Page<'_>) -> Option<String> {
    let headings = page.browser.find_all(".prediction h2");
    headings.first().map(|heading| heading.text())
}

fn the_default_run_is_predicted_by_keyboard_and_nothing_tells_too_early(page: &Page<'_>) {
    // What the run comes to, and how long it is.
    page.press("End");
    let (all, verdict) = (page.last() + 1, page.lead());
    page.press("Home");
    page.button("Predict").focus();
    page.press("Enter");
    assert_eq!(
        page.button("Predict").attribute("aria-pressed").as_deref(),
        Some("true")
    );
    page.blur();
    let tells = |text: &str| {
        let counts = [format!("/ {all}"), format!("of {all}")];
        counts.iter().any(|count| text.contains(count.as_str()))
            || LEADS[2..].iter().any(|lead| text.contains(lead))
            || ["ANONYMOUS LOGON", "nothing here answers", "ecAccessDenied"]
                .iter()
                .any(|words| text.contains(words))
    };
    // Right, right, wrong, right.
    let mut asked = Vec::new();
    for key in ["b", "A", "c", "B"] {
        let text = everything(page);
        let known = asked.len() == 3;
        assert!(
            known || !tells(&text),
            "question {}: {text}",
            asked.len() + 1
        );
        page.press("End");
        let title = question(page).expect("a question");
        assert!(title.ends_with('?') && !asked.contains(&title), "{title}");
        assert_eq!(
            page.sentences().len(),
            page.step() + 2,
            "the list tells more"
        );
        let before = page.step();
        page.press("ArrowRight");
        assert_eq!(page.step(), before, "past the question");
        let text = everything(page);
        assert!(known || !tells(&text), "{title}: {text}");
        assert!(!text.contains(verdict), "{title}: the verdict is told");
        page.press(key);
        page.press("Enter");
        assert!(page.step() > before, "{title}: nothing was revealed");
        asked.push(title);
    }
    page.expect(verdict);
    let tally = page.browser.find(".tally").text();
    assert!(tally.contains("3 of 4 right"), "{tally}");
    assert_eq!(page.last() + 1, all);
    assert_eq!(page.sentences().len(), all);
    // On from there, as ever.
    page.press("End");
    assert_eq!(page.step() + 1, all);
    assert!(question(page).is_none());
}

fn a_question_waits_and_can_be_skipped_or_left(page: &Page<'_>) {
    page.click("Predict");
    page.click("Last step");
    let asked = page.step();
    let title = question(page);
    assert!(page.status().starts_with("Paused at a turning point."));
    assert!(page.browser.url().contains("predict=1"));
    // Away, and back to it.
    page.click("Previous step");
    assert!(question(page).is_none());
    page.tab("Proof");
    page.click("Next step");
    assert_eq!(question(page), title);
    page.click("Skip this one");
    page.browser
        .wait_for("it to play on", || page.step() > asked);
    page.click("Predict");
    assert_eq!(page.last() + 1, page.sentences().len());
    assert!(!page.browser.url().contains("predict=1"));
    // Other settings begin anew.
    page.click("Predict");
    page.choose("Sign-in", "Basic");
    assert_eq!((page.step(), page.sentences().len()), (0, 2));
}

fn playing_says_where_it_pauses_and_how_long_is_left(page: &Page<'_>) {
    let count = || page.browser.find(".transport .count").text();
    assert!(count().contains("left"), "{}", count());
    page.go(page.go_to("AUTHENTICATE"));
    page.press("4");
    page.press("Space");
    page.browser.wait_for("it to pause", || {
        !page.browser.find(".pause").text().is_empty()
    });
    page.button("Play");
    let paused = page.step();
    assert!(paused > 1 && paused < page.last());
    page.press("Space");
    assert!(page.browser.find(".pause").text().is_empty());
    page.browser
        .wait_for("it to go on", || page.step() > paused);
    page.press("Space");
    page.press("End");
    assert!(!count().contains("left"), "{}", count());
}
