//! What a message says, as far as steps are told apart by it and told of it.

use super::foreign::body_text;
use crate::wire::DecodeError;
use crate::wire::http::{Digest, Params, Response, challenges};
use crate::wire::netlogon::{LogonRequest, LogonResponse};
use crate::wire::ntlm::{Authenticate, NtlmMessage, ResponseKind};
use crate::wire::rpc::{Body, Pdu, emsmdb};
use crate::wire::tds::{self, Token};
use crate::wire::{Layer, LayerValue, kerberos, layers};

/// What a message says, in the parts that its step tells.
#[derive(Clone, Debug)]
pub enum MessageSummary {
    /// A request of HTTP.
    Request {
        /// The method, such as `GET`.
        method: String,
        /// The path, without its query.
        path: String,
        /// What it carries to sign in.
        auth: AuthPayload,
        /// Whether that is of the scheme Negotiate.
        negotiate: bool,
    },
    /// A response of HTTP.
    Response {
        /// The status code, such as 401.
        status: u16,
        /// The reason phrase, as the server wrote it.
        reason: String,
        /// The schemes it offers, in order.
        offers: Vec<String>,
        /// The NTLM message it carries.
        token: Option<NtlmMessage>,
        /// The message of Kerberos it carries.
        kerberos: Option<kerberos::KerberosMessage>,
        /// Whether either is of the scheme Negotiate.
        negotiate: bool,
        /// The words of its page.
        page: String,
        /// Whether the page is a form.
        form: bool,
    },
    /// An `rpc_bind`, with the NTLM message in its verifier.
    Bind(Option<NtlmMessage>),
    /// The answer to an RPC bind.
    BindAck(Option<NtlmMessage>),
    /// The AUTHENTICATE that follows an RPC bind.
    Auth3(Option<NtlmMessage>),
    /// The connect call: its name and the mailbox it names.
    Connect(&'static str, String),
    /// The answer to the connect call: the display name, or an error.
    Connected(Result<String, u32>),
    /// An RPC fault: its status.
    Fault(u32),
    /// A packet of TDS.
    Sql(SqlMessage),
    /// A message to a KDC or from it.
    Kdc(kerberos::KerberosMessage),
    /// A question to the domain controller.
    Asks(LogonRequest),
    /// The domain controller's answer.
    Answers(LogonResponse),
    /// Anything else, and why it says nothing.
    Unreadable(Unreadable),
}

/// What a packet of TDS says.
#[derive(Clone, Debug)]
pub enum SqlMessage {
    /// What is settled before the sign-in, by either side.
    Prelogin,
    /// A token of SSPI, in either direction.
    Token {
        /// What carries it: LOGIN7, or a packet of SSPI.
        carrier: &'static str,
        /// The NTLM message in it.
        token: Option<NtlmMessage>,
        /// The message of Kerberos in it.
        kerberos: Option<Box<kerberos::KerberosMessage>>,
    },
    /// A sign-in with a name and a password; the name.
    Login(String),
    /// The client is signed in.
    SignedIn {
        /// The database that is open.
        database: String,
        /// Whether an AP-REP comes with it.
        proof: bool,
    },
    /// SQL Server refuses.
    Error {
        /// SQL Server's error number, such as 18456.
        number: u32,
        /// The error's text, as the client is told.
        message: String,
    },
    /// Statements to execute.
    Query(String),
    /// The first value of their first row.
    Row(String),
}

/// Why a message says nothing.
#[derive(Clone, Debug)]
pub enum Unreadable {
    /// It has no bytes.
    Empty,
    /// It is of no kind that is known here.
    Unknown,
    /// It is an RPC PDU of this type, which is not known here.
    PduType(u8),
    /// It does not decode.
    Broken(DecodeError),
}

/// What a request carries to sign in.
#[derive(Clone, Debug)]
pub enum AuthPayload {
    /// The request says nothing of who asks.
    Nothing,
    /// A name and a password; the name.
    Basic(String),
    /// An NTLM message: NEGOTIATE or AUTHENTICATE.
    Ntlm(NtlmMessage),
    /// A message of Kerberos: an AP-REQ, as a rule.
    Kerberos(kerberos::KerberosMessage),
    /// A response of Digest, which names the user in clear.
    Digest(Digest),
    /// Something that does not decode.
    Other,
}

impl MessageSummary {
    /// Reads a message.
    pub fn of(bytes: &[u8]) -> Self {
        let mut layers = layers(bytes).into_iter();
        let Some(outer) = layers.next() else {
            return Self::Unreadable(Unreadable::Empty);
        };
        let inner = Inner::of(layers);
        let summary = match outer.value {
            LayerValue::Request(Some(request)) => {
                let header = request.headers.get("Authorization");
                let negotiate = header.is_some_and(is_negotiate);
                let auth = if let Some(user) = inner.user {
                    AuthPayload::Basic(user)
                } else if let Some(digest) = inner.digest {
                    AuthPayload::Digest(digest)
                } else if let Some(message) = inner.token {
                    AuthPayload::Ntlm(message)
                } else if let Some(message) = inner.kerberos {
                    AuthPayload::Kerberos(message)
                } else if header.is_some() {
                    AuthPayload::Other
                } else {
                    AuthPayload::Nothing
                };
                let path = request.target.split('?').next().unwrap_or_default();
                Some(Self::Request {
                    path: path.to_owned(),
                    method: request.method,
                    auth,
                    negotiate,
                })
            }
            LayerValue::Response(Some(response)) => Some(Self::Response {
                status: response.status,
                offers: offers(&response),
                negotiate: (response.headers.get_all("WWW-Authenticate")).any(is_negotiate),
                token: inner.token,
                kerberos: inner.kerberos,
                page: body_text(&response.body).trim_end_matches('.').to_owned(),
                form: response.body.windows(5).any(|part| part == b"<form"),
                reason: response.reason,
            }),
            LayerValue::Rpc(Some(pdu)) => rpc(&pdu, inner),
            LayerValue::Tds(Some(packet)) => sql(packet.message, inner).map(Self::Sql),
            LayerValue::Kerberos(Some(message)) => Some(Self::Kdc(message)),
            LayerValue::LogonRequest(Some(request)) => Some(Self::Asks(request)),
            LayerValue::LogonResponse(Some(response)) => Some(Self::Answers(response)),
            _ => None,
        };
        summary.unwrap_or_else(|| {
            let broken = outer.error.map(Unreadable::Broken);
            Self::Unreadable(broken.unwrap_or(Unreadable::Unknown))
        })
    }

