//! NTLM's 32 flags.

use crate::app::{Action, Tamper};
use crate::ui::controls::CheckLine;
use crate::wire::ntlm::NegotiateFlags;
use yew::prelude::*;

/// A check box for each of the flags.
pub fn flags(bits: u32) -> Html {
    let set = NegotiateFlags::from_bits_retain(bits);
    let boxes = NegotiateFlags::NAMES.iter().map(|name| {
        let full = name.name();
        let short = full.strip_prefix("NTLMSSP_").unwrap_or(full);
        let short = short.strip_prefix("NEGOTIATE_").unwrap_or(short);
        html! {
            <CheckLine
                key={name.flag.bits()}
                label={short}
                title={full}
                checked={set.contains(name.flag)}
                action={Action::Tamper(Tamper::Flags(name.flag.bits()))}
            />
        }
    });
    html! { <div class="flags" role="group" aria-label="NegotiateFlags">{for boxes}</div> }
}
