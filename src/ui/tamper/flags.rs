//! NTLM's 32 flags.

use crate::app::{Action, DraftAction, TamperAction};
use crate::ui::controls::check_line;
use crate::ui::dispatch::Dispatch;
use crate::wire::ntlm::NegotiateFlags;
use yew::prelude::*;

/// A check box for each of the flags.
pub fn flags(dispatch: &Dispatch, bits: u32) -> Html {
    let set = NegotiateFlags::from_bits_retain(bits);
    let boxes = NegotiateFlags::NAMES.iter().map(|name| {
        let full = name.name();
        let short = full.strip_prefix("NTLMSSP_").unwrap_or(full);
        let short = short.strip_prefix("NEGOTIATE_").unwrap_or(short);
        let (bits, checked) = (name.flag.bits(), set.contains(name.flag));
        let action = Action::Tamper(TamperAction::Draft(DraftAction::Flags(bits)));
        html! { <key={bits}>{check_line(dispatch, short, Some(full), checked, action)}</> }
    });
    html! { <div class="flags" role="group" aria-label="NegotiateFlags">{for boxes}</div> }
}
