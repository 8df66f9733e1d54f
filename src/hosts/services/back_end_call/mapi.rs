//! The call over MAPI: a bind with NTLM in its trailer, then the connect request.

use super::{BackEndAnswer, CallError, Line};
use crate::hosts::security::{Initiated, Initiator, SecurityPackage, Target, ntlm::Ntlm};
use crate::hosts::services::rpc_inbox::PduInbox;
use crate::hosts::{Context, Era};
use crate::wire::rpc::emsmdb::ConnectResponse;
use crate::wire::rpc::{AuthVerifier, Body, Pdu, emsmdb};

/// What the call waits for.
pub enum MapiCall {
    /// The answer to the bind, with the question.
    BindAck(Box<dyn Initiator>, PduInbox),
    /// The answer to the connect request.
    Connect(PduInbox),
}

impl Line {
    /// The bind, with the first token in its trailer.
    pub(super) fn bind(&self, context: &mut Context<'_>) -> Result<MapiCall, BackEndAnswer> {
        let target = Target {
            service: "exchangeMDB".to_owned(),
            delegate: false,
            request: None,
        };
        // NTLM only: the library of that time asks for nothing else (KB918710).
        let initiated = Ntlm.initiate(self.call.caller.clone(), &target, context)?;
        let Initiated::Speaks { token, state, .. } = initiated else {
            return Err(BackEndAnswer::Broken(CallError::NoChallenge));
        };
        let verifier = Some(AuthVerifier::ntlm(token));
        let bind = Pdu::new(1, Body::bind(emsmdb::INTERFACE), verifier).encode()?;
        context.out.send(self.connection, bind);
        Ok(MapiCall::BindAck(state, PduInbox::default()))
    }

    /// Takes bytes.
    pub(super) fn mapi(
        &self,
        state: MapiCall,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<MapiCall, BackEndAnswer> {
        match state {
            MapiCall::BindAck(state, inbox) => self.bind_ack(state, inbox, bytes, context),
            MapiCall::Connect(inbox) => connect_answer(inbox, bytes),
        }
    }

    /// `[MS-RPCE]` 3.3.1.5.2.1: rpc_auth_3 is never answered, so the request follows at once.
    fn bind_ack(
        &self,
        state: Box<dyn Initiator>,
        mut inbox: PduInbox,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<MapiCall, BackEndAnswer> {
        inbox.push(bytes);
        let Some(pdu) = inbox.next()? else {
            return Ok(MapiCall::BindAck(state, inbox));
        };
        let challenge = match (pdu.body, pdu.auth) {
            (Body::BindAck { .. }, Some(auth)) => auth.token,
            (Body::Fault { status, .. }, _) => return Err(BackEndAnswer::Fault(status)),
            _ => return Err(BackEndAnswer::Broken(CallError::NoChallenge)),
        };
        let answered = state.step(&challenge, context)?;
        self.note(&answered, context);
        let verifier = AuthVerifier::ntlm(answered.message);
        let auth3 = Pdu::new(1, Body::Auth3 { pad: [0; 4] }, Some(verifier));
        context.out.send(self.connection, auth3.encode()?);
        let opnum = match context.machine.era {
            Era::Y1998 => emsmdb::EC_DO_CONNECT,
            Era::Y2003 | Era::Today => emsmdb::EC_DO_CONNECT_EX,
        };
        let user_dn = emsmdb::user_dn(&self.call.resource);
        let stub = emsmdb::ConnectRequest { user_dn }.encode();
        let connect = Pdu::new(2, Body::request(opnum, stub), None);
        context.out.send(self.connection, connect.encode()?);
        Ok(MapiCall::Connect(inbox))
    }
}

fn connect_answer(mut inbox: PduInbox, bytes: &[u8]) -> Result<MapiCall, BackEndAnswer> {
    inbox.push(bytes);
    let Some(pdu) = inbox.next()? else {
        return Ok(MapiCall::Connect(inbox));
    };
    Err(match pdu.body {
        Body::Fault { status, .. } => BackEndAnswer::Fault(status),
        Body::Response { stub, .. } => match ConnectResponse::decode(&stub).value? {
            ConnectResponse::Open { display_name } => BackEndAnswer::Opened(display_name),
            ConnectResponse::Refused { return_value } => BackEndAnswer::Error(return_value),
        },
        _ => BackEndAnswer::Broken(CallError::Unexpected),
    })
}
