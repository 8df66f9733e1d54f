//! Replies of a KDC that the key of the account, or of the ticket, does not open: FAST mixes another one in (RFC 6113 5.4.3),
//! SPAKE (RFC 9588 7) and a certificate (RFC 4556 3.2.3) agree on a new one.

use crate::wire::kerberos::{DecryptedPart, KdcReply, KerberosMessage, PaData};
use crate::wire::{Layer, LayerValue};
use std::rc::Rc;

/// Whether that part of the message of that number is made with such a key.
pub(super) fn is(kind: DecryptedPart, message: usize, messages: &[Rc<Layer>]) -> bool {
    let reply = messages.get(message).and_then(|it| kerberos(it));
    let Some(KerberosMessage::KdcReply(reply)) = reply else {
        return false;
    };
    let has = |kind| {
        let padata = reply.padata.as_deref().unwrap_or_default();
        PaData::find(padata, kind).is_some()
    };
    match kind {
        DecryptedPart::TgsReply => has(PaData::FX_FAST),
        DecryptedPart::AsReply => {
            [PaData::FX_FAST, PaData::PK_AS_REP, PaData::PK_AS_REP_OLD]
                .into_iter()
                .any(has)
                || messages.iter().any(|it| is_spake_of(it, reply))
        }
        _ => false,
    }
}

/// Whether it is the client's AS-REQ with SPAKE, of which the reply says nothing.
fn is_spake_of(layer: &Layer, reply: &KdcReply) -> bool {
    let Some(KerberosMessage::KdcRequest(request)) = kerberos(layer) else {
        return false;
    };
    let spake = PaData::find(&request.padata, PaData::SPAKE);
    let own = request.body.client.as_ref() == Some(&reply.client);
    spake.is_some() && own && request.body.realm == reply.client_realm
}

fn kerberos(layer: &Layer) -> Option<&KerberosMessage> {
    match &layer.value {
        LayerValue::Kerberos(Some(message)) => Some(message),
        _ => None,
    }
}
