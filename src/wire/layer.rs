//! One layer of a message, and what it can be.

use super::basic::Basic;
use super::ccache::Ccache;
use super::credssp::TsRequest;
use super::hash_line::HashLine;
use super::http::{Digest, Request, Response};
use super::kerberos::{DecryptedPart, MessageKind};
use super::kerberos_line::KerberosLine;
use super::keytab::Keytab;
use super::layer_kind::LayerKind;
use super::netlogon::{LogonRequest, LogonResponse};
use super::ntlm::{MessageType, NtlmMessage};
use super::rpc::{Pdu, emsmdb};
use super::sasl::{SaslCredentials, SaslMechanism};
use super::spnego::NegToken;
use super::tds::Packet;
use super::{DecodeError, Layout, der, field_name, gss, http, kerberos, negoex};

/// One layer of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What it says, or at least what kind of layer it is.
    pub value: LayerValue,
    /// Its bytes; of an inner layer, decoded from its base64 where it came in such.
    pub bytes: Vec<u8>,
    /// Where its fields are in those bytes; of a broken layer, those before the break too.
    pub layout: Layout,
    /// Why decoding ended early, if it did.
    pub error: Option<DecodeError>,
}

/// A decoded layer. `None` inside means that it was recognized and did not decode.
#[derive(Clone, Debug, PartialEq)]
pub enum LayerValue {
    /// A request of HTTP, with its body; a token in a header is a layer of its own.
    Request(Option<Request>),
    /// A response of HTTP, with its body; a token in a header is a layer of its own.
    Response(Option<Response>),
    /// A PDU of DCE/RPC (`[C706]` 12.6); the token of its verifier is a layer of its own.
    Rpc(Option<Pdu>),
    /// A packet of TDS ([MS-TDS] 2.2.3); a token of SSPI in it is a layer of its own.
    Tds(Option<Packet>),
    /// NEGOTIATE, CHALLENGE or AUTHENTICATE of NTLM.
    Ntlm(Option<NtlmMessage>),
    /// The user-pass of Basic, decoded from base64.
    Basic(Option<Basic>),
    /// A message of CredSSP; tokens in it are layers of their own.
    TsRequest(Option<TsRequest>),
    /// A token of SPNEGO; the mechanism's token in it is a layer of its own.
    Spnego(Option<NegToken>),
    /// The messages of NegoEx, in a row.
    NegoEx(Option<Vec<negoex::NegoExMessage>>),
    /// A message of Kerberos: a token, or what goes to a KDC and comes from it.
    Kerberos(Option<kerberos::KerberosMessage>),
    /// What stands behind a ciphertext of Kerberos, decrypted elsewhere; its bytes are those that were encrypted.
    Decrypted(DecryptedPart),
    /// A keytab: keys of accounts, by name, version and encryption type.
    Keytab(Option<Keytab>),
    /// A file of tickets with their session keys.
    Ccache(Option<Ccache>),
    /// A challenge of Digest; its bytes are the header's text.
    DigestChallenge(Option<Digest>),
    /// The credentials of Digest; likewise.
    DigestResponse(Option<Digest>),
    /// A name and a password of SASL, sent in clear.
    Sasl(SaslMechanism, Option<SaslCredentials>),
    /// A line of a tool that keeps responses; its bytes are the text.
    HashLine(Option<HashLine>),
    /// A line of a tool that keeps a ciphertext of Kerberos; likewise.
    KerberosLine(Option<KerberosLine>),
    /// The stub of the mailbox's connect request.
    ConnectRequest(Option<emsmdb::ConnectRequest>),
    /// The stub of its response.
    ConnectResponse(Option<emsmdb::ConnectResponse>),
    /// A pass-through question, simplified.
    LogonRequest(Option<LogonRequest>),
    /// Its answer, simplified.
    LogonResponse(Option<LogonResponse>),
    /// Nothing that is known here: no byte of it is claimed.
    Unknown,
}

impl Layer {
    /// What it is; of a broken token, what it started out to be.
    pub fn kind(&self) -> LayerKind {
        match &self.value {
            LayerValue::Request(_) => LayerKind::HttpRequest,
            LayerValue::Response(_) => LayerKind::HttpResponse,
            LayerValue::Rpc(_) => LayerKind::Rpc,
            LayerValue::Tds(_) => LayerKind::Tds,
            LayerValue::Ntlm(_) => LayerKind::Ntlm(MessageType::of(&self.bytes)),
            LayerValue::Basic(_) => LayerKind::Basic,
            LayerValue::TsRequest(_) => LayerKind::TsRequest,
            LayerValue::Spnego(_) => {
                if gss::inner(&self.bytes).first() == Some(&der::context(1)) {
                    LayerKind::NegTokenResp
                } else if self.layout.find(field_name::NEG_TOKEN_INIT_2).is_some() {
                    LayerKind::NegTokenInit2
                } else {
                    LayerKind::NegTokenInit
                }
            }
            LayerValue::NegoEx(_) => LayerKind::NegoEx,
            LayerValue::Kerberos(_) => LayerKind::Kerberos(MessageKind::of(&self.bytes)),
            LayerValue::Decrypted(part) => LayerKind::Decrypted(*part),
            LayerValue::Keytab(_) => LayerKind::Keytab,
            LayerValue::Ccache(_) => LayerKind::Ccache,
            LayerValue::DigestChallenge(_) => LayerKind::DigestChallenge,
            LayerValue::DigestResponse(_) => LayerKind::DigestResponse,
            LayerValue::Sasl(mechanism, _) => LayerKind::Sasl(*mechanism),
            LayerValue::HashLine(Some(line)) if !line.is_v2() => LayerKind::NetNtlmV1,
            LayerValue::HashLine(_) => LayerKind::NetNtlmV2,
            LayerValue::KerberosLine(_) => LayerKind::KerberosLine,
            LayerValue::ConnectRequest(_) => LayerKind::ConnectRequest,
            LayerValue::ConnectResponse(_) => LayerKind::ConnectResponse,
            LayerValue::LogonRequest(_) => LayerKind::LogonRequest,
            LayerValue::LogonResponse(_) => LayerKind::LogonResponse,
            LayerValue::Unknown => LayerKind::Unknown,
        }
    }

    /// Whether it is a message of HTTP that ends in its body: its head says how long a body is that is not all there.
    pub fn lacks_body(&self) -> bool {
        matches!(self.value, LayerValue::Request(_) | LayerValue::Response(_))
            && self.error.as_ref().is_some_and(http::is_cut_in_body)
    }
}
