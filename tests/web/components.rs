//! The page, put into a document of the test's own.

use double_hop::ui::{App, AppProps, renders};
use std::collections::BTreeMap;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit, MouseEvent,
    MouseEventInit,
};
use yew::platform::time::sleep;
use yew::scheduler::flush;
use yew::{AppHandle, AttrValue, Callback, Renderer};

/// The page, at an address that ends with a fragment; taken away again when the test ends.
struct Page {
    root: Element,
    app: Option<AppHandle<App>>,
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

impl Page {
    async fn at(fragment: &str) -> Self {
        Self::named(fragment, "").await
    }

    /// With this before each of its ids.
    async fn named(fragment: &str, id_prefix: &'static str) -> Self {
        let window = web_sys::window().unwrap();
        let url = format!("#{fragment}");
        let history = window.history().unwrap();
        history
            .replace_state_with_url(&JsValue::NULL, "", Some(&url))
            .unwrap();
        let document = window.document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let props = AppProps {
            seed: Callback::from(|()| 4711),
            id_prefix: AttrValue::from(id_prefix),
        };
        let app = Renderer::<App>::with_root_and_props(root.clone(), props).render();
        let page = Self {
            root,
            app: Some(app),
        };
        // The address is written by the first effects; with them the page listens to keys.
        page.until("the start", || {
            address().contains("at=") || page.has("main:not(.main)")
        })
        .await;
        page
    }

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length())
            .map(|number| found.item(number).unwrap().unchecked_into())
            .collect()
    }

    fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    #[track_caller]
    fn one(&self, selector: &str) -> HtmlElement {
        let mut found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector}");
        found.swap_remove(0)
    }

    /// The one element whose own text this is.
    #[track_caller]
    fn saying(&self, selector: &str, words: &str) -> HtmlElement {
        let mut found = self.all(selector);
        found.retain(|element| text(element) == words);
        assert_eq!(found.len(), 1, "{selector} that says {words:?}");
        found.swap_remove(0)
    }

    fn verdict(&self) -> String {
        text(&self.one("[role=status][aria-label=Verdict]"))
    }

    fn step(&self) -> usize {
        let slider: HtmlInputElement = self.one("[aria-label=Step]").unchecked_into();
        slider.value().parse().unwrap()
    }

    fn chosen(&self) -> Vec<String> {
        let all = self.all("[role=radiogroup] label");
        let chosen = all.iter().filter(|label| {
            let input = label.query_selector("input").unwrap().unwrap();
            input.unchecked_into::<HtmlInputElement>().checked()
        });
        chosen.map(|label| text(label)).collect()
    }

    async fn until(&self, what: &str, holds: impl Fn() -> bool) {
        for _ in 0..300 {
            if holds() {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("waited for {what}: {}", text(&self.root));
    }

    async fn until_verdict(&self, lead: &str) {
        self.until(lead, || self.verdict().starts_with(lead)).await;
    }

    /// Whether the page takes that key from the browser.
    fn press(key: &str) -> bool {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        let body = web_sys::window().unwrap().document().unwrap().body();
        !body.unwrap().dispatch_event(&event).unwrap()
    }

    /// Goes to the first step whose sentence says this.
    async fn go_to(&self, words: &str) {
        let links = self.all("[aria-label=Steps] a");
        let step = links.iter().position(|link| text(link).contains(words));
        let step = step.expect("the step");
        links[step].click();
        self.until("the step", || self.step() == step).await;
    }
}

fn address() -> String {
    web_sys::window().unwrap().location().hash().unwrap()
}

fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default().trim().to_owned()
}

