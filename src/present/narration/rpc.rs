//! RPC's PDUs without an NTLM message in them, and MAPI's connect call.

use super::source::{C706, MS_ERREF, MS_OXCDATA, MS_OXCRPC, MS_RPCE, kb};
use super::statuses::{self, answered, hex32, return_value};
use super::step::{Headline, StepContext, StepNarrative};
use super::text::strong;
use crate::hosts::BackEndAnswer;
use crate::present::foreign::cut;
use crate::prose;

/// What is simplified in the connect call.
const STUB: &str = "The stub of the connect call is simplified: it carries the mailbox’s name only, in a layout of this \
     lab’s own. The endpoint mapper is left out.";

/// A PDU of a handshake without its message.
pub fn without_token(moment: &StepContext<'_>, pdu: String) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { &pdu, " · no NTLM message" },
        title: prose! { &pdu, ", without an NTLM message" },
        sentence: prose! { moment.host(), " sends ", moment.to(), " ", pdu, " without an NTLM message." },
    })
    .cite(&[C706.section("12.6.4")])
}

/// The call that opens a mailbox, under the name it had in its time.
pub fn connect(moment: &StepContext<'_>, call: &'static str, mailbox: &str) -> Box<StepNarrative> {
    let mailbox = cut(mailbox, 20);
    let told = StepNarrative::new(Headline {
        label: prose! { strong(call), " “", &mailbox, "”" },
        title: prose! { call, ": open “", &mailbox, "”" },
        sentence: prose! { moment.host(), " calls ", call, " on ", moment.to(), " for the ", moment.resource(), " “", mailbox, "”." },
    })
    .because(prose! {
        "The call names the ", moment.resource(), ", not the caller: that was the handshake’s part. rpc_auth_3 is never answered, so \
        only the answer to this call shows what became of the sign-in."
    })
    .simplified(STUB)
    .simplified(
        "Clients of Exchange 5.5 call EcDoConnect, which the published specification only reserves; Exchange 2003 and \
         later take EcDoConnectEx. The calls are at level CONNECT: they carry no signature.",
    )
    .cite(&[
        MS_OXCRPC.section("3.1.4"),
        MS_RPCE.section("3.3.1.5.2.1"),
        C706.section("12.6.4.9"),
    ]);
    if moment.loopback() {
        told.because(prose! { "Both hosts are on one computer; the bytes are the same as over the network." })
    } else {
        told
    }
}

/// Its answer: the mailbox is open.
pub fn connected(moment: &StepContext<'_>, name: &str) -> Box<StepNarrative> {
    let name = cut(name, 20);
    StepNarrative::new(Headline {
        label: prose! { strong("ecNone"), " · “", &name, "” is open" },
        title: prose! { "The ", moment.resource(), " “", &name, "” is open" },
        sentence: prose! { moment.host(), " answers ", moment.to(), " ecNone: the ", moment.resource(), " “", name, "” is open." },
    })
    .simplified(STUB)
    .cite(&[MS_OXCRPC.section("3.1.4"), MS_OXCDATA.section("2.4")])
}

/// Its answer: the store refuses.
pub fn refused(moment: &StepContext<'_>, code: u32) -> Box<StepNarrative> {
    let named = return_value(code);
    StepNarrative::new(Headline {
        label: prose! { strong(named.clone()) },
        title: prose! { "Refused: ", &named },
        sentence: prose! {
            moment.host(), " answers ", moment.to(), " that the caller is known, and may not open this ", moment.resource(), ": ", named, "."
        },
    })
    .because(prose! { "ANONYMOUS LOGON counts as known: this is an answer of the store and not a fault of RPC." })
    .because(answered(&BackEndAnswer::Error(code)))
    .simplified(STUB)
    .cite(&[
        MS_OXCDATA.section("2.4"),
        kb("918710"),
        kb("195849"),
        kb("181739"),
    ])
}

/// A PDU that refuses the call: what its status means.
pub fn fault(moment: &StepContext<'_>, code: u32) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { strong(format!("fault {}", hex32(code))) },
        title: prose! { "RPC fault ", hex32(code) },
        sentence: prose! {
            moment.host(), " answers ", moment.to(), " with an RPC fault, ", statuses::fault(code), "."
        },
    })
    .because(prose! {
        "RPC itself refuses: the store is not even asked. The caller was not authenticated, which is less than being \
        ANONYMOUS LOGON."
    })
    .because(answered(&BackEndAnswer::Fault(code)))
    .cite(&[
        C706.section("12.6.4.7"),
        MS_RPCE.section("3.3.3.5.1"),
        MS_ERREF.section("2.2"),
    ])
}
