//! The page as the tests use it: by the names that people who cannot see it rely on.

use crate::support;
use crate::support::browser::Browser;
use crate::support::element::Element;
use crate::support::screen::Scheme;
use crate::support::server::Site;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// What the verdict can begin with.
pub const LEADS: [&str; 5] = [
    "Nothing has run yet",
    "Running",
    "First hop denied",
    "Second hop denied",
    "Second hop succeeded",
];

const VERDICT: &str = "[role=status][aria-label=Verdict]";

/// The elements of a selector that are named like this: by a label, by reference, or by what they contain.
const NAMED: &str = "const text = element => element?.textContent.trim();
    return [...document.querySelectorAll(arguments[0])].filter(element => arguments[1] === (
        element.getAttribute('aria-label')
        ?? text(document.getElementById(element.getAttribute('aria-labelledby')))
        ?? text(element.labels?.[0]) ?? text(element)))";

/// Something done with the page, after which it must have stayed quiet.
pub struct Scene {
    pub name: &'static str,
    /// Where it begins.
    pub fragment: &'static str,
    pub act: fn(&Page<'_>),
}

/// One test of several scenes, each in a page of its own, all in one browser: starting that takes longer than most
/// scenes do.
macro_rules! scenes {
    ($test:ident: $($scene:ident $(at $fragment:literal)?),+ $(,)?) => {
        #[test]
        fn $test() {
            crate::page::run(stringify!($test), &[$(crate::page::Scene {
                name: stringify!($scene),
                fragment: concat!("" $(, $fragment)?),
                act: $scene,
            }),+]);
        }
    };
}
pub(crate) use scenes;

/// Runs every scene, also after one has failed.
pub fn run(test: &str, scenes: &[Scene]) {
    let Some((site, browser)) = support::start(test) else {
        return;
    };
    let mut failed = Vec::new();
    for Scene {
        name,
        fragment,
        act,
    } in scenes
    {
        let start = Instant::now();
        let whole = AssertUnwindSafe(|| scene(&site, &browser, fragment, *act));
        let outcome = catch_unwind(whole);
        println!("{name}: {:.1} s", start.elapsed().as_secs_f64());
        if outcome.is_err() {
            failed.push(*name);
        }
    }
    assert!(failed.is_empty(), "{test}: {failed:#?}");
}

/// Opens the page, acts, and makes sure that it stayed quiet: nothing in the console, nothing against its policy,
/// nothing asked for after it had loaded.
fn scene(site: &Site, browser: &Browser, fragment: &str, act: fn(&Page<'_>)) {
    browser.forget_console();
    browser.goto("about:blank");
    browser.viewport(1440, 900);
    browser.letters(16);
    browser.media(Scheme::Light, false);
    browser.open(&site.url(fragment));
    site.forget_requests();
    act(&Page { site, browser });
    browser.settle();
    site.assert_no_requests();
    for address in browser.loaded() {
        let own = address.starts_with(&site.url(""));
        assert!(own, "the page asked for {address}");
    }
    browser.assert_quiet();
    browser.script("localStorage.clear()");
}

/// The page in a browser.
pub struct Page<'a> {
    pub site: &'a Site,
    pub browser: &'a Browser,
}

impl<'a> Page<'a> {
    /// The one element of a selector that has this name. Asking the browser's accessibility tree takes ten times
    /// as long; `names.rs` makes sure that it agrees.
    fn named(&self, selector: &str, name: &str) -> Element<'a> {
        let mut found = Vec::new();
        self.browser.wait_for(&format!("{selector} “{name}”"), || {
            found = self
                .browser
                .script_elements(NAMED, &[selector.into(), name.into()]);
            !found.is_empty()
        });
        assert_eq!(found.len(), 1, "one {selector} named “{name}”");
        found.swap_remove(0)
    }

