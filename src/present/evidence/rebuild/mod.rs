//! A visit of traffic as settings of the lab: what the traffic tells is taken over, the rest is assumed and said.

use super::told_refusal::{ToldRefusal, told_refusal};
use super::visit;
use crate::hosts::{AccountState, BackEndProtocol, Era, Level, Scheme, account_of, same};
use crate::lab::{
    BrowsingFrom, DelegationTrust, Outcome, Scenario, SpnPlacement, is_dns_name, is_netbios_name,
    outcome, run,
};
use crate::traffic::attempts::{
    Attempt, AttemptOutcome, MessageRole, RefusalReason, SeenMechanism,
};
use crate::traffic::collection::Collection;
use crate::traffic::files::TicketMark;
use crate::traffic::leg::{Method, Protocol, Status};
use crate::wire::kerberos::KdcKind;
use crate::wire::kerberos::error_code::KRB_AP_ERR_MODIFIED;
use crate::wire::ntlm::ResponseKind;
use std::net::Ipv4Addr;

/// Settings of the lab, and what they are not told by.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebuilt {
    /// The settings, of which the lab can be opened.
    pub scenario: Scenario,
    /// What the traffic does not tell.
    pub assumed: Vec<Assumption>,
}

/// What is assumed where the traffic does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// That the sign-in ends well, as the run does: in the traffic it failed. It stands first.
    EndsWell,
    /// That the person sits at a desk: they signed in on the server itself, and there a sign-in fails otherwise.
    Desk,
    /// What the passwords are.
    Passwords,
    /// That computers and policies are as they come today.
    Today,
    /// Who the person is: no message names them.
    Person,
    /// The names of the domain.
    Domain,
    /// That there is a back end, a web service.
    BackEnd,
    /// That the front end is an IIS.
    FrontEnd,
    /// The scheme.
    Scheme,
    /// That the front end offers no other scheme than the one that was taken.
    Offers,
    /// Why NTLM was taken within Negotiate.
    NoTicket,
    /// That nobody is known because a server called for somebody: ANONYMOUS LOGON has other reasons too.
    SecondHop,
    /// That the back end lets that person in and nobody else.
    Admits,
    /// How the front end may act for the person.
    Delegation,
    /// Why the front end refuses the person.
    Refusal,
    /// That the account is locked out: a KDC's error says that something stands against it, not what.
    LockedOut,
    /// Why the back end does not take the ticket: its key is another account's.
    BackEndSpn,
    /// That the back end lets them in: why it refuses is not among the settings.
    BackEndRefusal,
    /// That a KDC gives the tickets that it refused: why it did is not among the settings.
    Tickets,
}

/// The settings that come nearest to the visit of a sign-in.
pub fn rebuild(collection: &Collection, chosen: usize) -> Rebuilt {
    let members = visit(collection, chosen);
    let attempts = || members.iter().filter_map(|it| collection.attempts.get(*it));
    let asks_for_tgt = |it: &&Attempt| it.mechanism == SeenMechanism::Ticket(KdcKind::As);
    let signs_in =
        |it: &&Attempt| !matches!(it.mechanism, SeenMechanism::Ticket(_)) && !it.is_cached();
    // Whoever comes as nobody has been somebody before: that is the mark of a second hop.
    let is_first = |it: &&Attempt| it.on_behalf_of.is_none() && !it.is_anonymous();
    let own = collection.attempts.get(chosen).filter(signs_in);
    let first = own.filter(is_first);
    let first = first.or_else(|| attempts().filter(signs_in).find(is_first));
    let second = own.filter(|it| !is_first(it));
    let second = second.or_else(|| attempts().filter(signs_in).find(|it| !is_first(it)));
    let mut rebuilt = Rebuilt {
        scenario: Scenario::of(Era::Today),
        assumed: vec![Assumption::Passwords, Assumption::Today, Assumption::Admits],
    };
    match first {
        Some(first) => {
            let asked = attempts().rev().find(asks_for_tgt);
            let named = Some(first).filter(|it| it.facts.user.is_some());
            rebuilt.person(named.or(asked).unwrap_or(first));
            rebuilt.names(collection, Some(first), second);
            rebuilt.front_end(collection, first);
            let logged = attempts().find(|it| it.has(MessageRole::Logged) && it.is_refused());
            rebuilt.refusal(first, logged);
            // Nobody answers the server where a KDC has refused already.
            if let Some(asked) = asked.filter(|_| first.outcome == AttemptOutcome::NotTried) {
                rebuilt.told(asked);
            }
        }
        None if second.is_some() => {
            rebuilt.assumed.push(Assumption::Person);
            rebuilt.assumed.push(Assumption::SecondHop);
            rebuilt.assumed.push(Assumption::FrontEnd);
            rebuilt.assumed.push(Assumption::Scheme);
            rebuilt.names(collection, None, second);
        }
        None if attempts().any(Attempt::is_cached) => {
            let cached: Vec<&Attempt> = attempts().filter(|it| it.is_cached()).collect();
            rebuilt.cached(&cached);
        }
        // Where a KDC alone is asked, the ticket's person and realm are known, and that Kerberos is spoken.
        None => {
            if let Some(ticket) = attempts().next() {
                rebuilt.person(ticket);
            }
            // How the person's own question ended; what a service was refused later says nothing of the person.
            let last = attempts().rev().find(asks_for_tgt);
            let taken_over = last.is_some_and(|it| rebuilt.told(it));
            let fails = attempts().any(|it| it.is_refused()) && !taken_over;
            rebuilt.assumed.extend(fails.then_some(Assumption::Tickets));
            rebuilt.scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
            rebuilt.assumed.push(Assumption::FrontEnd);
        }
    }
    rebuilt.back_end(collection, first, second);
    let failed = collection.attempts.get(chosen).filter(|it| it.fails());
    if failed.is_some_and(|it| rebuilt.ends_well(is_first(&it))) {
        rebuilt.assumed.insert(0, Assumption::EndsWell);
    }
    rebuilt
}

