//! What each host holds at a step, and whom it could convince with it. Derived from the log, never asserted.

use super::{head, words};
use crate::crypto::{self, Trace};
use crate::hosts::{
    ConnectionId, Decision, DenialReason, Holding, Identity, MailboxAnswer, OutboundCredential,
    Role, StorageLocation,
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

    /// Where it is, and how long it stays.
    pub fn place(&self) -> String {
        words::place_name(&self.holding.place)
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
    /// Whether anything on this computer convinces the other in the person's name. What the other has answered counts
    /// before what is held: whoever was refused cannot, whoever was let in can.
    pub can: bool,
    /// Whether the calling thread's token reaches it; none where no thread calls.
    pub will: Option<bool>,
    /// Whether the other knows the person, who has no right there: nothing has to be proved, and nothing opens.
    pub no_right: bool,
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
        let proves = self.proves_anything(host);
        let mut others = self.log.hosts.iter();
        let own = !others.any(|other| other.links.contains(&host.id));
        let direct = self.called_by(host);
        let mut claims = Vec::new();
        for to in &direct {
            let answer = self.answer(host, to);
            let will = if own { None } else { self.will(host, to) };
            let can = match answer {
                None => proves || will == Some(true),
                Some(answer) => answer == Answer::LetIn,
            };
            claims.extend(to.role.map(|role| Claim {
                to: role,
                can,
                will: will.map(|will| if answer.is_some() { can } else { will }),
                no_right: answer == Some(Answer::NoRight),
                hypothetical: false,
            }));
        }
        // What the authority does not take for a proof would be none farther away either.
        let proves = proves
            && !direct
                .iter()
                .any(|near| self.answer(host, near) == Some(Answer::NotProved));
        for near in direct.iter().filter(|_| own) {
            for to in self.called_by(near) {
                let no_right = self.answer(near, to) == Some(Answer::NoRight);
                claims.extend(to.role.map(|role| Claim {
                    to: role,
                    can: proves && !no_right,
                    will: None,
                    no_right,
                    hypothetical: true,
                }));
            }
        }
        claims
    }

    /// What came of the last call of one host to another, as far as something has.
    fn answer(&self, host: &HostInfo, to: &HostInfo) -> Option<Answer> {
        let mut answer = None;
        let mut changed = false;
        let mut called = false;
        for event in self.past() {
            let connection = event.kind.connection();
            let connection = connection.and_then(|id| self.log.connection(id));
            let between = connection.is_some_and(|it| (it.from, it.to) == (host.id, to.id));
            match event.kind.decision() {
                Some(decision) if event.host == to.id && between => {
                    answer = answered(decision).or(answer);
                }
                Some(decision) if event.host == host.id && (called || between) => {
                    let over = match decision {
                        Decision::GivesUp { .. } | Decision::CannotSignIn { .. } => true,
                        Decision::HearsFromMailbox(MailboxAnswer::Opened(_)) => false,
                        Decision::HearsFromMailbox(_) => true,
                        _ => false,
                    };
                    if over && matches!(answer, None | Some(Answer::LetIn)) {
                        answer = Some(Answer::Refused);
                    }
                }
                Some(_) => {}
                None => {
                    changed |= between && event.changed();
                    if matches!(event.kind, Kind::Opened(_))
                        && connection
                            .is_some_and(|it| it.from == host.id && it.hop != Hop::Directory)
                    {
                        called = between;
                    }
                    // What was changed on its way was not the caller's own: asked again, it may be let in.
                    if between && changed && event.host == host.id && answer != Some(Answer::LetIn)
                    {
                        answer = None;
                    }
                }
            }
        }
        answer
    }

    /// The hosts that a host may call, directories aside.
    fn called_by(&self, host: &HostInfo) -> Vec<&HostInfo> {
        let links = host.links.iter().filter_map(|link| self.log.host(*link));
        links
            .filter(|to| to.role != Some(Role::DomainController))
            .collect()
    }

    /// Whether anything on the computer answers a fresh challenge as the person: tried against what the directory has.
    fn proves_anything(&self, host: &HostInfo) -> bool {
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

/// What came of a call, for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// The caller was let in.
    LetIn,
    /// The caller is known, and may not.
    NoRight,
    /// The authority for the account takes what was sent for no proof.
    NotProved,
    /// The caller was refused for another reason.
    Refused,
}

/// What a decision of the host that was called means for its caller.
fn answered(decision: &Decision) -> Option<Answer> {
    Some(match decision {
        Decision::MakesToken {
            identity: Identity::User { .. },
            ..
        }
        | Decision::Authorizes { granted: true, .. } => Answer::LetIn,
        Decision::Authorizes {
            identity: Identity::User { .. },
            ..
        } => Answer::NoRight,
        Decision::Authorizes { .. } => Answer::Refused,
        Decision::RefusesRequest { because } | Decision::AuthenticationFails { because } => {
            match because {
                // Nothing was refused yet: who calls is asked.
                DenialReason::PageAsks | DenialReason::AnonymousOff | DenialReason::StaleNonce => {
                    return None;
                }
                DenialReason::LogonFailed(_) => Answer::NotProved,
                _ => Answer::Refused,
            }
        }
        _ => return None,
    })
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
    use crate::lab::presets::PRESETS;
    use crate::lab::table::{Column, ROWS, scenario};
    use crate::lab::{Outcome, Scenario, run, settled};

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

    /// Where the run is settled, against what the log's own outcomes say.
    #[test]
    fn no_card_contradicts_what_was_decided() {
        let rows = ROWS.iter().flat_map(|row| {
            let columns = row.columns.iter();
            columns.filter_map(move |column| Some((row.id, scenario(row, *column)?)))
        });
        let presets = PRESETS.iter().map(|preset| (preset.id, preset.scenario()));
        let mut checked = 0;
        for (name, scenario) in presets.chain(rows) {
            let log = run(&scenario);
            let outcomes = settled(&log);
            for event in &log.events {
                let cards = cards(&log, &scenario.client.user, event.id, event.id);
                let claim = |from: Role, to: Role| {
                    let card = cards.iter().find(|card| card.role == from).unwrap();
                    let mut claims = card.claims.iter();
                    claims.rfind(|it| it.to == to && !it.hypothetical).copied()
                };
                let first = claim(Role::Browser, Role::FrontEnd).unwrap();
                let what = format!("{name}, event {}", event.id.0);
                if let Some(Decision::RefusesRequest { because }) = event.kind.decision()
                    && !matches!(because, DenialReason::PageAsks | DenialReason::StaleNonce)
                {
                    assert!(!first.can, "{what}: refused");
                    let judged = matches!(because, DenialReason::LogonFailed(_));
                    let mut all = cards.iter().flat_map(|card| &card.claims);
                    assert!(!all.any(|it| judged && it.hypothetical && it.can), "{what}");
                    checked += 1;
                }
                let Some(last) = outcomes.iter().rfind(|it| it.event <= event.id) else {
                    continue;
                };
                checked += 1;
                if let Outcome::FirstHop(_) = last.outcome {
                    assert!(!first.can, "{what}: hop 1 denied");
                    continue;
                }
                assert!(first.can, "{what}: hop 1 went through");
                let called = log.event(last.event).unwrap().host;
                let called = log.host(called).unwrap().role.unwrap();
                let second = claim(Role::FrontEnd, called).unwrap();
                let opened = last.outcome.succeeded();
                assert_eq!(second.can, opened, "{what}");
                assert!(second.will.is_none_or(|will| will == opened), "{what}");
                let known = matches!(last.outcome, Outcome::NoRights(_));
                assert_eq!(second.no_right, known, "{what}");
            }
        }
        assert!(checked > 300, "{checked}");
    }

    #[test]
    fn after_a_change_on_the_way_the_next_try_counts() {
        let mut scenario = Scenario::of(crate::hosts::Era::Y1998);
        let log = run(&scenario);
        let response = log.messages().position(|(sent, _)| {
            sent.starts_with(b"GET")
                && crate::wire::ntlm_token(sent).is_some_and(|token| token.len() > 80)
        });
        let message = u32::try_from(response.unwrap()).unwrap();
        // A letter of the base64, far behind: in the response.
        let at =
            u32::try_from(log.messages().nth(response.unwrap()).unwrap().0.len() - 40).unwrap();
        scenario.edits.push(crate::lab::Splice {
            message,
            layer: 0,
            at,
            remove: 1,
            insert: vec![b'_'],
        });
        let log = run(&scenario);
        let mut seen = Vec::new();
        for event in &log.events {
            let cards = cards(&log, "alice", event.id, event.id);
            let card = cards
                .iter()
                .find(|card| card.role == Role::Browser)
                .unwrap();
            let can = card.claims.first().unwrap().can;
            if seen.last() != Some(&can) {
                seen.push(can);
            }
        }
        // Nothing typed, typed, refused, tried again.
        assert_eq!(seen, [false, true, false, true]);
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
