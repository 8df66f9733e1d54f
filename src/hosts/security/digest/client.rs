//! The client's side: an answer to a nonce, over the request it goes with.

use super::{named, nonce};
use crate::crypto::{self, DigestAlgorithm, DigestInput, Trace};
use crate::hosts::entropy::draw;
use crate::hosts::security::{Answered, Caller, CarrierRequest, InitiateError, Initiator};
use crate::hosts::{Computation, Context, Credential, Mechanism, Purpose, Reply, UserPassword};
use crate::wire::http::Digest as Params;
use crate::wire::{DecodeError, ErrorKind};

/// The client has sent a request without credentials and waits for a nonce.
#[derive(Debug)]
pub struct AwaitNonce {
    pub(super) caller: Caller,
    pub(super) request: CarrierRequest,
}

impl Initiator for AwaitNonce {
    fn step(
        self: Box<Self>,
        question: &[u8],
        context: &mut Context<'_>,
    ) -> Result<Box<Answered>, InitiateError> {
        let asked = Params::of_params(question).map_err(InitiateError::Malformed)?;
        let Some(typed) = password(self.caller, context) else {
            return Err(InitiateError::NoCredential);
        };
        let algorithm = DigestAlgorithm::named(asked.get("algorithm"));
        let algorithm = algorithm.ok_or_else(|| unexpected("algorithm", "MD5 or MD5-sess"))?;
        let need = |name| asked.get(name).ok_or_else(|| unexpected(name, "a value"));
        let (nonce, realm) = (need("nonce")?, need("realm")?);
        let qop = qop(&asked)?;
        let cnonce = hex::encode(draw::<16>(context.entropy, Purpose::ClientChallenge));
        let nc = format!("{:08x}", nonce::next_count(nonce, context));
        let user = user(&typed);
        // RFC 9110 5.6.4: a quoted string holds none.
        if user.chars().any(char::is_control) {
            return Err(InitiateError::ControlCharacter);
        }
        let input = DigestInput {
            algorithm,
            nonce,
            cnonce: &cnonce,
            nc: &nc,
            qop,
            method: &self.request.method,
            uri: &self.request.uri,
        };
        let mut trace = Trace::on();
        let hash = crypto::digest_hash(&user, realm, &typed.password, &mut trace);
        let output = crypto::digest_response(&hash, &input, &mut trace);
        let params = params(&asked, (&user, realm), &input, &output.response);
        Ok(Box::new(Answered {
            message: params.to_response().into_bytes(),
            answer: Some(Mechanism::Digest(algorithm)),
            by_hand: false,
            challenge: nonce.as_bytes().to_vec(),
            computation: Some(Computation::Response {
                mechanism: Mechanism::Digest(algorithm),
                challenge: nonce.as_bytes().to_vec(),
            }),
            proof: output.response.into_bytes(),
            nt_hash: None,
            session_key: (algorithm == DigestAlgorithm::Md5Sess).then_some(output.session_key),
            steps: trace.into_steps(),
        }))
    }
}

/// What is protected, where the server says so: here the request's head alone (RFC 7616 3.3).
fn qop(asked: &Params) -> Result<Option<&'static str>, DecodeError> {
    let Some(list) = asked.get("qop") else {
        return Ok(None);
    };
    let mut listed = list.split(',').map(str::trim);
    match listed.any(|qop| qop.eq_ignore_ascii_case("auth")) {
        true => Ok(Some("auth")),
        false => Err(unexpected("qop", "auth")),
    }
}

/// The answer's parameters: what was asked for, and no more.
fn params(
    asked: &Params,
    (user, realm): (&str, &str),
    input: &DigestInput<'_>,
    response: &str,
) -> Params {
    let mut params = vec![
        ("username", user),
        ("realm", realm),
        ("nonce", input.nonce),
        ("uri", input.uri),
        ("response", response),
    ];
    if asked.get("algorithm").is_some() {
        params.push(("algorithm", input.algorithm.name()));
    }
    if let Some(qop) = input.qop {
        params.push(("qop", qop));
        params.push(("nc", input.nc));
    }
    if input.qop.is_some() || input.algorithm == DigestAlgorithm::Md5Sess {
        params.push(("cnonce", input.cnonce));
    }
    if let Some(opaque) = asked.get("opaque") {
        params.push(("opaque", opaque));
    }
    named(params)
}

/// The name and password that the caller reaches; an NT hash is of no use here.
fn password(caller: Caller, context: &Context<'_>) -> Option<UserPassword> {
    let of = |credential: &Credential| match credential {
        Credential::Password(typed) => Some(typed.clone()),
        Credential::NtHash { .. } | Credential::Ticket(_) => None,
    };
    match &caller {
        Caller::Credential(credential) | Caller::Hand(Reply::Credential(credential)) => {
            of(credential)
        }
        Caller::Thread(token) => context.machine.lsa.behind(token).iter().find_map(of),
        Caller::Replay(_) | Caller::Hand(_) => None,
    }
}

/// The name as browsers send it: what was typed.
fn user(typed: &UserPassword) -> String {
    match typed.domain.as_str() {
        "" => typed.user.clone(),
        domain => format!("{domain}\\{}", typed.user),
    }
}

fn unexpected(field: &'static str, expected: &'static str) -> DecodeError {
    DecodeError::new(ErrorKind::Unexpected { expected }, field, 0)
}