#[wasm_bindgen_test]
async fn the_first_render_has_everything() {
    let page = Page::at("").await;
    let groups: Vec<String> = page
        .all(".bar [role=radiogroup]")
        .iter()
        .map(|g| {
            let label = g.get_attribute("aria-labelledby").unwrap();
            text(&page.one(&format!("#{label}")))
        })
        .collect();
    assert_eq!(groups, ["Sign-in", "Mailbox"]);
    assert_eq!(page.chosen(), ["NTLM", "another host"]);
    assert!(page.verdict().starts_with("Nothing has run yet"));
    assert_eq!(page.all("article.host").len(), 3);
    for region in ["Diagram", "Inspector"] {
        page.one(&format!("[role=region][aria-label={region}]"));
    }
    let steps = page.all("[aria-label=Steps] > li").len();
    assert!(steps > 10);
    page.until("the diagram", || page.has("svg g.step.current"))
        .await;
    assert_eq!(page.one("[role=alert]").inner_text(), "");
}

#[wasm_bindgen_test]
async fn basic_and_the_last_step_succeed_and_ntlm_is_denied() {
    let page = Page::at("").await;
    page.saying("label", "Basic").click();
    page.one("[aria-label='Last step']").click();
    page.until_verdict("Second hop succeeded").await;
    page.saying("label", "NTLM").click();
    page.until_verdict("Second hop denied").await;
    page.saying("label", "same host").click();
    page.until_verdict("Second hop succeeded").await;
    page.saying("label", "Anonymous").click();
    page.until_verdict("First hop denied").await;
}

#[wasm_bindgen_test]
async fn keys_are_actions_too() {
    let page = Page::at("").await;
    Page::press("ArrowRight");
    Page::press("ArrowRight");
    page.until("two steps", || page.step() == 2).await;
    Page::press("ArrowLeft");
    page.until("one step", || page.step() == 1).await;
    Page::press("End");
    page.until_verdict("Second hop denied").await;
    Page::press("Home");
    page.until("the start", || page.step() == 0).await;
    Page::press("?");
    page.until("the keys", || page.has("dialog[open]")).await;
    page.saying("dialog button", "Close").click();
    page.until("no dialog", || !page.has("dialog[open]")).await;
}

#[wasm_bindgen_test]
async fn a_key_that_does_nothing_is_left_to_the_browser() {
    for (fragment, taken) in [
        ("v=1&page=lab", true),
        ("v=1&page=outcomes", false),
        ("v=1&page=diagnose", false),
        ("v=1&page=decode", false),
    ] {
        let page = Page::at(fragment).await;
        for key in ["Home", "End", " ", "ArrowRight"] {
            assert_eq!(Page::press(key), taken, "{key:?} at {fragment}");
        }
        drop(page);
    }
}

#[wasm_bindgen_test]
async fn playing_goes_on_by_itself() {
    let page = Page::at("").await;
    Page::press("5");
    page.one("[aria-label=Play]").click();
    page.until("it to play", || page.has("[aria-label=Pause]"))
        .await;
    page.until("a step", || page.step() > 0).await;
    page.one("[aria-label=Pause]").click();
    page.until("it to stop", || page.has("[aria-label=Play]"))
        .await;
}

/// The classes of the chips on a host's card.
fn chips(page: &Page, host: usize) -> Vec<String> {
    let cards = page.all("article.host");
    let chips = cards[host].query_selector_all(".chip").unwrap();
    (0..chips.length())
        .map(|number| {
            let chip: Element = chips.item(number).unwrap().unchecked_into();
            assert!(!text(&chip).is_empty());
            chip.class_name()
        })
        .collect()
}

#[wasm_bindgen_test]
async fn the_password_reaches_iis_with_basic_only() {
    let page = Page::at("").await;
    let holds = |host: usize, what: &str| chips(&page, host).iter().any(|c| c.contains(what));
    assert!(!holds(1, "v-password"));
    page.one("[aria-label='Last step']").click();
    page.until_verdict("Second hop denied").await;
    assert!(holds(0, "v-password") && !holds(1, "v-password"));
    assert!(holds(1, "v-token"));
    page.saying("label", "Basic").click();
    page.until_verdict("Second hop succeeded").await;
    assert!(holds(0, "v-password") && holds(1, "v-password"));
}

