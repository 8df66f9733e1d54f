//! The keys of a session whose proof is right.

use super::proofs::Session;
use crate::crypto::{self, KxKey, Mode, SessionFlags, Trace};
use crate::wire::ntlm::Authenticate;

/// The keys of a session ([MS-NLMP] 3.4.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The flags they depend on.
    pub flags: SessionFlags,
    /// SessionBaseKey, as the proof that is right gives it.
    pub session_base_key: [u8; 16],
    /// KeyExchangeKey, which the exchanged key is encrypted with.
    pub key_exchange_key: [u8; 16],
    /// ExportedSessionKey: what signing and sealing start from.
    pub exported_session_key: [u8; 16],
    /// ClientSigningKey; none without extended session security.
    pub client_signing_key: Option<[u8; 16]>,
    /// ServerSigningKey; none without extended session security.
    pub server_signing_key: Option<[u8; 16]>,
    /// ClientSealingKey: 16 bytes, or 8 where it is weakened.
    pub client_sealing_key: Vec<u8>,
    /// ServerSealingKey: 16 bytes, or 8 where it is weakened.
    pub server_sealing_key: Vec<u8>,
}

impl Keys {
    /// The signing and the sealing key of the messages from one side.
    pub fn protecting(&self, from: Mode) -> (Option<[u8; 16]>, &[u8]) {
        match from {
            Mode::Client => (self.client_signing_key, &self.client_sealing_key),
            Mode::Server => (self.server_signing_key, &self.server_sealing_key),
        }
    }

    /// The keys there are, by their names in the specification.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        let all: [(&str, Option<&[u8]>); 7] = [
            ("SessionBaseKey", Some(&self.session_base_key)),
            ("KeyExchangeKey", Some(&self.key_exchange_key)),
            ("ExportedSessionKey", Some(&self.exported_session_key)),
            (
                "ClientSigningKey",
                self.client_signing_key.as_ref().map(<[u8; 16]>::as_slice),
            ),
            (
                "ServerSigningKey",
                self.server_signing_key.as_ref().map(<[u8; 16]>::as_slice),
            ),
            ("ClientSealingKey", Some(&self.client_sealing_key)),
            ("ServerSealingKey", Some(&self.server_sealing_key)),
        ];
        all.into_iter().filter_map(|(name, key)| Some((name, key?)))
    }

    /// None where a key is exchanged and what was sent of it has not its length.
    pub(super) fn derive(
        message: &Authenticate,
        session: &Session,
        trace: &mut Trace,
    ) -> Option<Self> {
        let flags = SessionFlags::from_bits(message.flags.bits());
        let from = KxKey {
            kind: session.kind,
            flags,
            session_base_key: session.base_key,
            lm_owf: session.lm_owf,
            lm_response: &message.lm_response,
            server_challenge: session.server_challenge,
        };
        let key_exchange_key = crypto::key_exchange_key(&from, trace);
        let exported_session_key = match message.session_key.as_slice().try_into() {
            Ok(sent) => crypto::received_key(&key_exchange_key, sent, flags, trace),
            Err(_) if flags.exchanges_key() => return None,
            Err(_) => key_exchange_key,
        };
        let exported = &exported_session_key;
        Some(Self {
            flags,
            session_base_key: session.base_key,
            key_exchange_key,
            client_signing_key: crypto::sign_key(exported, flags, Mode::Client, trace),
            server_signing_key: crypto::sign_key(exported, flags, Mode::Server, trace),
            client_sealing_key: crypto::seal_key(exported, flags, Mode::Client, trace),
            server_sealing_key: crypto::seal_key(exported, flags, Mode::Server, trace),
            exported_session_key,
        })
    }
}
