//! What is known of the settings: a list for each, which says what was answered to its check too.

use crate::app::{Action, DiagnoseAction, Inquiry};
use crate::present::diagnose::{Check, CheckAnswer};
use crate::present::narration::diagnose as said;
use crate::ui::controls::{Choice, LabelledControl};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// A list of values for each setting that can be known.
pub fn known(dispatch: &Dispatch, ids: &Ids, inquiry: &Inquiry) -> Html {
    let list = |check: Check| one(dispatch, ids, check, inquiry.answer_to(check));
    html! {
        <fieldset class="picks known">
            <legend>{said::WHAT_YOU_KNOW}{" "}<span class="quiet">{said::THE_REST}</span></legend>
            {for Check::KNOWN.map(list)}
        </fieldset>
    }
}

/// The options of a check by their numbers; none of them where its answer is not known.
fn one(dispatch: &Dispatch, ids: &Ids, check: Check, answer: Option<CheckAnswer>) -> Html {
    let options: Vec<CheckAnswer> = check.options().into_iter().map(CheckAnswer::Is).collect();
    let place = options.iter().position(|it| Some(*it) == answer);
    let names = options.iter().map(|it| said::answer(check, *it));
    let mut choices = Choice::numbered(names);
    choices.insert(0, Choice::new("", said::NOT_KNOWN));
    let onchange = dispatch.value::<Event>(move |text| {
        let chosen = text
            .parse()
            .ok()
            .and_then(|place: usize| options.get(place));
        Some(Action::Diagnose(match chosen {
            Some(answer) => DiagnoseAction::Answer(check, *answer),
            None => DiagnoseAction::TakeBack(check),
        }))
    });
    let chosen = place.map(|place| place.to_string()).unwrap_or_default();
    LabelledControl::new(ids, check.key(), said::check_label(check)).list(
        choices.into(),
        chosen,
        onchange,
    )
}
