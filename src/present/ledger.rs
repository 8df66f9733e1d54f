//! What each host holds at a step, and whom it could convince with it. Derived from the log, never asserted.

use super::{head, words};
use crate::crypto::{self, Trace};
use crate::hosts::{
    ConnectionId, Decision, Holding, Identity, OutboundCredential, Role, StorageLocation,
};
use crate::lab::{Event, EventId, Hop, HostId, HostInfo, Kind, Log};
use crate::secret::Secret;

/// A host's card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The host.
    pub host: HostId,
    /// Its role.
    pub role: Role,
    /// What it holds now.
    pub holdings: Vec<Held>,
    /// Whom it can prove the person to.
    pub claims: Vec<Claim>,
}

/// Something held, and whether it is new at this step.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// What.
    pub holding: Holding,
    /// Whether it came with this step.
    pub fresh: bool,
}

impl Held {
    /// What it is, without any of its bytes.
    pub fn name(&self) -> String {
        match self.fingerprint() {
            Some(_) => words::secret_name(self.holding.secret).to_owned(),
            None => words::holding(&self.holding),
        }
    }

    /// The first bytes of a question or an answer: by them it is known again.
    pub fn fingerprint(&self) -> Option<String> {
        let value = self.holding.value.as_deref()?;
        let told = matches!(self.holding.secret, Secret::Challenge | Secret::Response);
        told.then(|| head(value, 3))
    }

    /// Whether it is the session of a caller whom nobody knows.
    pub fn is_anonymous(&self) -> bool {
        self.holding.secret == Secret::Token && self.holding.of == Identity::Anonymous.to_string()
    }
}

/// Whether a host can prove the person to another, and whether its call would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// To whom.
    pub to: Role,
    /// Whether anything on this computer answers a fresh challenge in the person's name.
    pub can: bool,
    /// Whether the calling thread's token reaches it; none where no thread calls.
    pub will: Option<bool>,
    /// Whether the two ever talk; a browser only could, if it asked.
    pub hypothetical: bool,
}

/// The cards at a step that covers the events from `first` to `last`.
pub fn cards(log: &Log, person: &str, first: EventId, last: EventId) -> Vec<Card> {
    let view = View {
        log,
        person: person.to_owned(),
        last,
    };
    log.hosts
        .iter()
        .filter_map(|host| {
            let role = host.role?;
            let holdings = view.held(host, first);
            Some(Card {
                host: host.id,
                role,
                claims: view.claims(host),
                holdings,
            })
        })
        .collect()
}

struct View<'a> {
    log: &'a Log,
    /// The account name, without a domain.
    person: String,
    last: EventId,
}