/// Whether a sign-in fails, and the run that comes nearest to its visit fails too: then there is something to mend there.
pub fn fails_in_lab(collection: &Collection, chosen: usize) -> bool {
    let differs = || rebuild(collection, chosen).assumed.first() == Some(&Assumption::EndsWell);
    let attempt = collection.attempts.get(chosen);
    attempt.is_some_and(Attempt::fails) && !differs()
}

impl Rebuilt {
    /// Whether the run lets the person in where the sign-in failed: at the front end, or behind it.
    fn ends_well(&self, at_front_end: bool) -> bool {
        match outcome(&run(&self.scenario)).map(|settled| settled.outcome) {
            Some(Outcome::FirstHop(_)) | None => false,
            Some(outcome) => at_front_end || outcome.succeeded(),
        }
    }

    fn person(&mut self, attempt: &Attempt) {
        let told = &attempt.facts;
        let scenario = &mut self.scenario;
        match told.domain.as_deref() {
            // An address, as clients write it in the place of a domain that they do not know, is none.
            Some(domain) if is_address(domain) => self.assumed.push(Assumption::Domain),
            Some(domain) if domain.contains('.') && is_dns_name(domain) => {
                scenario.names.dns_domain = crate::letter_case::lower(domain);
                let short = domain.split('.').next().unwrap_or_default();
                if is_netbios_name(short) {
                    scenario.rename_domain(crate::letter_case::upper(short));
                }
            }
            Some(domain) if is_netbios_name(domain) => scenario.rename_domain(domain.to_owned()),
            _ => self.assumed.push(Assumption::Domain),
        }
        match &told.user {
            Some(user) => scenario.rename_user(account_of(user).to_owned()),
            None => self.assumed.push(Assumption::Person),
        }
    }

    /// The tickets that a computer holds: who has them, for which web server, and what may be done with them.
    fn cached(&mut self, tickets: &[&Attempt]) {
        if let Some(ticket) = tickets.first() {
            self.person(ticket);
        }
        let mut services = tickets.iter();
        let web = services.find_map(|it| {
            let (class, rest) = it.target.as_deref()?.split_once('/')?;
            let host = rest.split(['@', '/']).next()?;
            let web = class.eq_ignore_ascii_case("http");
            let host = web.then(|| computer(Some(host.to_owned())))??;
            Some((host, &it.facts.marks))
        });
        let mut forwarded = tickets.iter();
        let scenario = &mut self.scenario;
        scenario.client.delegates =
            forwarded.any(|it| it.facts.marks.contains(&TicketMark::Delegation));
        scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
        // Of a domain controller’s own tickets it says nothing.
        if let Some((host, marks)) = web {
            scenario.names.web_server = host;
            if marks.contains(&TicketMark::OkAsDelegate) {
                scenario.directory.delegation = DelegationTrust::Unconstrained;
                scenario.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
            }
        }
        self.assumed.push(Assumption::FrontEnd);
    }

