//! A side of the step, by its tab.

use super::InspectorProps;
use super::bytes::BytesSide;
use super::explain::explain_side;
use super::logs::LogsSide;
use super::message::MessageSide;
use super::proof::proof_side;
use crate::app::Tab;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// What stands below that tab.
pub fn side(dispatch: &Dispatch, tab: Tab, ids: &Ids, props: &InspectorProps) -> Html {
    let InspectorProps {
        shown, scenario, ..
    } = props;
    match tab {
        Tab::Explain => explain_side(ids, shown),
        Tab::Message => html! { <MessageSide {shown} /> },
        Tab::Bytes => html! { <BytesSide {shown} /> },
        Tab::Proof => proof_side(dispatch, shown),
        Tab::Logs => html! { <LogsSide {shown} {scenario} /> },
    }
}
