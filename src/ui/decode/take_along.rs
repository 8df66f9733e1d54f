//! What is decoded, to take along.

use crate::app::{Action, DecodeAction, DecodeState, Saved};
use crate::present::Passwords;
use crate::present::export::tokens::{VerifiedSignIn, base64, hex, json, text};
use crate::traffic::FoundToken;
use crate::ui::browser::{copy, save};
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use crate::ui::shared::Shared;
use yew::prelude::*;

const FORMS: [(Saved, &str); 4] = [
    (Saved::Json, "JSON"),
    (Saved::Base64, "base64"),
    (Saved::Hex, "hex"),
    (Saved::Text, "text"),
];

/// Copy in four forms, and save.
pub fn take_along(dispatch: &Dispatch, decode: &Shared<DecodeState>) -> Html {
    let buttons = FORMS.iter().map(|&(form, name)| {
        let onclick = {
            let (decode, dispatch) = (decode.clone(), dispatch.clone());
            move |_: MouseEvent| {
                let dispatch = dispatch.clone();
                let said = move || dispatch.emit(Action::Decode(DecodeAction::Copied(form)));
                copy(&taken(&decode, form), said);
            }
        };
        let copied = decode.copied == Some(form);
        html! {
            <button key={name} class={classes!("ghost", copied.then_some("copied"))} type="button" aria-label={format!("Copy {name}")} {onclick}>
                {name}
            </button>
        }
    });
    let said = FORMS.iter().find(|(form, _)| decode.copied == Some(*form));
    let said = said.map(|(_, name)| format!("Copied as {name}"));
    let keep = {
        let decode = decode.clone();
        Callback::from(move |_| save("double-hop.json", &taken(&decode, Saved::Json)))
    };
    html! {
        <>
            <span class="quiet">{"Copy"}</span>
            {for buttons}
            <span class="unseen" role="status">{said}</span>
            {button("Save JSON", keep)}
        </>
    }
}

fn taken(decode: &DecodeState, form: Saved) -> String {
    let passwords = Passwords::shown_if(decode.secrets);
    let token = |write: fn(&FoundToken, Passwords) -> String| {
        let token = decode.report.token(decode.token);
        token.map_or_else(String::new, |token| write(token, passwords))
    };
    match form {
        Saved::Json => json(&decode.report, &judged(decode), &decode.unlocked, passwords),
        Saved::Base64 => token(base64),
        Saved::Hex => token(hex),
        Saved::Text => token(text),
    }
}

/// All sign-ins, checked with what is typed.
fn judged(decode: &DecodeState) -> Vec<VerifiedSignIn> {
    let judge = |set| decode.report.judge(set, &|set| decode.known.verify(set));
    let judged = decode.report.sets.iter().filter_map(judge);
    let judged = judged.filter_map(|(set, found)| Some((set.authenticate?, found)));
    judged.collect()
}
