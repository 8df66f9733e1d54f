//! The token that is shown: what there is to say about it, its fields, its bytes.

use super::comparison::comparison;
use super::comparison_choice::comparison_choice;
use super::take_along::take_along;
use crate::app::{Action, DecodeAction, Desk};
use crate::present::decode::{form_name, holds_secrets, mask, place};
use crate::present::narration::{desk, seen_again};
use crate::traffic::Token;
use crate::ui::browser::focus_within;
use crate::ui::bytes::Parts;
use crate::ui::controls::{button, check_line, primary_button, radio};
use crate::ui::hooks::{Ids, use_ids};
use crate::ui::shared::Shared;
use crate::ui::store::{Dispatch, use_dispatch};
use crate::wire::Layer;
use std::rc::Rc;
use yew::prelude::*;

/// What lies on the desk.
#[derive(PartialEq, Properties)]
pub struct TokenViewProps {
    /// The desk.
    pub desk: Shared<Desk>,
}

/// The token, or its comparison with another one.
#[component]
pub fn TokenView(props: &TokenViewProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let desk = &props.desk;
    let report = Shared::from(&desk.report);
    // Decoded once, so that what is made of it stays while only what is typed changes.
    let layer = use_memo((report.clone(), desk.token), |(report, token)| {
        report.token(*token)?.layer()
    });
    let shown = use_memo((report, desk.token, desk.secrets), |(_, _, secrets)| {
        let mut layer = Option::clone(&layer)?;
        if !secrets {
            mask(&mut layer);
        }
        Some(Rc::new(layer))
    });
    let part = desk
        .part
        .and_then(|part| desk.unlocked.layer(desk.token, part));
    let (Some(token), Some(layer)) = (desk.report.token(desk.token), layer.as_ref()) else {
        return html! { <section class="token" /> };
    };
    let number = u32::try_from(desk.token).ok();
    let place = number.and_then(|number| desk.sources.message_index(number));
    let other = Action::Desk(DecodeAction::Secrets(!desk.secrets));
    html! {
        <section class="token">
            <div class="token-head">
                <h2>{format!("{} · {}", desk.token + 1, token.kind.name())}</h2>
                <p>{about(token)}</p>
                <div class="tools">
                    {comparing(&dispatch, desk)}
                    <button class="ghost to-verify" type="button" onclick={to_verify}>{"Verify"}</button>
                    {take_along(&dispatch, desk)}
                </div>
            </div>
            <div class="about">
                if holds_secrets(layer) {
                    {check_line(&dispatch, desk::SHOW_SECRETS, None, desk.secrets, other)}
                }
                {warnings(desk, layer)}
                if desk.other.is_some() {
                    {comparison_choice(&dispatch, &ids, desk)}
                }
            </div>
            if desk.other.is_some() {
                {comparison(desk)}
            } else if let Some(layer) = part {
                {parts(&dispatch, &ids, desk)}
                <Parts {layer} place={None::<(usize, usize)>} />
            } else if let Some(layer) = shown.as_ref() {
                {parts(&dispatch, &ids, desk)}
                <Parts {layer} place={place.map(|message| (message, 0))} />
            }
        </section>
    }
}

/// The choice between the token and what was opened in it; nothing where nothing was.
fn parts(dispatch: &Dispatch, ids: &Ids, desk: &Desk) -> Html {
    let parts = desk.unlocked.parts(desk.token);
    if parts.is_empty() {
        return Html::default();
    }
    let one = |part, label| {
        let (checked, action) = (desk.part == part, Action::Desk(DecodeAction::Part(part)));
        radio(dispatch, ids, "part", label, checked, action)
    };
    let radios = parts.iter().enumerate().map(|(number, part)| {
        html! { <key={number}>{one(Some(number), part.kind.name())}</> }
    });
    html! {
        <div class="segs" role="radiogroup" aria-label="Layer">
            {one(None, desk::AS_SENT)}
            {for radios}
        </div>
    }
}

/// The button that holds the token against the next one of its kind, or ends that.
fn comparing(dispatch: &Dispatch, desk: &Desk) -> Html {
    let at = |other| Action::Desk(DecodeAction::Compare(other));
    match (desk.other, desk.partner()) {
        (Some(_), _) => button(dispatch, "End comparison", at(None)),
        (None, Some(other)) => {
            let label = desk::compare_with(other + 1);
            primary_button(true, dispatch, &label, at(Some(other)))
        }
        (None, None) => Html::default(),
    }
}

/// Goes to where the sign-in is verified, which on a phone lies far below.
fn to_verify(_: MouseEvent) {
    if let Some(page) = gloo::utils::document().document_element() {
        focus_within(&page, ".verify h2");
    }
}

/// Where the token was found, how it was written and how long it is.
fn about(token: &Token) -> String {
    let (place, form) = (place(&token.place), form_name(token.form));
    let again = seen_again(&token.again).unwrap_or_default();
    format!("{place}{again} · {form}, {} bytes", token.bytes.len())
}

/// What an expert would say of the token.
fn warnings(desk: &Desk, layer: &Layer) -> Html {
    let warnings = desk.report.warnings(desk.token, layer);
    if warnings.is_empty() {
        return Html::default();
    }
    let warnings = warnings.iter().enumerate();
    let warnings = warnings.map(|(number, said)| html! { <li key={number}>{said}</li> });
    html! { <ul class="warnings" aria-label="Warnings">{for warnings}</ul> }
}
