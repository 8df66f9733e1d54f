//! What is decoded, to take along.

use crate::app::{Action, DecodeAction, Desk, Saved};
use crate::present::decode::{VerifiedSignIn, base64, hex, json, text};
use crate::traffic::FoundToken;
use crate::ui::browser::{copy, save};
use crate::ui::shared::Shared;
use crate::ui::store::Dispatch;
use yew::prelude::*;

const FORMS: [(Saved, &str); 4] = [
    (Saved::Json, "JSON"),
    (Saved::Base64, "base64"),
    (Saved::Hex, "hex"),
    (Saved::Text, "text"),
];

/// Copy in four forms, and save.
pub fn take_along(dispatch: &Dispatch, desk: &Shared<Desk>) -> Html {
    let buttons = FORMS.iter().map(|&(form, name)| {
        let onclick = {
            let (desk, dispatch) = (desk.clone(), dispatch.clone());
            move |_: MouseEvent| {
                let dispatch = dispatch.clone();
                let said = move || dispatch.emit(Action::Desk(DecodeAction::Copied(form)));
                copy(&taken(&desk, form), said);
            }
        };
        let copied = desk.copied == Some(form);
        html! {
            <button key={name} class="ghost" type="button" aria-label={format!("Copy {name}")} {onclick}>
                {if copied { "Copied" } else { name }}
            </button>
        }
    });
    let keep = {
        let desk = desk.clone();
        move |_: MouseEvent| save("double-hop.json", &taken(&desk, Saved::Json))
    };
    html! {
        <>
            <span class="quiet">{"Copy"}</span>
            {for buttons}
            <button class="ghost" type="button" onclick={keep}>{"Save JSON"}</button>
        </>
    }
}

fn taken(desk: &Desk, form: Saved) -> String {
    let token = |write: fn(&FoundToken, bool) -> String| {
        let token = desk.report.token(desk.token);
        token.map_or_else(String::new, |token| write(token, desk.secrets))
    };
    match form {
        Saved::Json => json(&desk.report, &judged(desk), &desk.unlocked, desk.secrets),
        Saved::Base64 => token(base64),
        Saved::Hex => token(hex),
        Saved::Text => token(text),
    }
}

/// All sign-ins, checked with what is typed.
fn judged(desk: &Desk) -> Vec<VerifiedSignIn> {
    let judge = |set| desk.report.judge(set, &|set| desk.known.verify(set));
    let judged = desk.report.sets.iter().filter_map(judge);
    let judged = judged.filter_map(|(set, found)| Some((set.authenticate?, found)));
    judged.collect()
}
