//! The field that is lit, in words.

use super::ranges::extent;
use crate::present::inspect::FieldRow;
use crate::present::narration::sentence;
use crate::ui::context::Origins;
use crate::ui::hooks::use_dispatch;
use crate::ui::provenance::made;
use crate::ui::shared::Shared;
use crate::wire::Layer;
use std::rc::Rc;
use yew::prelude::*;

/// The layer, and the field that is lit in it.
#[derive(PartialEq, Properties)]
pub struct DetailProps {
    /// The layer whose bytes the field covers.
    pub layer: Shared<Layer>,
    /// The message and the layer, among the sources.
    pub place: Option<(usize, usize)>,
    /// The field, where one is lit.
    pub row: Option<Rc<FieldRow>>,
}

/// What the field is, where its bytes are, and where that is written. There is a place for what was made of it wherever
/// anything was computed.
#[component]
pub fn Detail(props: &DetailProps) -> Html {
    let dispatch = use_dispatch();
    let origins: Origins = use_context().unwrap_or_default();
    let row = props.row.as_deref();
    let computed = origins.sources().filter(|it| it.step(0).is_some());
    let made = computed
        .zip(props.place)
        .zip(row)
        .map(|((sources, place), row)| made(&dispatch, &origins, sources, place, row));
    html! {
        <div class="detail">
            <p aria-live="polite">
                if let Some(row) = row {
                    <strong>{&row.name}</strong>
                    {" "}
                    {props.layer.layout.find(&row.name).and_then(sentence)}
                    <span class="quiet">{whereabouts(row)}</span>
                }
            </p>
            {made}
        </div>
    }
}

/// Where its bytes are, and where that is written.
fn whereabouts(row: &FieldRow) -> String {
    let extent = extent(&row.range);
    if row.spec.is_empty() {
        extent
    } else {
        [&extent, row.spec].join(" · ")
    }
}