#[wasm_bindgen_test]
async fn the_settings_open_change_and_close() {
    let page = Page::at("").await;
    let button = page.saying(".bar button", "Settings");
    button.click();
    page.until("the settings", || page.has(".settings")).await;
    let keep_alive: HtmlInputElement = page.one("#keepalive").unchecked_into();
    assert!(keep_alive.checked());
    keep_alive.click();
    page.one("[aria-label='Last step']").click();
    page.until_verdict("First hop denied").await;
    page.until("what is odd about it", || {
        !text(&page.one("#keepalive-problem")).is_empty()
    })
    .await;
    for group in page.all(".settings [role=radiogroup]") {
        let odd = group.get_attribute("aria-describedby").unwrap();
        page.one(&format!("#{odd}"));
    }
    page.saying("button", "New random values").click();
    page.until("the seed that was drawn", || {
        address().contains("seed=4711")
    })
    .await;
    button.click();
    page.until("no settings", || !page.has(".settings")).await;
}

#[wasm_bindgen_test]
async fn a_byte_and_its_field_are_linked() {
    let page = Page::at("").await;
    page.go_to("CHALLENGE").await;
    page.saying("[role=tab]", "Bytes").click();
    page.until("the bytes", || page.has(".hex .byte")).await;
    let rows = page.all("[role=treeitem]").len();
    // What only says where the rest lies is folded.
    assert!(rows >= 4, "{rows}");
    page.all(".hex .byte")[26].focus().unwrap();
    let lit = || {
        page.one("[role=treeitem].lit")
            .get_attribute("data-row")
            .unwrap()
    };
    page.until("another field", || lit() != "0").await;
    let bytes = page.all(".hex .byte");
    assert!(bytes[26].class_list().contains("lit"));
    assert!(!bytes[0].class_list().contains("lit"));
    for widget in ["tree", "grid"] {
        let stops = page.all(&format!("[role={widget}] [tabindex='0']"));
        assert_eq!(stops.len(), 1, "{widget}");
    }
}

#[wasm_bindgen_test]
async fn a_fragment_is_where_it_begins() {
    let page = Page::at("v=1&page=lab&offer=basic&mailbox=same&unheard=of").await;
    assert_eq!(page.chosen(), ["Basic", "same host"]);
    assert!(address().contains("unheard=of"), "{}", address());
}

#[wasm_bindgen_test]
async fn what_is_wrong_with_a_link_is_said_until_it_is_read() {
    let page = Page::at("era=1066").await;
    let alert = page.one("[role=alert]");
    assert!(text(&alert).contains("1066"));
    page.saying("[role=alert] button", "Understood").click();
    page.until("silence", || text(&alert).is_empty()).await;
}

/// The pointer moves onto an element.
fn point_at(element: &Element) {
    for (kind, bubbles) in [("mouseover", true), ("mouseenter", false)] {
        let init = MouseEventInit::new();
        init.set_bubbles(bubbles);
        let event = MouseEvent::new_with_mouse_event_init_dict(kind, &init).unwrap();
        element.dispatch_event(&event).unwrap();
    }
}

/// How often components were rendered while something was done.
async fn rendered(act: impl AsyncFnOnce()) -> BTreeMap<&'static str, usize> {
    let before = renders();
    act().await;
    flush().await;
    let mut after = renders();
    for (name, count) in &mut after {
        *count -= before.get(name).copied().unwrap_or_default();
    }
    after.retain(|_, count| *count > 0);
    after
}

/// Nothing travels any more, and everything that was asked for is drawn.
async fn rest(page: &Page) {
    sleep(Duration::from_millis(700)).await;
    page.until("nothing travels", || !page.has(".travel .token"))
        .await;
    flush().await;
}