    fn names(
        &mut self,
        collection: &Collection,
        first: Option<&Attempt>,
        second: Option<&Attempt>,
    ) {
        let scenario = &mut self.scenario;
        let server = |attempt: &Attempt| {
            let flow = collection.flow(attempt)?;
            let named = attempt.facts.server.clone().or(attempt.target.clone());
            computer(named).or_else(|| computer(Some(collection.name(&flow.server))))
        };
        if let Some(web) = first.and_then(server) {
            scenario.names.web_server = web;
        }
        // In the lab two computers have two names.
        let desktop = computer(first.and_then(|it| it.facts.computer.clone()));
        if let Some(desktop) = desktop.filter(|it| *it != scenario.names.web_server) {
            scenario.names.desktop = desktop;
        }
        if let Some(back) = second.and_then(server) {
            scenario.names.back_end = back;
        }
    }

    fn front_end(&mut self, collection: &Collection, first: &Attempt) {
        let flow = collection.flow(first);
        if flow.is_none_or(|flow| !flow.protocol.is_http()) {
            self.assumed.push(Assumption::FrontEnd);
        }
        let same = flow.is_some_and(|flow| {
            flow.client.address.is_some() && flow.client.address == flow.server.address
        });
        // What is a local call proves nothing: who was seen to prove something sat elsewhere, as far as the lab knows.
        let proves = first.mechanism == SeenMechanism::Kerberos
            || first.facts.response.is_some_and(ResponseKind::proves);
        if same && !proves {
            self.scenario.client.from = BrowsingFrom::Server;
        }
        let demand = first
            .leg(MessageRole::Demand)
            .and_then(|leg| collection.legs.get(leg));
        let offered = demand.map(|leg| leg.offers.clone()).unwrap_or_default();
        let mut schemes: Vec<Scheme> = offered.iter().filter_map(|it| scheme(it)).collect();
        if schemes.is_empty() {
            if first.mechanism == SeenMechanism::Unknown && first.method != Some(Method::Negotiate)
            {
                self.assumed.push(Assumption::Scheme);
            }
            schemes.push(taken(first));
        }
        // The lab's browser takes the first it knows; that of the traffic may have had its reasons to take another.
        if first.mechanism != SeenMechanism::Unknown && schemes.first() != Some(&taken(first)) {
            schemes = vec![taken(first)];
            self.assumed.push(Assumption::Offers);
        }
        self.scenario.front_end.schemes = schemes;
        // Where an address is typed there is no name to ask a ticket for.
        let host = first.target.as_deref().and_then(|it| it.split(':').next());
        if let Some(address) = host.filter(|host| is_address(host)) {
            self.scenario.client.address = address.to_owned();
        } else if first.mechanism == SeenMechanism::Ntlm && taken(first) == Scheme::Negotiate {
            self.scenario.directory.web_spn = SpnPlacement::Missing;
            self.assumed.push(Assumption::NoTicket);
        }
        let v1 = matches!(
            first.facts.response,
            Some(ResponseKind::Ntlm | ResponseKind::Lm | ResponseKind::Ntlm2Session)
        );
        if v1 {
            self.scenario.client_level = Level::clamped(2);
        }
    }

    /// Takes over what a refusal tells of the person, if it tells anything.
    fn told(&mut self, refused: &Attempt) -> bool {
        let Some(told) = told_refusal(refused) else {
            return false;
        };
        let scenario = &mut self.scenario;
        match told {
            ToldRefusal::State(state) => scenario.directory.state = state,
            ToldRefusal::Revoked => {
                scenario.directory.state = AccountState::LockedOut;
                self.assumed.push(Assumption::LockedOut);
            }
            ToldRefusal::WrongPassword => {
                scenario.client.password = Scenario::WRONG_PASSWORD.to_owned();
            }
            ToldRefusal::NoSuchUser => {
                let user = scenario.client.user.clone();
                let known = scenario.account_names().into_iter();
                let others: Vec<String> = known.filter(|it| !same(it, &user)).collect();
                scenario.directory.accounts = others.join(", ");
            }
        }
        true
    }

