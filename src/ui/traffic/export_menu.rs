//! What can be taken along of the traffic that is shown.

use crate::app::Traffic;
use crate::present::traffic::{Export, export};
use crate::ui::browser::save_bytes;
use crate::ui::hooks::use_ids;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// What was read.
#[derive(PartialEq, Properties)]
pub struct ExportMenuProps {
    /// What was read.
    pub traffic: Shared<Traffic>,
}

/// A button that opens the choice of files.
#[component]
pub fn ExportMenu(props: &ExportMenuProps) -> Html {
    let ids = use_ids();
    let id = ids.of("export");
    let choices = Export::ALL.into_iter().map(|kind| {
        let traffic = props.traffic.clone();
        let onclick = move |_: MouseEvent| {
            let made = export(&traffic.collection, traffic.chosen, &traffic.proofs, kind, traffic.redact);
            save_bytes(kind.file_name(), &made);
        };
        html! { <button key={kind.name()} class="ghost" type="button" {onclick}>{kind.name()}</button> }
    });
    html! {
        <>
            <button class="ghost" type="button" popovertarget={&id}>{"Export"}</button>
            <div {id} class="beside export-menu" popover="auto" role="dialog" aria-label="Export">{for choices}</div>
        </>
    }
}