#[wasm_bindgen_test]
async fn a_hover_renders_what_it_lights_and_nothing_else() {
    let page = Page::at("v=1&page=lab&era=today").await;
    page.go_to("AUTHENTICATE").await;
    page.saying("[role=tab]", "Bytes").click();
    page.until("the bytes", || page.has(".hex .byte")).await;
    rest(&page).await;
    let rows = page.all("[role=treeitem]");
    point_at(&rows[3]);
    flush().await;
    let found = rendered(async || point_at(&rows[4])).await;
    // The field that was lit and the one that is, and the lines of their bytes.
    assert_eq!(found.get("FieldItem"), Some(&2), "{found:?}");
    assert!(found["HexLine"] <= 4, "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
    // Pointing at the same again does nothing at all.
    let found = rendered(async || point_at(&rows[4])).await;
    assert!(found.is_empty(), "{found:?}");
    // Byte to byte within a field.
    let bytes = page.all("[role=gridcell]");
    point_at(&bytes[0]);
    flush().await;
    let found = rendered(async || point_at(&bytes[1])).await;
    assert!(found.is_empty(), "{found:?}");
}

#[wasm_bindgen_test]
async fn pointing_at_a_computation_renders_its_sources_and_not_the_rest() {
    let page = Page::at("v=1&page=lab&era=today").await;
    page.go_to("computes").await;
    page.saying("[role=tab]", "Proof").click();
    page.until("the proof", || page.has(".crypto li")).await;
    rest(&page).await;
    let computations = page.all(".crypto li");
    let proof = computations
        .iter()
        .find(|it| text(it).starts_with("NTProofStr"));
    let found = rendered(async || point_at(proof.unwrap())).await;
    let lit = page.all("g.step.source").len();
    assert!(found["StepFigure"] <= lit, "{found:?}");
    assert!(found["Computation"] < computations.len(), "{found:?}");
    for name in [
        "Ground",
        "StepItem",
        "Inspector",
        "VerdictLine",
        "Transport",
    ] {
        assert!(!found.contains_key(name), "{name}: {found:?}");
    }
}

#[wasm_bindgen_test]
async fn a_frame_renders_the_token_and_nothing_else() {
    let page = Page::at("").await;
    rest(&page).await;
    page.go_to("GET").await;
    page.until("it travels", || page.has(".travel .token"))
        .await;
    let found = rendered(async || sleep(Duration::from_millis(150)).await).await;
    let names: Vec<&str> = found.keys().copied().collect();
    assert_eq!(names, ["Token"], "{found:?}");
}

#[wasm_bindgen_test]
async fn a_step_renders_the_figures_that_changed() {
    let page = Page::at("").await;
    rest(&page).await;
    let found = rendered(async || {
        Page::press("ArrowRight");
        page.until("the step", || page.step() == 1).await;
    })
    .await;
    // The one that was shown, and the one that is.
    for name in ["StepFigure", "StepItem"] {
        assert_eq!(found.get(name), Some(&2), "{name}: {found:?}");
    }
    for name in ["Hosts", "VerdictLine", "Inspector", "Transport"] {
        assert_eq!(found.get(name), Some(&1), "{name}: {found:?}");
    }
}

#[wasm_bindgen_test]
async fn two_pages_in_one_document_share_no_id() {
    let first = Page::named("", "first-").await;
    let second = Page::named("v=1&page=lab&era=today", "second-").await;
    for page in [&first, &second] {
        page.saying(".bar button", "Settings").click();
        page.until("the settings", || page.has(".settings")).await;
        for reference in [
            "for",
            "aria-describedby",
            "aria-labelledby",
            "aria-controls",
        ] {
            for element in page.all(&format!("[{reference}]")) {
                let id = element.get_attribute(reference).unwrap();
                page.one(&format!("#{id}"));
            }
        }
    }
    let ids = |page: &Page| -> Vec<String> { page.all("[id]").iter().map(|it| it.id()).collect() };
    let mut all = ids(&first);
    all.extend(ids(&second));
    let count = all.len();
    all.sort();
    all.dedup();
    assert!(count > 60 && all.len() == count, "{all:?}");
}

/// What has the focus.
fn focused() -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    document.active_element().expect("the focus")
}