    /// The NTLM message inside.
    pub fn token(&self) -> Option<&NtlmMessage> {
        match self {
            Self::Request {
                auth: AuthPayload::Ntlm(message),
                ..
            } => Some(message),
            Self::Response { token, .. } => token.as_ref(),
            Self::Sql(SqlMessage::Token { token, .. }) => token.as_ref(),
            Self::Bind(token) | Self::BindAck(token) | Self::Auth3(token) => token.as_ref(),
            _ => None,
        }
    }

    /// The message of Kerberos inside.
    pub fn kerberos(&self) -> Option<&kerberos::KerberosMessage> {
        match self {
            Self::Kdc(message)
            | Self::Request {
                auth: AuthPayload::Kerberos(message),
                ..
            } => Some(message),
            Self::Response { kerberos, .. } => kerberos.as_ref(),
            Self::Sql(SqlMessage::Token { kerberos, .. }) => kerberos.as_deref(),
            _ => None,
        }
    }
}

/// What the inner layers of a message hold.
#[derive(Default)]
struct Inner {
    token: Option<NtlmMessage>,
    kerberos: Option<kerberos::KerberosMessage>,
    user: Option<String>,
    digest: Option<Digest>,
    request: Option<emsmdb::ConnectRequest>,
    response: Option<emsmdb::ConnectResponse>,
}

impl Inner {
    fn of(layers: impl Iterator<Item = Layer>) -> Self {
        let mut inner = Self::default();
        for layer in layers {
            match layer.value {
                LayerValue::Ntlm(message) => inner.token = message,
                LayerValue::Kerberos(message) => inner.kerberos = message,
                LayerValue::Basic(basic) => inner.user = basic.map(|basic| basic.user),
                LayerValue::DigestResponse(digest) => inner.digest = digest,
                LayerValue::ConnectRequest(request) => inner.request = request,
                LayerValue::ConnectResponse(response) => inner.response = response,
                _ => {}
            }
        }
        inner
    }
}

fn rpc(pdu: &Pdu, inner: Inner) -> Option<MessageSummary> {
    Some(match &pdu.body {
        Body::Bind { .. } => MessageSummary::Bind(inner.token),
        Body::BindAck { .. } => MessageSummary::BindAck(inner.token),
        Body::Auth3 { .. } => MessageSummary::Auth3(inner.token),
        Body::Request { opnum, .. } => {
            let call = match *opnum {
                emsmdb::EC_DO_CONNECT => "EcDoConnect",
                emsmdb::EC_DO_CONNECT_EX => "EcDoConnectEx",
                _ => "a call",
            };
            MessageSummary::Connect(call, emsmdb::name_in(&inner.request?.user_dn).to_owned())
        }
        Body::Response { .. } => MessageSummary::Connected(match inner.response? {
            emsmdb::ConnectResponse::Open { display_name } => Ok(display_name),
            emsmdb::ConnectResponse::Refused { return_value } => Err(return_value),
        }),
        Body::Fault { status, .. } => MessageSummary::Fault(*status),
        Body::Unknown { ptype, .. } => MessageSummary::Unreadable(Unreadable::PduType(*ptype)),
    })
}

/// What a packet of TDS says; nothing where a server's answer has none of the tokens that are told of.
fn sql(message: tds::TdsMessage, inner: Inner) -> Option<SqlMessage> {
    let Inner {
        token, kerberos, ..
    } = inner;
    let proof = matches!(kerberos, Some(kerberos::KerberosMessage::ApRep(_)));
    let carrier = |carrier| {
        Some(SqlMessage::Token {
            carrier,
            token,
            kerberos: kerberos.map(Box::new),
        })
    };
    match message {
        tds::TdsMessage::Prelogin(_) | tds::TdsMessage::PreloginResponse(_) => {
            Some(SqlMessage::Prelogin)
        }
        tds::TdsMessage::Login7(login) if !login.is_integrated() => {
            Some(SqlMessage::Login(login.user_name))
        }
        tds::TdsMessage::Login7(_) => carrier("LOGIN7"),
        tds::TdsMessage::Sspi(_) => carrier("SSPI"),
        tds::TdsMessage::Batch(statement) => Some(SqlMessage::Query(statement)),
        tds::TdsMessage::Response(tokens) => {
            let sspi = matches!(tokens.first(), Some(Token::Sspi(_)));
            let says = tokens.into_iter().find_map(|token| match token {
                Token::Error(tds::Complaint {
                    number, message, ..
                }) => Some(SqlMessage::Error { number, message }),
                Token::Database { new, .. } => Some(SqlMessage::SignedIn {
                    database: new,
                    proof,
                }),
                Token::Row(values) => {
                    let first = values.into_iter().next().flatten();
                    Some(SqlMessage::Row(first.unwrap_or_default()))
                }
                _ => None,
            });
            says.or_else(|| carrier("SSPI").filter(|_| sspi))
        }
    }
}

/// Whether the value of a header is a token of the scheme Negotiate.
fn is_negotiate(value: &str) -> bool {
    let (scheme, token) = value.trim().split_once(' ').unwrap_or_default();
    scheme.eq_ignore_ascii_case("Negotiate") && !token.is_empty()
}

fn offers(response: &Response) -> Vec<String> {
    let values = response.headers.get_all("WWW-Authenticate");
    values
        .flat_map(challenges)
        .filter(|challenge| !matches!(challenge.params, Params::Token68(_)))
        .map(|challenge| challenge.scheme)
        .collect()
}

/// What an AUTHENTICATE proves, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthenticateContents {
    /// A response, and the part of it that proves something.
    Proof(ResponseKind, Vec<u8>),
    /// No name and no response.
    Nothing,
    /// A local call: names and responses are left out, as both ends are one computer.
    LocalCall,
}

/// What an AUTHENTICATE has in it.
pub fn contents(message: &Authenticate) -> AuthenticateContents {
    let kinds = message.responses();
    match kinds.nt {
        ResponseKind::LocalCall => AuthenticateContents::LocalCall,
        ResponseKind::Anonymous => AuthenticateContents::Nothing,
        ResponseKind::Empty if message.lm_response.is_empty() => AuthenticateContents::Nothing,
        ResponseKind::Empty => AuthenticateContents::Proof(kinds.lm, message.lm_response.clone()),
        kind => {
            let proof = match message.ntlmv2_parts() {
                Some((proof, _)) => proof.to_vec(),
                None => message.nt_response.clone(),
            };
            AuthenticateContents::Proof(kind, proof)
        }
    }
}
