//! The client's AP-REQ (RFC 4120 3.2, RFC 4121 4.1), and the server's AP-REP that answers it.

use super::{Acquired, HeldTicket, carried, delegate, random, random_key, random_number};
use crate::crypto::Trace;
use crate::crypto::kerberos::usage;
use crate::hosts::{Computation, Context, Decision, Note, Purpose};
use crate::wire::kerberos::{
    ApRep, ApReq, Authenticator, AuthorizationElement, Checksum, EncApRepPart, Encrypted,
    GssChecksum, KerberosTime, KrbError, authorization, unwrap, wrap,
};

/// GSS_C_INTEG_FLAG.
const INTEGRITY: u32 = 0x20;
/// TOK_ID of an AP-REQ (RFC 4121 4.1).
const AP_REQ: [u8; 2] = [1, 0];
/// TOK_ID of an AP-REP.
const AP_REP: [u8; 2] = [2, 0];
/// TOK_ID of a KRB-ERROR.
const KRB_ERROR: [u8; 2] = [3, 0];
/// KERB-LOCAL (`[MS-KILE]` 2.2.4): sixteen bytes by which a service on the same computer finds the client's context.
const KERB_LOCAL: i64 = 142;
/// KERB_AP_OPTIONS (`[MS-KILE]` 2.2.7), and its flag for channel bindings that are there.
const KERB_AP_OPTIONS: i64 = 143;
const BINDINGS_PRESENT: u32 = 0x4000;
/// The SPN the client means (`[MS-KILE]` 2.2.8), in UTF-16.
const KERB_TARGET: i64 = 144;

/// A first token.
pub struct Spoken {
    /// The AP-REQ in the frame of GSS-API.
    pub token: Vec<u8>,
    /// Awaits the server's proof.
    pub state: AwaitApRep,
}

/// Shows a ticket to its service.
pub fn ap_req(acquired: Acquired, context: &mut Context<'_>) -> Spoken {
    let Acquired { ticket, forwarded } = acquired;
    let deleg = forwarded
        .as_ref()
        .map(|tgt| delegate::krb_cred(tgt, &ticket, context));
    let delegates = deleg.is_some();
    let subkey = random_key(ticket.key.etype, context);
    let (ctime, cusec) = (
        context.now.kerberos_time().unwrap_or_default(),
        context.now.micros(),
    );
    let recent = context.machine.era.is_recent();
    let restrictions = recent.then(|| vec![restrictions(&ticket, context)]);
    let authenticator = Authenticator {
        client_realm: ticket.client_realm.clone(),
        client: ticket.client.clone(),
        checksum: Some(gss_checksum(deleg)),
        cusec,
        ctime: KerberosTime(ctime.clone()),
        subkey: Some(carried(&subkey)),
        sequence: Some(random_number(Purpose::SequenceNumber, context)),
        authorization: restrictions,
    };
    let confounder = random(
        ticket.key.etype.confounder_len(),
        Purpose::Confounder,
        context,
    );
    let mut trace = Trace::on();
    let cipher = ticket.key.encrypt(
        usage::AP_REQ_AUTHENTICATOR,
        &confounder,
        &authenticator.encode(),
        &mut trace,
    );
    let note = Note::computation(Computation::Authenticator {
        service: ticket.service.to_string(),
        delegates,
    });
    context.out.note(note.with_steps(trace.into_steps()));
    let message = ApReq {
        options: ApReq::MUTUAL_REQUIRED,
        ticket: ticket.ticket.clone(),
        authenticator: Encrypted {
            etype: ticket.key.etype.number(),
            kvno: None,
            cipher,
        },
    };
    Spoken {
        token: wrap(AP_REQ, &message.encode()),
        state: AwaitApRep {
            ticket,
            ctime,
            cusec,
        },
    }
}

/// What the client wants of the context, and the TGT that it forwards.
fn gss_checksum(deleg: Option<Vec<u8>>) -> Checksum {
    let delegates = match deleg {
        Some(_) => GssChecksum::DELEG,
        None => 0,
    };
    let checksum = GssChecksum {
        bindings: [0; 16],
        flags: GssChecksum::MUTUAL | INTEGRITY | delegates,
        deleg,
        extensions: Vec::new(),
    };
    Checksum {
        kind: GssChecksum::TYPE,
        value: checksum.encode(),
    }
}

/// What Windows puts into an authenticator: where the client runs, and whom it means (`[MS-KILE]` 3.2.5.8).
fn restrictions(ticket: &HeldTicket, context: &mut Context<'_>) -> AuthorizationElement {
    let target = format!("{}@{}", ticket.service, ticket.realm);
    let element = |kind, data| AuthorizationElement { kind, data };
    let token_info = context.machine.lsa.token_info(context.entropy);
    AuthorizationElement::if_relevant(&[
        AuthorizationElement::restriction(token_info),
        element(KERB_LOCAL, random(16, Purpose::ContextHandle, context)),
        element(KERB_AP_OPTIONS, BINDINGS_PRESENT.to_le_bytes().to_vec()),
        element(
            KERB_TARGET,
            target.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
    ])
}

/// The AP-REQ is sent.
pub struct AwaitApRep {
    ticket: HeldTicket,
    ctime: String,
    cusec: i64,
}

impl AwaitApRep {
    /// Whether the token proves that the server opened the ticket: only then does it know the time the client wrote.
    pub fn verify(self, token: &[u8], context: &mut Context<'_>) {
        let part = unwrap(token).filter(|(id, _)| *id == AP_REP);
        let reply = part.and_then(|(_, message)| ApRep::decode(message).value.ok());
        let mut trace = Trace::on();
        let plain = reply.and_then(|reply| {
            let cipher = &reply.encrypted.cipher;
            self.ticket
                .key
                .decrypt(usage::AP_REP, cipher, &mut trace)
                .ok()
        });
        let part = plain.and_then(|plain| EncApRepPart::decode(&plain).value.ok());
        let proven =
            part.is_some_and(|part| part.ctime.0 == self.ctime && part.cusec == self.cusec);
        let note = Note::decision(Decision::ServerProves {
            service: self.ticket.service.to_string(),
            proven,
        });
        context.out.note(note.with_steps(trace.into_steps()));
    }
}

/// The token that answers an AP-REQ.
pub(super) fn ap_rep(message: &[u8]) -> Vec<u8> {
    wrap(AP_REP, message)
}

/// The token that refuses one.
pub(super) fn refusal_token(message: &[u8]) -> Vec<u8> {
    wrap(KRB_ERROR, message)
}

/// The error-code in a token that refuses an AP-REQ; none where it is no such token.
pub fn refusal_in(token: &[u8]) -> Option<i64> {
    let (KRB_ERROR, message) = unwrap(token)? else {
        return None;
    };
    let error = KrbError::decode(message).value.ok()?;
    Some(error.code)
}

/// The AP-REQ in a token, in the frame of GSS-API or without it.
pub(super) fn ap_req_in(token: &[u8]) -> &[u8] {
    match unwrap(token) {
        Some((AP_REQ, message)) => message,
        _ => token,
    }
}

/// The name of the list that a PAC stands in.
pub(super) fn pac_in(list: &[AuthorizationElement]) -> Option<Vec<u8>> {
    authorization::find(list, authorization::PAC)
}
