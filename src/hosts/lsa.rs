//! The local security authority (LSA) of a computer, which all its processes share.

use super::entropy::draw;
use super::security::digest::Nonces;
use super::security::kerberos::TicketCache;
use super::{AccessToken, Credential, Entropy, Identity, LogonType, Purpose};
use crate::recent::keep_recent;

/// So many logon sessions keep their credentials.
const SESSIONS: usize = 1024;
/// So many authenticators are remembered.
const AUTHENTICATORS: usize = 1024;
/// So many local calls can be under way at once.
const LOCAL_CALLS: usize = 256;

/// The local security authority: logon sessions with what is kept behind them, and the contexts of local calls.
///
/// Windows ends a logon session with its last token, and a context with its connection. Here the oldest give way.
#[derive(Clone, Debug, Default)]
pub struct Lsa {
    sessions: u32,
    /// Logon sessions and what is kept behind them, oldest first.
    credentials: Vec<(u32, Vec<Credential>)>,
    /// Handles and what became of them, oldest first.
    local_calls: Vec<([u8; 8], LocalCall)>,
    /// Questions that clients here were asked, of servers that they had called by no name of this computer, oldest first.
    called_otherwise: Vec<[u8; 8]>,
    /// The nonces it made, and those it answered.
    pub nonces: Nonces,
    /// The tickets of its users and services, each found by whose it is.
    pub tickets: TicketCache,
    /// The first bytes of authenticators that were taken, oldest first.
    authenticators: Vec<[u8; 16]>,
    /// What the computer calls itself until it starts again; none before somebody asks.
    machine_id: Option<[u8; 32]>,
}

impl Lsa {
    /// Makes a token of a new logon session. A network logon leaves no password behind it, whatever was offered, but the
    /// tickets it came with.
    pub fn log_on(
        &mut self,
        identity: Identity,
        logon: LogonType,
        mut credentials: Vec<Credential>,
    ) -> AccessToken {
        self.sessions = self.sessions.wrapping_add(1);
        credentials.retain(|it| logon.keeps_credential() || matches!(it, Credential::Ticket(_)));
        if !credentials.is_empty() {
            let session = (self.sessions, credentials);
            keep_recent(&mut self.credentials, session, SESSIONS);
        }
        AccessToken {
            identity,
            logon,
            session: self.sessions,
        }
    }

    /// What a token reaches: the credentials behind its logon session, of whatever kind.
    pub fn behind(&self, token: &AccessToken) -> &[Credential] {
        let mut kept = self.credentials.iter();
        let behind = kept.find(|(session, _)| *session == token.session);
        behind.map_or(&[], |(_, credentials)| credentials)
    }

    /// LSAP_TOKEN_INFO_INTEGRITY (`[MS-KILE]` 2.2.6, `[MS-NLMP]` 2.2.2.2): that a client's process has a whole token of
    /// medium integrity, as people's have, and on which computer it runs.
    pub fn token_info(&mut self, entropy: &mut dyn Entropy) -> Vec<u8> {
        const WHOLE: u32 = 0;
        const MEDIUM: u32 = 0x2000;
        let drawn = || draw(entropy, Purpose::MachineId);
        let machine = self.machine_id.get_or_insert_with(drawn);
        let [whole, medium] = [WHOLE, MEDIUM].map(u32::to_le_bytes);
        [&whole[..], &medium, machine].concat()
    }

    /// A logon session ends: what was kept behind it is gone.
    pub fn log_off(&mut self, token: &AccessToken) {
        self.credentials
            .retain(|(session, _)| *session != token.session);
        self.tickets.forget(token.session);
    }

    /// Takes an authenticator; false where it came before. The oldest are forgotten: those that matter are minutes old at
    /// most.
    pub fn take_authenticator(&mut self, authenticator: &[u8]) -> bool {
        let Some(start) = authenticator.first_chunk() else {
            return true;
        };
        if self.authenticators.contains(start) {
            return false;
        }
        keep_recent(&mut self.authenticators, *start, AUTHENTICATORS);
        true
    }

    /// A server on this computer issues a handle for a local call. Callers who never come back must not fill the
    /// memory: the oldest handle goes when there are too many.
    pub fn open_local_call(&mut self, handle: [u8; 8]) {
        let call = (handle, LocalCall::Open);
        keep_recent(&mut self.local_calls, call, LOCAL_CALLS);
    }

    /// A client on this computer claims the handle for its thread's token; false if the handle is not of this computer.
    pub fn claim_local_call(&mut self, handle: [u8; 8], token: AccessToken) -> bool {
        let call = self.local_calls.iter_mut().find(|call| call.0 == handle);
        call.map(|call| call.1 = LocalCall::Claimed(token))
            .is_some()
    }

    /// A client on this computer was asked that, and had called the server by no name of this computer. Should the server
    /// be here all the same, it finds its question again.
    pub fn note_called_by_other_name(&mut self, question: [u8; 8]) {
        keep_recent(&mut self.called_otherwise, question, LOCAL_CALLS);
    }

    /// Whether a client here was asked that by a server that it had called so: then the loopback check speaks against the
    /// answer. The question is forgotten with that.
    pub fn take_called_by_other_name(&mut self, question: [u8; 8]) -> bool {
        let place = self.called_otherwise.iter().position(|it| *it == question);
        place
            .map(|place| self.called_otherwise.remove(place))
            .is_some()
    }

    /// The server asks what became of a handle. It answers once.
    pub fn take_local_call(&mut self, handle: [u8; 8]) -> LocalCall {
        let place = self.local_calls.iter().position(|call| call.0 == handle);
        place.map_or(LocalCall::Open, |place| self.local_calls.remove(place).1)
    }
}

/// What became of the handle of a local call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LocalCall {
    /// Nobody on this computer has answered to it.
    #[default]
    Open,
    /// A thread with this token has.
    Claimed(AccessToken),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::UserPassword;

    fn alice(lsa: &mut Lsa) -> AccessToken {
        let credential = Credential::Password(UserPassword {
            domain: "CONTOSO".to_owned(),
            user: "alice".to_owned(),
            password: "Spring-98".to_owned(),
        });
        lsa.log_on(Identity::Anonymous, LogonType::Batch, vec![credential])
    }

    #[test]
    fn nothing_is_behind_a_token_after_log_off() {
        let mut lsa = Lsa::default();
        let (one, other) = (alice(&mut lsa), alice(&mut lsa));
        lsa.log_off(&one);
        assert!(lsa.behind(&one).is_empty() && !lsa.behind(&other).is_empty());
    }

    #[test]
    fn handles_nobody_comes_back_for_do_not_pile_up() {
        let mut lsa = Lsa::default();
        for number in 0..1000u64 {
            lsa.open_local_call(number.to_le_bytes());
        }
        assert_eq!(lsa.local_calls.len(), LOCAL_CALLS);
        let token = alice(&mut lsa);
        assert!(!lsa.claim_local_call(0u64.to_le_bytes(), token.clone()));
        assert!(lsa.claim_local_call(999u64.to_le_bytes(), token.clone()));
        let call = LocalCall::Claimed(token);
        assert_eq!(lsa.take_local_call(999u64.to_le_bytes()), call);
        assert_eq!(lsa.take_local_call(999u64.to_le_bytes()), LocalCall::Open);
    }
}
