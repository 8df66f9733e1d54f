//! A message is read for what it is to its sign-in, and for what it tells of it.

use super::super::sasl_name::sasl_name;
use super::kdc::{kdc, service};
use super::{MessageRole, RefusalReason, SeenMechanism, SignInFacts};
use crate::traffic::http::LenientHead;
use crate::traffic::leg::{Leg, Method, Protocol, Sender, SentCredential, sasl_mechanism};
use crate::wire::http::Digest;
use crate::wire::kerberos::{self, MessageKind, Ticket};
use crate::wire::ntlm::{Authenticate, Challenge, MessageType};
use crate::wire::spnego::{ACCEPT_COMPLETED, NegToken, REJECT, is_spnego};
use crate::wire::{ntlm, oid};
use percent_encoding::percent_decode_str;
use std::hash::{DefaultHasher, Hasher};

/// The reason that an answer has beside its status.
pub fn reason(leg: &Leg, protocol: Protocol) -> Option<RefusalReason> {
    read(leg, protocol).1.reason
}

impl SignInFacts {
    pub(super) fn see(&mut self, ticket: &Ticket) {
        self.etype = Some(ticket.encrypted.etype);
        self.ticket = Some(digest_of(&ticket.encrypted.cipher));
    }
}

pub(super) fn digest_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// What a leg is, as far as it says so, and what it tells.
pub fn read(leg: &Leg, protocol: Protocol) -> (MessageRole, SignInFacts) {
    let mut facts = SignInFacts {
        reason: leg.windows.map(RefusalReason::Windows),
        substatus: leg.substatus,
        words: leg.words.clone(),
        admitted_as: leg.admitted_as,
        ..SignInFacts::default()
    };
    facts.stripped = matches!(leg.credential, Some(SentCredential::Stripped(..)));
    let role = match &leg.credential {
        Some(SentCredential::Token(Method::Other, _))
            if protocol.is_http() && leg.sender == Sender::Client =>
        {
            facts.scheme = scheme(leg);
            MessageRole::Token
        }
        Some(SentCredential::Token(Method::Federated, _)) => MessageRole::Token,
        Some(SentCredential::Token(Method::Netlogon, bytes)) => {
            (facts.user, facts.domain) = netlogon(bytes).unwrap_or_default();
            MessageRole::Token
        }
        Some(SentCredential::Token(method, bytes)) => {
            let request = leg.request.as_deref().filter(|_| *method == Method::Other);
            let mechanism = request.and_then(sasl_mechanism);
            let user = mechanism.and_then(|it| sasl_name(it, bytes));
            if let Some(user) = user {
                (facts.user, facts.domain) = name(&user);
            }
            // The proof of EXTERNAL is that of the connection, and its message may be empty (RFC 4422 A.1).
            match mechanism.is_some_and(|it| it.eq_ignore_ascii_case("EXTERNAL")) {
                true => MessageRole::Token,
                false => token(bytes, leg.sender, &mut facts),
            }
        }
        Some(SentCredential::Stripped(Method::Basic, _)) => MessageRole::Password,
        Some(SentCredential::Stripped(Method::Digest, _)) => MessageRole::Digest,
        Some(SentCredential::Stripped(..)) => MessageRole::Token,
        Some(SentCredential::Clear(method, user, password)) => {
            (facts.user, facts.domain) = name(user);
            facts.password = password.as_ref().map(|it| digest_of(it.as_bytes()));
            facts.anonymous = *method == Method::Simple && password.as_deref() == Some("");
            match protocol {
                Protocol::Log => {
                    // A log of Kerberos has a principal, with its realm.
                    let name = facts.user.as_deref().and_then(|it| it.rsplit_once('@'));
                    if let (None, Some((user, realm))) = (&facts.domain, name) {
                        (facts.domain, facts.user) = (some(realm), some(user));
                    }
                    MessageRole::Logged
                }
                _ => MessageRole::Password,
            }
        }
        Some(SentCredential::Digest(params)) => {
            digest(params, &mut facts);
            MessageRole::Digest
        }
        None if protocol == Protocol::Kerberos => kdc(&leg.message, &mut facts),
        None => match leg.sender {
            Sender::Client => MessageRole::Request,
            Sender::Server if !leg.offers.is_empty() => MessageRole::Demand,
            Sender::Server => MessageRole::Answer,
        },
    };
    (role, facts)
}

/// The account of the computer and its domain in NL_AUTH_MESSAGE, as far as it has their NetBIOS names ([MS-NRPC] 2.2.1.3.1).
fn netlogon(bytes: &[u8]) -> Option<(Option<String>, Option<String>)> {
    const REQUEST: [u8; 4] = [0; 4];
    let (kind, rest) = bytes.split_first_chunk::<4>()?;
    let (flags, names) = rest.split_first_chunk::<4>()?;
    let flags = u32::from_le_bytes(*flags);
    let mut names = names.split(|it| *it == 0);
    // Names that are not flagged are not there.
    let mut name = |flag| match flags & flag {
        0 => None,
        _ => some(&String::from_utf8_lossy(names.next()?)),
    };
    let domain = name(1);
    let computer = name(2).filter(|_| *kind == REQUEST)?;
    Some((Some(format!("{computer}$")), domain))
}

/// A name as people write it, `DOMAIN\user` or the user alone: the user and the domain. A distinguished name may have a
/// backslash too, before what would have a meaning in it: `CN=Doe\, John,DC=contoso` (RFC 4514 2.4).
pub fn name(written: &str) -> (Option<String>, Option<String>) {
    let (domain, user) = match written.split_once('\\') {
        Some((domain, user)) if !domain.contains('=') => (Some(domain), user),
        _ => (None, written),
    };
    (some(user), domain.and_then(some))
}

