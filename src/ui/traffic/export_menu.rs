//! What can be taken along of the traffic that is shown.

use super::replaced_names::ReplacedNames;
use crate::app::Traffic;
use crate::present::evidence::visit;
use crate::present::narration::interface::PICTURE_TOO_LARGE;
use crate::present::narration::traffic as say;
use crate::present::traffic::{Export, Exported};
use crate::ui::browser::{save_bytes, save_png};
use crate::ui::controls::button;
use crate::ui::hooks::{use_focus_when, use_ids};
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The traffic, of which a part is exported.
#[derive(PartialEq, Properties)]
pub struct ExportMenuProps {
    /// What was read, and whether it is redacted on its way out.
    pub traffic: Shared<Traffic>,
}

/// A button that opens the choice of files, and what changes in them.
#[component]
pub fn ExportMenu(props: &ExportMenuProps) -> Html {
    let ids = use_ids();
    let id = ids.of("export");
    let traffic = &props.traffic;
    let preview = use_state_eq(|| false);
    let replaced = use_node_ref();
    use_focus_when(&replaced, traffic.redact && *preview);
    let refused = use_state_eq(|| false);
    let png = {
        let (traffic, refused) = (traffic.clone(), refused.setter());
        let onclick = Callback::from(move |_| {
            let members = visit(&traffic.collection, traffic.chosen);
            let picture = Export::picture(&exported(&traffic, &members));
            let refused = refused.clone();
            refused.set(false);
            save_png("double-hop.png", &picture, move || refused.set(true));
        });
        button("PNG", onclick)
    };
    let of = |all: bool| {
        let holds = |kind: &Export| match kind {
            Export::Of(form) => form.holds(&traffic.rendered.log),
            _ => true,
        };
        let kinds = Export::ALL
            .into_iter()
            .filter(|it| it.is_of_all() == all && holds(it));
        let buttons = kinds.map(|kind| {
            let traffic = traffic.clone();
            let onclick = move |_: MouseEvent| save(&traffic, kind);
            html! {
                <button key={kind.name()} class="ghost" type="button" {onclick}>{kind.name()}</button>
            }
        });
        html! { <p class="tools">{for buttons}{(!all).then(|| png.clone())}</p> }
    };
    let show = {
        let preview = preview.setter();
        Callback::from(move |_| preview.set(true))
    };
    html! {
        <>
            <button class="ghost" type="button" popovertarget={&id}>{"Export"}</button>
            <div {id} class="beside export-menu" popover="auto" role="dialog" aria-label="Export">
                <b>{say::EXPORT_ALL}</b>
                {of(true)}
                <b>{say::EXPORT_VISIT}</b>
                {of(false)}
                <p class="problem" role="alert">{refused.then_some(PICTURE_TOO_LARGE)}</p>
                <p class="quiet">{say::redaction(traffic.redact)}</p>
                if traffic.redact && !*preview {
                    {button(say::PREVIEW, show)}
                }
                if traffic.redact && *preview {
                    <ReplacedNames {traffic} node={&replaced} />
                }
            </div>
        </>
    }
}

fn save(traffic: &Traffic, kind: Export) {
    let members = visit(&traffic.collection, traffic.chosen);
    let made = kind.make(&exported(traffic, &members));
    save_bytes(kind.file_name(), &made);
}

fn exported<'a>(traffic: &'a Traffic, members: &'a [usize]) -> Exported<'a> {
    Exported {
        collection: &traffic.collection,
        proofs: &traffic.proofs,
        members,
        redacted: traffic.redact,
    }
}
