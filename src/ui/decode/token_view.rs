//! The token that is shown: what there is to say about it, its fields, its bytes.

use super::comparison::comparison;
use super::comparison_choice::comparison_choice;
use super::part_choice::part_choice;
use super::token_head::token_head;
use crate::app::{Action, DecodeAction, DecodeState};
use crate::present::decode::{holds_secrets, mask};
use crate::present::narration::{decode, warning};
use crate::ui::bytes::Parts;
use crate::ui::controls::check_line;
use crate::ui::hooks::{use_dispatch, use_ids};
use crate::ui::shared::Shared;
use crate::wire::Layer;
use std::rc::Rc;
use yew::prelude::*;

/// The token that is shown.
#[derive(PartialEq, Properties)]
pub struct TokenViewProps {
    /// The state of the page.
    pub decode: Shared<DecodeState>,
}

/// The token, or its comparison with another one.
#[component]
pub fn TokenView(props: &TokenViewProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let decode = &props.decode;
    let report = Shared::from(&decode.report);
    // Decoded once, so that what is made of it stays while only what is typed changes.
    let layer = use_memo((report.clone(), decode.token), |(report, token)| {
        report.token(*token)?.layer()
    });
    let shown = use_memo(
        (report, decode.token, decode.secrets),
        |(report, token, secrets)| {
            let mut layer = report.token(*token)?.layer()?;
            if !secrets {
                mask(&mut layer);
            }
            Some(Rc::new(layer))
        },
    );
    let part = decode
        .part
        .and_then(|part| decode.unlocked.layer(decode.token, part));
    let (Some(token), Some(layer)) = (decode.report.token(decode.token), layer.as_ref()) else {
        return html! { <section class="token" /> };
    };
    let number = u32::try_from(decode.token).ok();
    let place = number.and_then(|number| decode.sources.message_index(number));
    let other = Action::Decode(DecodeAction::Secrets(!decode.secrets));
    html! {
        <section class="token">
            {token_head(&dispatch, decode, token)}
            <div class="about">
                if holds_secrets(layer) {
                    {check_line(&dispatch, decode::SHOW_SECRETS, None, decode.secrets, other)}
                }
                {warnings(decode, layer)}
                if decode.other.is_some() {
                    {comparison_choice(&dispatch, &ids, decode)}
                }
            </div>
            if decode.other.is_some() {
                {comparison(decode)}
            } else if let Some(layer) = part {
                {part_choice(&dispatch, &ids, decode)}
                <Parts {layer} place={None::<(usize, usize)>} />
            } else if let Some(layer) = shown.as_ref() {
                {part_choice(&dispatch, &ids, decode)}
                <Parts {layer} place={place.map(|message| (message, 0))} />
            }
        </section>
    }
}

/// What an expert would say of the token.
fn warnings(decode: &DecodeState, layer: &Layer) -> Html {
    let warnings = decode.report.warnings(decode.token, layer);
    if warnings.is_empty() {
        return Html::default();
    }
    let warnings = warnings.iter().enumerate();
    let warnings = warnings.map(|(number, it)| html! { <li key={number}>{warning(it)}</li> });
    html! { <ul class="warnings" aria-label="Warnings">{for warnings}</ul> }
}