impl View<'_> {
    fn past(&self) -> impl Iterator<Item = &Event> {
        self.log
            .events
            .iter()
            .take_while(|event| event.id <= self.last)
    }

    fn closed(&self) -> Vec<ConnectionId> {
        self.past()
            .filter_map(|event| match event.kind {
                Kind::Closed(connection) => Some(connection),
                _ => None,
            })
            .collect()
    }

    /// What came with a connection goes with it.
    fn held(&self, host: &HostInfo, first: EventId) -> Vec<Held> {
        let closed = self.closed();
        let mut held: Vec<Held> = Vec::new();
        let initial = host.holdings.iter().map(|holding| (holding, false));
        let gained = self
            .past()
            .filter(|event| event.host == host.id)
            .flat_map(|event| event.gained.iter().map(move |h| (h, event.id >= first)));
        for (holding, fresh) in initial.chain(gained) {
            let gone =
                matches!(holding.place, StorageLocation::Connection(id) if closed.contains(&id));
            let same = |other: &Held| {
                let (a, b) = (&other.holding, holding);
                (a.secret, &a.of, &a.value, a.logon) == (b.secret, &b.of, &b.value, b.logon)
                    && matches!(a.place, StorageLocation::LogonSession(_))
                        == matches!(b.place, StorageLocation::LogonSession(_))
            };
            if !gone && !held.iter().any(same) {
                // A connection has one question at a time.
                let asked = holding.secret == Secret::Challenge;
                held.retain(|other| {
                    !asked
                        || other.holding.secret != Secret::Challenge
                        || other.holding.place != holding.place
                });
                held.push(Held {
                    holding: holding.clone(),
                    fresh,
                });
            }
        }
        // A question that was answered is spent.
        let answered: Vec<StorageLocation> = held
            .iter()
            .filter(|held| held.holding.secret == Secret::Token)
            .map(|held| held.holding.place)
            .collect();
        held.retain(|held| {
            held.holding.secret != Secret::Challenge || !answered.contains(&held.holding.place)
        });
        held
    }

    /// A host can prove the person to those it may call. Who is called by nobody is the person's own, and could prove
    /// them to hosts farther away, if it asked.
    fn claims(&self, host: &HostInfo) -> Vec<Claim> {
        let can = self.can(host);
        let own = !self
            .log
            .hosts
            .iter()
            .any(|other| other.links.contains(&host.id));
        let direct = self.called_by(host);
        let farther = direct.iter().flat_map(|near| self.called_by(near));
        let farther: Vec<&HostInfo> = farther.filter(|_| own).collect();
        let claim = |to: &HostInfo, hypothetical| {
            Some(Claim {
                to: to.role?,
                can,
                will: if own { None } else { self.will(host, to) },
                hypothetical,
            })
        };
        let direct = direct.iter().filter_map(|to| claim(to, false));
        let farther = farther.iter().filter_map(|to| claim(to, true));
        direct.chain(farther).collect()
    }

    /// The hosts that a host may call, directories aside.
    fn called_by(&self, host: &HostInfo) -> Vec<&HostInfo> {
        let links = host.links.iter().filter_map(|link| self.log.host(*link));
        links
            .filter(|to| to.role != Some(Role::DomainController))
            .collect()
    }

    /// Whether anything on the computer answers a fresh challenge as the person: tried against what the directory has.
    fn can(&self, host: &HostInfo) -> bool {
        self.on_computer(host)
            .any(|held| self.proves(&held.holding))
    }

    /// What is held on a host's computer, by it or by another.
    fn on_computer(&self, host: &HostInfo) -> impl Iterator<Item = Held> {
        let hosts = self.log.hosts.iter();
        hosts
            .filter(|other| other.name == host.name)
            .flat_map(|other| self.held(other, self.last))
    }

    /// What the thread's token reaches: the credential behind its logon session, or, on the mailbox host's own
    /// computer, the system that vouches for it.
    fn will(&self, host: &HostInfo, to: &HostInfo) -> Option<bool> {
        let latest = self.past().filter(|event| event.host == host.id);
        let token = latest
            .filter(|event| matches!(event.kind.decision(), Some(Decision::MakesToken { .. })))
            .last()?;
        let Some(Decision::MakesToken {
            identity,
            credential,
            ..
        }) = token.kind.decision()
        else {
            return None;
        };
        if *identity == Identity::Anonymous {
            return Some(false);
        }
        let replayed = self.past().any(|event| {
            let reach = event.kind.decision();
            matches!(
                reach,
                Some(Decision::AnswersAs {
                    reach: OutboundCredential::Replay,
                    ..
                })
            )
        });
        // Whoever sits in its place decides what the call is made with.
        let by_hand = |event: &Event| {
            let reach = event.kind.decision();
            matches!(
                reach,
                Some(Decision::AnswersAs {
                    reach: OutboundCredential::Hand(_),
                    ..
                })
            )
        };
        if self.past().any(by_hand) {
            return None;
        }
        let vouched = to.name == host.name && !replayed;
        // The session may be older than the token: a local call hands on the caller's own.
        let behind = *credential
            && self.on_computer(host).any(|held| {
                matches!(held.holding.place, StorageLocation::LogonSession(_))
                    && self.proves(&held.holding)
            });
        Some(vouched || (behind && !replayed))
    }

    fn proves(&self, holding: &Holding) -> bool {
        let (Some(value), Some(right)) = (&holding.value, self.nt_hash()) else {
            return false;
        };
        match holding.secret {
            Secret::NtHash => *value == right,
            Secret::Password => {
                let password = String::from_utf8_lossy(value);
                crypto::nt_owf_v1(&password, &mut Trace::off()).as_slice() == right
            }
            _ => false,
        }
    }

    /// The person's NT hash, as the directory has it.
    fn nt_hash(&self) -> Option<Vec<u8>> {
        let person = crypto::upper(&self.person);
        let controller = self.log.host_of(Role::DomainController)?;
        controller
            .holdings
            .iter()
            .find(|holding| {
                let name = holding.of.rsplit('\\').next().unwrap_or_default();
                crypto::upper(name) == person
            })?
            .value
            .clone()
    }
}

