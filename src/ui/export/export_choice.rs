//! The dialog that saves the run: as a picture, or in a form of another program.

use super::address;
use crate::app::{Action, State};
use crate::present::Passwords;
use crate::present::export::ExportFormat;
use crate::present::link::Page;
use crate::present::narration::interface;
use crate::present::picture::{Picture, picture};
use crate::present::traffic::Export;
use crate::ui::browser::{save, save_bytes, save_png};
use crate::ui::controls::{button, check_line};
use crate::ui::dispatch::Dispatch;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The two kinds of pictures, the forms of other programs, and the lists. `refused` says that the browser could not draw one.
pub fn export_choice(
    dispatch: &Dispatch,
    state: &Shared<State>,
    refused: &UseStateHandle<bool>,
) -> Html {
    let svg = {
        let state = state.clone();
        Callback::from(move |_| save("double-hop.svg", &draw(&state).svg))
    };
    let png = {
        let (state, refused) = (state.clone(), refused.setter());
        Callback::from(move |_| {
            let refused = refused.clone();
            refused.set(false);
            save_png("double-hop.png", &draw(&state), move || refused.set(true));
        })
    };
    let passwords = state.share.passwords;
    let forms = ExportFormat::ALL.map(|form| {
        let state = state.clone();
        let onclick = move |_: MouseEvent| {
            let title = state.rendered.report(&state.scenario, String::new()).title;
            save_bytes(
                form.file_name(),
                &state
                    .rendered
                    .export(form, &title, Passwords::shown_if(passwords)),
            );
        };
        html! {
            <button key={form.name()} class="ghost" type="button" {onclick}>{form.name()}</button>
        }
    });
    let lists = Export::LISTS.map(|list| {
        let state = state.clone();
        let onclick = move |_: MouseEvent| {
            save_bytes(
                list.file_name(),
                &state
                    .rendered
                    .sign_ins(list, Passwords::shown_if(passwords)),
            );
        };
        html! {
            <button key={list.name()} class="ghost" type="button" {onclick}>{list.name()}</button>
        }
    });
    html! {
        <>
            <p>{interface::PICTURE}</p>
            <p class="choices">
                {button("SVG", svg)}
                {button("PNG", png)}
            </p>
            <p>{interface::FORMS}</p>
            <p class="choices">{for forms}</p>
            <p>{interface::LISTS}</p>
            <p class="choices">{for lists}</p>
            {check_line(dispatch, interface::FORM_PASSWORDS, None, passwords, Action::Passwords(!passwords))}
            <p class="problem" role="alert">{refused.then_some(interface::PICTURE_TOO_LARGE)}</p>
        </>
    }
}

fn draw(state: &State) -> Picture {
    let link = address(&state.fragment_of(Page::Lab));
    let report = state.rendered.report(&state.scenario, link);
    state.rendered.draw(|drawing| picture(&report, drawing))
}
