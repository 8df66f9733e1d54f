//! The top line: the name, and what is about the page itself.

mod pages;

use super::browser::switch_theme;
use super::export::Exports;
use super::hooks::use_dispatch;
use super::icon::Icon;
use super::logo::logo;
use super::shared::Shared;
use crate::app::{Action, Dialog, RenderedRun};
use crate::lab::Scenario;
use crate::present::link::Page;
use crate::present::narration::interface;
use pages::pages;
use yew::prelude::*;

/// Which page is shown, and what is offered beside its name.
#[derive(PartialEq, Properties)]
pub struct HeaderProps {
    /// The page that is shown.
    pub page: Page,
    /// The fragment that leads to the lab as it is.
    pub lab: AttrValue,
    /// The fragment that leads to the table of outcomes over its settings.
    pub outcomes: AttrValue,
    /// The fragment that leads to the page that finds causes.
    pub diagnose: AttrValue,
    /// The fragment that leads to the page that decodes.
    pub decode: AttrValue,
    /// The run that is shown there.
    pub rendered: Shared<RenderedRun>,
    /// The settings that the run follows from.
    pub scenario: Shared<Scenario>,
}

/// The name, the pages, Share and what can be taken along, the theme, the keys.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let dispatch = use_dispatch();
    let keys = dispatch.act(Action::Dialog(Some(Dialog::Keys)));
    html! {
        <header class="head">
            <h1 class="logo">{logo()}{"Double Hop"}</h1>
            {pages(props)}
            <p class="tagline">{interface::TAGLINE}</p>
            <button class="ghost" type="button" onclick={dispatch.act(Action::Dialog(Some(Dialog::Share)))}>
                {Icon::Share.draw()}{"Share"}
            </button>
            if props.page == Page::Lab {
                <Exports rendered={&props.rendered} scenario={&props.scenario} fragment={&props.lab} />
            }
            <button
                class="ghost square" type="button" aria-label="Light or dark" title="Light or dark"
                onclick={|_| switch_theme()}
            >
                {Icon::Theme.draw()}
            </button>
            <button class="ghost square" type="button" aria-label="Keys" title="Keys (?)" onclick={keys}>
                {"?"}
            </button>
        </header>
    }
}