/// A button is pressed with the keyboard on it, and is gone; then what this finds has the focus.
async fn press_away(page: &Page, button: HtmlElement, then: &str) {
    button.focus().unwrap();
    button.click();
    page.until("it to be gone", || !button.is_connected()).await;
    page.until(then, || focused().matches(then).unwrap()).await;
}

#[wasm_bindgen_test]
async fn a_second_run_gives_the_focus_back_to_the_way_to_it() {
    let page = Page::at("v=1&page=lab").await;
    for way_out in ["Close", "Use B"] {
        page.saying(".bar button", "Compare").click();
        page.until("two runs", || page.has(".compare-bar")).await;
        flush().await;
        let button = page.saying(".compare-bar button", way_out);
        press_away(&page, button, ".bar [title=Compare]").await;
    }
}

#[wasm_bindgen_test]
async fn what_can_be_pressed_in_the_second_run_does_something_there() {
    let page = Page::named("v=1&page=lab", "some-").await;
    page.saying(".bar button", "Compare").click();
    page.until("two runs", || page.has(".compare-bar")).await;
    page.one("[aria-label='Last step']").click();
    page.until("its verdict", || {
        text(&page.one("[aria-label='Verdict B']")).contains("succeeded")
    })
    .await;
    let terms = page.all("[popovertarget]");
    assert!(terms.len() > 2, "{}", terms.len());
    for term in terms {
        let meaning = term.get_attribute("popovertarget").unwrap();
        page.one(&format!("#{meaning}"));
    }
    page.saying(".compare-bar button", "Settings of B").click();
    page.until("its settings", || page.has(".settings")).await;
    let before = address();
    page.saying(".settings button", "New random values").click();
    page.until("the seed that was drawn", || address() != before)
        .await;
    let controller = || {
        page.one("#some-twin-controller")
            .unchecked_into::<HtmlInputElement>()
    };
    controller().click();
    page.until("more lifelines", || address().contains("dc=1"))
        .await;
    assert!(controller().checked());
}

#[wasm_bindgen_test]
async fn a_hover_renders_neither_both_runs_nor_what_stands_in_the_inspector() {
    let page = Page::at("v=1&page=lab&era=today").await;
    page.go_to("CHALLENGE").await;
    page.saying("button", "Tamper").click();
    page.until("attacks", || page.has(".attacks")).await;
    for way in ["alone", "compared"] {
        if way == "compared" {
            page.saying(".bar button", "Compare").click();
            page.until("two runs", || page.has(".compare-bar")).await;
        }
        rest(&page).await;
        let sources = page.all(".chip");
        let found = rendered(async || sources.iter().for_each(|it| point_at(it))).await;
        for name in ["Inspector", "Comparing"] {
            assert!(!found.contains_key(name), "{way}, {name}: {found:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn changes_that_are_taken_back_leave_the_focus_in_their_panel() {
    let page = Page::at("v=1&page=lab").await;
    page.go_to("CHALLENGE").await;
    page.saying("button", "Tamper").click();
    let attack = ".attacks button:enabled";
    page.until("attacks", || page.has(attack)).await;
    page.all(attack)[0].click();
    let all = ".changes ~ button";
    page.until("a change", || page.has(all)).await;
    press_away(&page, page.saying(all, "Remove all"), ".pane").await;
}

#[wasm_bindgen_test]
async fn the_tab_says_which_page_is_shown() {
    let title = || web_sys::window().unwrap().document().unwrap().title();
    for (fragment, expected) in [
        ("v=1&page=diagnose", "Diagnose · Double Hop"),
        ("v=1&page=outcomes", "Outcomes · Double Hop"),
        ("v=1&page=decode", "Decode · Double Hop"),
        ("v=1&page=lab", "KB183545 · OWA, 1998 · Double Hop"),
        ("v=1&page=lab&webserver=IIS-9", "Double Hop"),
    ] {
        let page = Page::at(fragment).await;
        page.until(expected, || title() == expected).await;
    }
}
