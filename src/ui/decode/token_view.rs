//! The token that is shown: what there is to say about it, its fields, its bytes.

use super::comparison::comparison;
use super::comparison_choice::comparison_choice;
use super::part_choice::part_choice;
use super::token_head::token_head;
use crate::app::{Action, DecodeAction, Desk};
use crate::present::decode::{holds_secrets, mask};
use crate::present::narration::desk;
use crate::ui::bytes::Parts;
use crate::ui::controls::check_line;
use crate::ui::hooks::use_ids;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
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
            {token_head(&dispatch, desk, token)}
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
                {part_choice(&dispatch, &ids, desk)}
                <Parts {layer} place={None::<(usize, usize)>} />
            } else if let Some(layer) = shown.as_ref() {
                {part_choice(&dispatch, &ids, desk)}
                <Parts {layer} place={place.map(|message| (message, 0))} />
            }
        </section>
    }
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
