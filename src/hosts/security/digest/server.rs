//! The server's side: the nonce must be its own and fresh, and the response be of this very request. The rest is for the
//! authority to judge.

use super::{REALM, WDigest, nonce};
use crate::crypto::DigestAlgorithm;
use crate::hosts::security::{
    Acceptance, Accepted, Acceptor, CarrierRequest, Denied, Login, PendingValidation,
    SecurityPackage, token_holding,
};
use crate::hosts::{
    ConnectionId, Context, DenialReason, Holding, HowKnown, Identity, LogonType, Mechanism,
    Package, StorageLocation,
};
use crate::value_kind::ValueKind;
use crate::wire::basic::split_domain;
use crate::wire::http::Digest as Params;
use crate::wire::netlogon::{Logon, LogonRequest, LogonResponse};
use crate::wire::{DecodeError, DigestValidationRequest, ErrorKind};

/// The server has sent a nonce and waits for a response to it.
#[derive(Debug)]
pub struct ExpectResponse {
    pub(super) connection: ConnectionId,
    pub(super) request: CarrierRequest,
}

impl Acceptor for ExpectResponse {
    fn step(
        self: Box<Self>,
        token: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Acceptance, Box<Denied>> {
        let sent = Params::of_params(token).map_err(DenialReason::Malformed)?;
        let sent = Response::of(&sent, self.request).map_err(DenialReason::Malformed)?;
        // It counts once the response is found right: anybody can send a nonce that they saw.
        if !nonce::is_fresh(&sent.checked.nonce, sent.count, context) {
            return Err(DenialReason::StaleNonce.into());
        }
        let (domain, user) = split_domain(&sent.checked.username);
        let request = LogonRequest {
            domain: domain.unwrap_or(&context.machine.domain.netbios).to_owned(),
            user: user.to_owned(),
            workstation: context.machine.name.clone(),
            parameter_control: 0,
            logon: Logon::Generic {
                package: WDigest.name().to_owned(),
                data: sent.checked.encode(),
            },
        };
        let state = ExpectValidation {
            connection: self.connection,
            algorithm: sent.algorithm,
            response: sent.checked.response,
            nonce: sent.checked.nonce,
            count: sent.count,
        };
        Ok(Acceptance::Judge(request, Box::new(state)))
    }
}

/// A response that belongs to the request it came with.
struct Response {
    checked: DigestValidationRequest,
    algorithm: DigestAlgorithm,
    count: u32,
}

impl Response {
    fn of(sent: &Params, request: CarrierRequest) -> Result<Self, DecodeError> {
        let need = |name| sent.get(name).ok_or_else(|| unexpected(name, "a value"));
        let text = |name: &str| sent.get(name).unwrap_or_default().to_owned();
        let named = DigestAlgorithm::named(sent.get("algorithm"));
        if need("realm")? != REALM {
            return Err(unexpected("realm", REALM));
        }
        // RFC 7616 3.4.6: a response for another resource is no credential for this one.
        if need("uri")? != request.uri {
            return Err(unexpected("uri", "the target of the request"));
        }
        let nc = text("nc");
        let count = match sent.get("qop") {
            // A client of RFC 2069 counts nothing: its nonce is good once.
            None => 1,
            Some("auth") => {
                let digits = nc.len() == 8 && nc.bytes().all(|it| it.is_ascii_hexdigit());
                let count = u32::from_str_radix(&nc, 16).ok().filter(|_| digits);
                count.ok_or_else(|| unexpected("nc", "eight hexadecimal digits"))?
            }
            Some(_) => return Err(unexpected("qop", "auth")),
        };
        Ok(Self {
            algorithm: named.ok_or_else(|| unexpected("algorithm", "MD5 or MD5-sess"))?,
            count,
            checked: DigestValidationRequest {
                username: need("username")?.to_owned(),
                realm: REALM.to_owned(),
                nonce: need("nonce")?.to_owned(),
                cnonce: text("cnonce"),
                nc,
                algorithm: text("algorithm"),
                qop: text("qop"),
                method: request.method,
                uri: request.uri,
                response: need("response")?.to_owned(),
            },
        })
    }
}

/// The authority was asked.
#[derive(Debug)]
struct ExpectValidation {
    connection: ConnectionId,
    algorithm: DigestAlgorithm,
    response: String,
    nonce: String,
    count: u32,
}

impl PendingValidation for ExpectValidation {
    fn conclude(
        self: Box<Self>,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) -> Result<Box<Accepted>, Box<Denied>> {
        let Some(validation) = &response.validation else {
            return Err(DenialReason::LogonFailed(response.status).into());
        };
        if !nonce::take(&self.nonce, self.count, context) {
            return Err(DenialReason::StaleNonce.into());
        }
        let identity = Identity::User(validation.into());
        let lsa = &mut context.machine.lsa;
        let token = lsa.log_on(identity, LogonType::Network, Vec::new());
        let held = |kind| {
            Holding::new(
                kind,
                &token.identity,
                StorageLocation::Connection(self.connection),
            )
        };
        let mut gained = vec![held(ValueKind::Response).valued(self.response.as_bytes())];
        if self.algorithm == DigestAlgorithm::Md5Sess {
            gained.push(held(ValueKind::SessionKey).valued(&validation.session_base_key));
        }
        gained.push(token_holding(&token, self.connection));
        Ok(Box::new(Accepted {
            login: Login {
                how: HowKnown {
                    package: Package::Digest,
                    mechanism: Mechanism::Digest(self.algorithm),
                },
                steps: Vec::new(),
                comparisons: Vec::new(),
                gained,
            },
            token,
            replayable: None,
            reply: None,
        }))
    }
}

fn unexpected(field: &'static str, expected: &'static str) -> DecodeError {
    DecodeError::new(ErrorKind::Unexpected { expected }, field, 0)
}