/// How many connections of a hop are open at an event.
pub fn open_connections(log: &Log, hop: Hop, last: EventId) -> usize {
    let past = log.events.iter().take_while(|event| event.id <= last);
    past.fold(0, |open, event| match event.kind {
        Kind::Opened(id) if log.connection(id).map(|c| c.hop) == Some(hop) => open + 1,
        Kind::Closed(id) if log.connection(id).map(|c| c.hop) == Some(hop) => {
            open.saturating_sub(1)
        }
        _ => open,
    })
}

/// Whether a connection had been opened by an event.
pub fn opened_by(log: &Log, connection: ConnectionId, last: EventId) -> bool {
    let past = log.events.iter().take_while(|event| event.id <= last);
    past.into_iter()
        .any(|event| event.kind == Kind::Opened(connection))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::table::{Column, ROWS, scenario};
    use crate::lab::{Scenario, run};

    fn front_end(id: &str, column: Column) -> Claim {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        let scenario: Scenario = scenario(row, column).unwrap();
        let log = run(&scenario);
        let answers = log
            .events
            .iter()
            .find(|event| matches!(event.kind.decision(), Some(Decision::AnswersAs { .. })));
        let last = answers.unwrap().id;
        let cards = cards(&log, &scenario.client.user, last, last);
        let card = cards.iter().find(|card| card.role == Role::FrontEnd);
        card.unwrap().claims[0]
    }

    #[test]
    fn with_a_network_logon_the_computer_could_and_the_token_does_not() {
        for (column, will) in [(Column::SameHost, true), (Column::RemoteMapi, false)] {
            let claim = front_end("B2", column);
            assert!(claim.can);
            assert_eq!(claim.will, Some(will));
        }
    }

    #[test]
    fn what_is_known_again_by_its_bytes_has_them_apart_from_its_name() {
        let log = run(&Scenario::of(crate::hosts::Era::Y1998));
        let mut anonymous = Vec::new();
        for event in &log.events {
            for card in cards(&log, "alice", event.id, event.id) {
                for held in &card.holdings {
                    let whole = words::holding(&held.holding);
                    match held.fingerprint() {
                        Some(bytes) => assert_eq!([held.name(), bytes].join(" "), whole),
                        None => assert_eq!(held.name(), whole),
                    }
                    anonymous.extend(held.is_anonymous().then_some(card.role));
                }
            }
        }
        anonymous.dedup();
        assert_eq!(anonymous, [Role::Mailbox]);
    }

    #[test]
    fn ntlm_leaves_nothing_that_answers() {
        let claim = front_end("N1", Column::RemoteMapi);
        assert_eq!((claim.can, claim.will), (false, Some(false)));
    }

    #[test]
    fn on_the_server_the_callers_own_session_is_behind_the_token() {
        let claim = front_end("L2", Column::RemoteMapi);
        assert_eq!((claim.can, claim.will), (true, Some(true)));
    }

    #[test]
    fn basic_leaves_the_password_behind_the_token() {
        let claim = front_end("B0", Column::RemoteHttp);
        assert_eq!((claim.can, claim.will), (true, Some(true)));
    }
}
