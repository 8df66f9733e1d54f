//! What is seen: what is pasted, what was understood of it, and what is picked.

use super::known::known;
use super::picks::{answers, picks};
use super::reading::Reading;
use crate::app::{Action, DiagnoseAction, Inquiry};
use crate::lab::Scenario;
use crate::present::diagnose::PickGroup;
use crate::present::narration::decode::and_more;
use crate::present::narration::diagnose as said;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The column on the left, with what stands at its end.
pub fn seen(
    dispatch: &Dispatch,
    ids: &Ids,
    inquiry: &Inquiry,
    names: &Shared<Scenario>,
    end: Html,
) -> Html {
    let id = ids.of("seen");
    let oninput = dispatch
        .value::<InputEvent>(|text| Some(Action::Diagnose(DiagnoseAction::Text(text.into()))));
    html! {
        <section class="seen">
            if inquiry.unread {
                <Reading text={&inquiry.text} scenario={names} />
            }
            <h2><label for={&id}>{said::WHAT_YOU_SEE}</label></h2>
            <p class="quiet">{said::PASTE}</p>
            <textarea
                {id} rows="9" spellcheck="false" autocapitalize="off" autocomplete="off" dir="ltr"
                value={AttrValue::from(inquiry.text.clone())} {oninput}
            />
            {understood(dispatch, inquiry, names)}
            {for PickGroup::ALL.map(|group| picks(dispatch, inquiry, group))}
            {known(dispatch, ids, inquiry)}
            {answers(dispatch, inquiry)}
            {end}
        </section>
    }
}

/// What was understood, and what it was taken to say.
fn understood(dispatch: &Dispatch, inquiry: &Inquiry, names: &Scenario) -> Html {
    let reading = &inquiry.reading;
    let observations = reading.observations.iter().enumerate();
    let observations = observations.map(|(place, it)| {
        let class = it.says_nothing().then_some("quiet");
        html! {
            <li key={place} {class}>
                {&it.label}
                <span class="says">{said::meaning(it, names)}</span>
            </li>
        }
    });
    const SHOWN: usize = 8;
    let more = reading.not_read.len().saturating_sub(SHOWN);
    let not_read = reading.not_read.iter().take(SHOWN);
    let not_read = not_read
        .enumerate()
        .map(|(place, (line, text))| html! { <li key={place}>{said::line(*line, text)}</li> });
    html! {
        <>
            if !reading.observations.is_empty() {
                <ul class="told" aria-label={said::UNDERSTOOD}>{for observations}</ul>
            }
            if !reading.names.is_empty() {
                <p class="quiet">{said::names(&reading.names, names)}</p>
                <div class="tools">{button(said::USE_NAMES, dispatch.act(Action::UseNames))}</div>
            }
            if !reading.not_read.is_empty() {
                <details class="leftover">
                    <summary>{said::not_read(reading.not_read.len())}</summary>
                    <ul>
                        {for not_read}
                        if more > 0 {
                            <li>{and_more(more)}</li>
                        }
                    </ul>
                </details>
            }
        </>
    }
}