    /// A server says that it refuses somebody, not why: what most often is the cause is assumed.
    fn refusal(&mut self, first: &Attempt, logged: Option<&Attempt>) {
        if !first.is_refused() || first.is_anonymous() {
            return;
        }
        // Whoever is refused on the server itself has logged on there before, as somebody else perhaps.
        let from = &mut self.scenario.client.from;
        if std::mem::replace(from, BrowsingFrom::Desk) == BrowsingFrom::Server {
            self.assumed.push(Assumption::Desk);
        }
        // A log of the same visit may say more than the answer.
        if self.told(first) || logged.is_some_and(|it| self.told(it)) {
            return;
        }
        let scenario = &mut self.scenario;
        match (first.mechanism, first.facts.response) {
            (SeenMechanism::Kerberos, _) => scenario.directory.web_spn = SpnPlacement::Elsewhere,
            (SeenMechanism::Ntlm, Some(ResponseKind::Ntlm | ResponseKind::Ntlm2Session)) => {
                scenario.dc_level = Level::clamped(5);
            }
            (SeenMechanism::Ntlm | SeenMechanism::Password(_) | SeenMechanism::Digest, _) => {
                scenario.client.password = Scenario::WRONG_PASSWORD.to_owned();
            }
            // What is refused without a proof: the person is not known, for want of the right password.
            (SeenMechanism::Unknown, _) => {
                scenario.client.password = Scenario::WRONG_PASSWORD.to_owned();
            }
            _ => return,
        }
        self.assumed.push(Assumption::Refusal);
    }

    fn back_end(
        &mut self,
        collection: &Collection,
        first: Option<&Attempt>,
        second: Option<&Attempt>,
    ) {
        let Some(second) = second else {
            self.assumed.push(Assumption::BackEnd);
            return;
        };
        let protocol = collection.flow(second).map(|flow| flow.protocol);
        let scenario = &mut self.scenario;
        match protocol {
            Some(Protocol::Tds) => scenario.call_by(BackEndProtocol::Sql),
            Some(Protocol::Http | Protocol::Https) => scenario.call_by(BackEndProtocol::Http),
            _ => self.assumed.push(Assumption::BackEnd),
        }
        let kerberos = second.mechanism == SeenMechanism::Kerberos;
        if kerberos || second.method == Some(Method::Negotiate) {
            scenario.back_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
        }
        // Whoever came with a ticket of the person's was allowed to act for them; which way is not to be seen.
        let closed = match (second.facts.reason, &second.outcome) {
            (Some(reason), _) => reason == RefusalReason::Kerberos(KRB_AP_ERR_MODIFIED),
            (None, outcome) => *outcome == AttemptOutcome::Refused(Some(Status::Http(401))),
        };
        match (kerberos && second.is_refused(), closed) {
            (true, true) => {
                scenario.directory.back_end_spn = SpnPlacement::Elsewhere;
                self.assumed.push(Assumption::BackEndSpn);
            }
            (true, false) => self.assumed.push(Assumption::BackEndRefusal),
            (false, _) => {}
        }
        if kerberos {
            let came_with_ticket = first.is_some_and(|it| it.mechanism == SeenMechanism::Kerberos);
            scenario.directory.delegation = match came_with_ticket {
                true => DelegationTrust::KerberosOnly,
                false => DelegationTrust::AnyProtocol,
            };
            scenario.directory.delegation_list = scenario.back_end_spns().join(", ");
            self.assumed.push(Assumption::Delegation);
        }
    }
}

/// The NetBIOS name of a computer, of any name of it.
fn computer(name: Option<String>) -> Option<String> {
    let name = name?;
    let short = name.split(['.', ':']).next()?;
    let short = crate::letter_case::upper(short);
    is_netbios_name(&short).then_some(short)
}

/// Whether that is an address of IPv4.
fn is_address(host: &str) -> bool {
    host.parse::<Ipv4Addr>().is_ok()
}

/// The scheme of HTTP that somebody signed in by, or what comes nearest to it.
fn taken(attempt: &Attempt) -> Scheme {
    match (attempt.mechanism, attempt.method) {
        (_, Some(Method::Negotiate)) | (SeenMechanism::Kerberos, _) => Scheme::Negotiate,
        (SeenMechanism::Password(_), _) => Scheme::Basic,
        (SeenMechanism::Digest, _) => Scheme::Digest,
        // One answer that is not shown: of NTLM there would be two.
        _ if matches!(attempt.hidden, Some((1, _))) => Scheme::Negotiate,
        (SeenMechanism::Unknown, _) if is_asked_once(attempt) => Scheme::Negotiate,
        _ => Scheme::Ntlm,
    }
}

/// Whether a log has one demand before what was let in, which NTLM does not come to.
fn is_asked_once(attempt: &Attempt) -> bool {
    let logged = attempt.has(MessageRole::Logged) && !attempt.challenged;
    logged && attempt.has(MessageRole::Demand)
}

/// The scheme of a challenge, by its first word.
fn scheme(offer: &str) -> Option<Scheme> {
    Scheme::named(offer.split_ascii_whitespace().next()?)
}

#[cfg(test)]
mod tests;
