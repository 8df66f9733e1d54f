//! What is decoded, to take along.

use crate::app::{Action, At, Desk, Saved};
use crate::present::decode::{Judged, base64, hex, json, text};
use crate::traffic::Token;
use crate::ui::effects::{copy, save};
use crate::ui::el::{Does, El, On, button, el};
use crate::ui::store::Store;

/// Copy in four forms, and save.
pub fn tools(store: &Store) -> El {
    const FORMS: [(Saved, &str); 4] = [
        (Saved::Json, "JSON"),
        (Saved::Base64, "base64"),
        (Saved::Hex, "hex"),
        (Saved::Text, "text"),
    ];
    let copied = store.state.desk.copied;
    let mut buttons = Vec::new();
    for (form, name) in FORMS {
        let label = if copied == Some(form) { "Copied" } else { name };
        let desk = store.state.desk.clone();
        let dispatch = store.dispatch.clone();
        let copy = move |_: &web_sys::Event| {
            let dispatch = dispatch.clone();
            let said = move || dispatch.emit(Action::Desk(At::Copied(form)));
            copy(&taken(&desk, form), said);
        };
        let copy = Does::Call(Box::new(copy));
        buttons.push(
            button(label)
                .attr("aria-label", &["Copy ", name].concat())
                .on(On::Click, store, copy),
        );
    }
    let desk = store.state.desk.clone();
    let keep = move |_: &web_sys::Event| save("double-hop.json", &taken(&desk, Saved::Json));
    let keep = button("Save JSON").on(On::Click, store, Does::Call(Box::new(keep)));
    el("div.tools")
        .child(el("span.quiet>Copy"))
        .children(buttons)
        .child(keep)
}

fn taken(desk: &Desk, form: Saved) -> String {
    let token = |write: fn(&Token, bool) -> String| {
        desk.report
            .token(desk.token)
            .map(|token| write(token, desk.secrets))
            .unwrap_or_default()
    };
    match form {
        Saved::Json => json(&desk.report, &judged(desk), desk.secrets),
        Saved::Base64 => token(base64),
        Saved::Hex => token(hex),
        Saved::Text => token(text),
    }
}

/// All sign-ins, checked with what is typed.
fn judged(desk: &Desk) -> Vec<Judged> {
    let judge = |set| desk.report.judge(set, &|set| desk.known.verify(set));
    let judged = desk.report.sets.iter().filter_map(judge);
    let judged = judged.filter_map(|(set, found)| Some((set.authenticate?, found)));
    judged.collect()
}