/// The scheme that a request names.
fn scheme(leg: &Leg) -> Option<String> {
    let head = LenientHead::parse(&leg.message);
    let header = match leg.strand {
        Leg::TO_PROXY => "Proxy-Authorization",
        _ => "Authorization",
    };
    some(head.get(header)?.split_whitespace().next()?)
}

/// The user and the realm in the parameters of Digest (RFC 7616 3.4). A name that is hashed tells nobody's.
fn digest(params: &str, facts: &mut SignInFacts) {
    let Ok(params) = Digest::of_params(params.as_bytes()) else {
        return;
    };
    let is_hashed = params
        .get("userhash")
        .is_some_and(|it| it.eq_ignore_ascii_case("true"));
    let extended = params.get("username*").and_then(extended);
    let user = extended.or_else(|| params.get("username").map(str::to_owned));
    if let Some(user) = user.filter(|_| !is_hashed) {
        (facts.user, facts.domain) = name(&user);
    }
    let realm = params.get("realm").and_then(some);
    facts.domain = facts.domain.take().or(realm);
}

/// A value with its character set: `UTF-8''J%C3%A4s%C3%B8n` (RFC 5987 3.2.1); RFC 7616 3.4.4 wants UTF-8.
fn extended(value: &str) -> Option<String> {
    let escaped = value.splitn(3, '\'').nth(2)?;
    Some(percent_decode_str(escaped).decode_utf8_lossy().into_owned())
}

fn token(bytes: &[u8], sender: Sender, facts: &mut SignInFacts) -> MessageRole {
    if bytes.is_empty() {
        return MessageRole::Mechanisms;
    }
    if !is_spnego(bytes) {
        return mechanism(bytes, facts).unwrap_or(MessageRole::Token);
    }
    let outer = NegToken::lenient(bytes);
    let inner = outer.token().unwrap_or_default();
    if let NegToken::Resp(answer) = &outer {
        facts.negotiated = match answer.neg_state {
            Some(ACCEPT_COMPLETED) => Some(true),
            Some(REJECT) => Some(false),
            _ => None,
        };
        let settled = answer.supported_mech.as_ref().and_then(settled);
        facts.settled = settled.filter(|_| facts.negotiated == Some(true));
    }
    match mechanism(inner, facts) {
        Some(role) => role,
        None if facts.negotiated.is_some() && sender == Sender::Server => MessageRole::Answer,
        None => MessageRole::Mechanisms,
    }
}

/// The mechanism that the two ends have agreed on, if it is one that is known here.
fn settled(mechanism: &oid::Oid) -> Option<SeenMechanism> {
    match mechanism.0.as_slice() {
        oid::KERBEROS | oid::MS_KERBEROS => Some(SeenMechanism::Kerberos),
        oid::NTLMSSP => Some(SeenMechanism::Ntlm),
        _ => None,
    }
}

/// A token of a mechanism, if it is one that is known here.
fn mechanism(bytes: &[u8], facts: &mut SignInFacts) -> Option<MessageRole> {
    if ntlm::is_ntlmssp(bytes) {
        return Some(match MessageType::of(bytes)? {
            MessageType::Negotiate => MessageRole::Negotiate,
            MessageType::Challenge => {
                let challenge = Challenge::lenient(bytes);
                facts.server = challenge.as_ref().and_then(server);
                let number = |it: &Challenge| u64::from_le_bytes(it.server_challenge);
                facts.challenge = challenge.as_ref().map(number);
                facts.asked_at = challenge.and_then(|it| it.av_pairs().timestamp());
                MessageRole::Challenge
            }
            MessageType::Authenticate => {
                if let Some(message) = Authenticate::lenient(bytes) {
                    authenticate(&message, facts);
                }
                MessageRole::Authenticate
            }
        });
    }
    if !kerberos::is_kerberos(bytes) {
        return None;
    }
    match kerberos::KerberosMessage::decode(bytes).value {
        Ok(kerberos::KerberosMessage::ApReq(message)) => {
            facts.service = service(&message.ticket.service, &message.ticket.realm);
            facts.see(&message.ticket);
            Some(MessageRole::ApReq)
        }
        Ok(kerberos::KerberosMessage::ApRep(_)) => Some(MessageRole::ApRep),
        Ok(kerberos::KerberosMessage::Error(error)) => {
            facts.reason = Some(RefusalReason::Kerberos(error.code));
            Some(MessageRole::KdcError)
        }
        Err(_) if MessageKind::of(bytes) == Some(MessageKind::ApReq) => Some(MessageRole::ApReq),
        _ => Some(MessageRole::Token),
    }
}

fn server(challenge: &Challenge) -> Option<String> {
    let names = challenge.av_pairs();
    let name = names.dns_computer().filter(|it| !it.is_empty());
    name.or_else(|| names.nb_computer())
        .filter(|it| !it.is_empty())
}

fn authenticate(message: &Authenticate, facts: &mut SignInFacts) {
    facts.user = some(&message.user_text());
    facts.domain = some(&message.domain_text());
    facts.computer = some(&message.workstation_text());
    facts.response = Some(message.responses().nt);
    facts.mic = message.says_mic();
    if let Some(response) = message.ntlmv2() {
        let repeated = &response.blob.av_pairs;
        facts.service = repeated.target_name().filter(|it| !it.is_empty());
        facts.asked_at = repeated.timestamp();
    }
}

pub(super) fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The mechanisms that a first token of SPNEGO offers, by their names.
pub fn offered(bytes: &[u8]) -> Vec<&'static str> {
    match NegToken::lenient(bytes) {
        NegToken::Init(init) | NegToken::Init2(init) if is_spnego(bytes) => {
            init.mech_types.iter().filter_map(oid::Oid::name).collect()
        }
        _ => Vec::new(),
    }
}