    pub fn button(&self, name: &str) -> Element<'a> {
        self.named("button", name)
    }

    /// A control with a label.
    pub fn field(&self, name: &str) -> Element<'a> {
        self.named("input, select, textarea", name)
    }

    pub fn click(&self, button: &str) {
        self.button(button).click();
        self.browser.settle();
    }

    pub fn press(&self, key: &str) {
        self.browser.press(key);
        self.browser.settle();
    }

    /// Takes the focus from whatever has it.
    pub fn blur(&self) {
        self.browser.script("document.activeElement?.blur()");
    }

    /// A radio button of a group.
    pub fn radio(&self, group: &str, choice: &str) -> Element<'a> {
        let group = self.named("[role=radiogroup]", group);
        let radios = group.within("input[type=radio]");
        let mut found = radios.into_iter().filter(|radio| radio.name() == choice);
        let radio = found.next().expect("the choice");
        assert!(found.next().is_none(), "two of “{choice}”");
        radio
    }

    pub fn choose(&self, group: &str, choice: &str) {
        self.radio(group, choice).click();
        self.browser.settle();
    }

    /// Picks the option of that value.
    pub fn pick(&self, list: &str, value: &str) {
        let options = self.field(list).within(&format!("option[value='{value}']"));
        assert_eq!(options.len(), 1, "the options of value {value}");
        options[0].click();
        self.browser.settle();
    }

    /// Picks the first option that says this.
    pub fn pick_like(&self, list: &str, words: &str) {
        let options = self.field(list).within("option");
        let says = |option: &&Element<'_>| {
            let label = option.property("label");
            label.as_str().is_some_and(|label| label.contains(words))
        };
        let option = options.iter().find(says);
        option
            .unwrap_or_else(|| panic!("no option of {list} says {words:?}"))
            .click();
        self.browser.settle();
    }

    pub fn tick(&self, name: &str) {
        self.field(name).click();
        self.browser.settle();
    }

    pub fn fill(&self, field: &str, text: &str) {
        self.field(field).fill(text);
        self.browser.settle();
    }

    /// Opens the settings and all their groups, where they are closed.
    pub fn open_settings(&self) {
        let button = self.button("Settings");
        if button.attribute("aria-expanded").as_deref() != Some("true") {
            button.click();
        }
        self.browser.settle();
        let open =
            "document.querySelectorAll('.settings details').forEach(group => group.open = true)";
        self.browser.script(open);
    }

    /// The verdict.
    pub fn status(&self) -> String {
        self.browser.find(VERDICT).text()
    }

    /// What the verdict begins with. Nothing stands before it, neither seen nor hidden.
    pub fn lead(&self) -> &'static str {
        let query = "const verdict = document.querySelector(arguments[0]);
            return [verdict.textContent, verdict.innerText]";
        let texts = self.browser.script_with(query, &[VERDICT.into()]);
        let [whole, seen] = [0, 1].map(|number| texts[number].as_str().unwrap());
        let lead = LEADS.into_iter().find(|lead| whole.starts_with(lead));
        let lead = lead.unwrap_or_else(|| panic!("the verdict begins otherwise: {whole:?}"));
        assert!(seen.starts_with(lead), "{seen}");
        lead
    }

    /// Fails where the verdict does not come to begin like this.
    pub fn expect(&self, lead: &str) {
        self.browser.settle();
        assert_eq!(self.lead(), lead, "{}", self.status());
    }

    /// The number of the step shown, from 0.
    pub fn step(&self) -> usize {
        self.slider("value")
    }

    /// The number of the last step.
    pub fn last(&self) -> usize {
        self.slider("max")
    }

    // Not by its role: it is also asked while a dialog hides the page from everybody.
    fn slider(&self, property: &str) -> usize {
        let query = "return document.querySelector('[aria-label=Step]')[arguments[0]]";
        let value = self.browser.script_with(query, &[property.into()]);
        let value = value.as_str().expect("a slider with a number");
        value.parse().expect("a whole number")
    }

    /// The sentences of the list of steps.
    pub fn sentences(&self) -> Vec<String> {
        let texts = self.browser.script(
            "return [...document.querySelectorAll('[aria-label=Steps] > li')].map(item => item.textContent.trim())",
        );
        let texts = texts.as_array().expect("texts").iter();
        texts
            .map(|text| text.as_str().unwrap().to_owned())
            .collect()
    }

    /// Goes to the first step whose sentence says this.
    pub fn go_to(&self, words: &str) -> usize {
        let sentences = self.sentences();
        let step = sentences.iter().position(|text| text.contains(words));
        let step = step.unwrap_or_else(|| panic!("no step says {words:?}: {sentences:#?}"));
        self.go(step);
        step
    }

    /// Goes to a step by the list of steps.
    pub fn go(&self, step: usize) {
        let click =
            "document.querySelectorAll('[aria-label=Steps] > li > a')[arguments[0]].click()";
        self.browser.script_with(click, &[step.into()]);
        self.browser.settle();
        assert_eq!(self.step(), step);
    }

    /// Shows a side of the inspector.
    pub fn tab(&self, name: &str) -> Element<'a> {
        let tab = self.named("[role=tab]", name);
        tab.click();
        self.browser.settle();
        tab
    }
}
