//! What a layer is, in a word.

use super::kerberos::{self, DecryptedPart};
use super::ntlm::MessageType;
use super::sasl::SaslMechanism;
use std::fmt;

/// What a layer is; of a broken one, what it started out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// A request of HTTP: first line, headers and body.
    HttpRequest,
    /// A response of HTTP: first line, headers and body.
    HttpResponse,
    /// A PDU of DCE/RPC (`[C706]` 12.6).
    Rpc,
    /// A packet of TDS ([MS-TDS] 2.2.3).
    Tds,
    /// An NTLM message; which one, where its type is known.
    Ntlm(Option<MessageType>),
    /// The user-pass of Basic: name and password.
    Basic,
    /// A message of CredSSP: a negotiation inside TLS.
    TsRequest,
    /// SPNEGO's first token, from the initiator (RFC 4178 4.2.1).
    NegTokenInit,
    /// SPNEGO, from an acceptor that speaks first.
    NegTokenInit2,
    /// SPNEGO's later tokens, from either side (RFC 4178 4.2.2).
    NegTokenResp,
    /// Messages of NegoEx in a row, which SPNEGO carries as a mechanism's token.
    NegoEx,
    /// A message of Kerberos; which one, where its tag is known.
    Kerberos(Option<kerberos::MessageKind>),
    /// What stands behind a ciphertext of Kerberos.
    Decrypted(DecryptedPart),
    /// A keytab: keys of accounts, by name, version and encryption type.
    Keytab,
    /// A file of tickets with their session keys.
    Ccache,
    /// What a server asks with in Digest (RFC 7616 3.3).
    DigestChallenge,
    /// What a client answers with in Digest (RFC 7616 3.4).
    DigestResponse,
    /// A name and a password of SASL.
    Sasl(SaslMechanism),
    /// A line of a tool that keeps responses of NTLMv1.
    NetNtlmV1,
    /// A line of a tool that keeps responses of NTLMv2.
    NetNtlmV2,
    /// A line of a tool that keeps a ciphertext of Kerberos.
    KerberosLine,
    /// The call that opens a mailbox, simplified: the arguments of EcDoConnect.
    ConnectRequest,
    /// Its results, simplified: whether the mailbox is open.
    ConnectResponse,
    /// A server's question to the domain controller, simplified: is this proof right?
    LogonRequest,
    /// The domain controller's answer to it.
    LogonResponse,
    /// Nothing that is known here.
    Unknown,
}

impl LayerKind {
    /// Its name, as the saved form has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::HttpRequest => "HTTP request",
            Self::HttpResponse => "HTTP response",
            Self::Rpc => "RPC PDU",
            Self::Tds => "TDS packet",
            Self::Ntlm(Some(MessageType::Negotiate)) => "NTLM NEGOTIATE",
            Self::Ntlm(Some(MessageType::Challenge)) => "NTLM CHALLENGE",
            Self::Ntlm(Some(MessageType::Authenticate)) => "NTLM AUTHENTICATE",
            Self::Ntlm(None) => "NTLM",
            Self::Basic => "Basic",
            Self::TsRequest => "CredSSP TSRequest",
            Self::NegTokenInit => "SPNEGO NegTokenInit",
            Self::NegTokenInit2 => "SPNEGO NegTokenInit2",
            Self::NegTokenResp => "SPNEGO NegTokenResp",
            Self::NegoEx => "NegoEx",
            Self::Kerberos(kind) => match kind {
                Some(kerberos::MessageKind::AsReq) => "Kerberos AS-REQ",
                Some(kerberos::MessageKind::AsRep) => "Kerberos AS-REP",
                Some(kerberos::MessageKind::TgsReq) => "Kerberos TGS-REQ",
                Some(kerberos::MessageKind::TgsRep) => "Kerberos TGS-REP",
                Some(kerberos::MessageKind::ApReq) => "Kerberos AP-REQ",
                Some(kerberos::MessageKind::ApRep) => "Kerberos AP-REP",
                Some(kerberos::MessageKind::Cred) => "Kerberos KRB-CRED",
                Some(kerberos::MessageKind::Error) => "Kerberos KRB-ERROR",
                Some(kerberos::MessageKind::Safe) => "Kerberos KRB-SAFE",
                Some(kerberos::MessageKind::Priv) => "Kerberos KRB-PRIV",
                Some(kerberos::MessageKind::PasswordChange) => "Kerberos password change",
                Some(kerberos::MessageKind::Mic) => "Kerberos MIC token",
                Some(kerberos::MessageKind::Wrap) => "Kerberos Wrap token",
                Some(kerberos::MessageKind::IakerbProxy) => "Kerberos IAKERB-PROXY",
                None => "Kerberos",
            },
            Self::Decrypted(DecryptedPart::CachedTicket) => "Kerberos ticket",
            Self::Decrypted(part) => part.name(),
            Self::Keytab => "keytab",
            Self::Ccache => "credential cache",
            Self::DigestChallenge => "Digest challenge",
            Self::DigestResponse => "Digest response",
            Self::Sasl(SaslMechanism::Plain) => "SASL PLAIN",
            Self::Sasl(SaslMechanism::Login) => "SASL LOGIN",
            Self::NetNtlmV1 => "NetNTLMv1 hash line",
            Self::NetNtlmV2 => "NetNTLMv2 hash line",
            Self::KerberosLine => "Kerberos hash line",
            Self::ConnectRequest => "connect request (simplified)",
            Self::ConnectResponse => "connect response (simplified)",
            Self::LogonRequest => "logon request (simplified)",
            Self::LogonResponse => "logon response (simplified)",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it holds what keys of Kerberos open, or such keys.
    pub fn is_keyed(self) -> bool {
        matches!(
            self,
            Self::Kerberos(_)
                | Self::KerberosLine
                | Self::Keytab
                | Self::Ccache
                | Self::Decrypted(_)
        )
    }
}

impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
