//! The computers, and how the servers among them take sign-ins.

use super::{Assumption, Rebuilt, is_address};
use crate::hosts::{BackEndProtocol, Level, Scheme};
use crate::lab::{BrowsingFrom, DelegationTrust, SpnPlacement, is_netbios_name};
use crate::letter_case;
use crate::traffic::attempts::{
    Attempt, AttemptOutcome, MessageRole, RefusalReason, SeenMechanism,
};
use crate::traffic::collection::Collection;
use crate::traffic::files::TicketMark;
use crate::traffic::leg::{Method, Protocol, Status};
use crate::wire::kerberos::error_code::KRB_AP_ERR_MODIFIED;
use crate::wire::ntlm::ResponseKind;

impl Rebuilt {
    pub(super) fn names(
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

    pub(super) fn front_end(&mut self, collection: &Collection, first: &Attempt) {
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

    pub(super) fn back_end(
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

    /// The tickets that a computer holds: who has them, for which web server, and what may be done with them.
    pub(super) fn cached(&mut self, tickets: &[&Attempt]) {
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
}

/// The NetBIOS name of a computer, of any name of it.
fn computer(name: Option<String>) -> Option<String> {
    let name = name?;
    let short = name.split(['.', ':']).next()?;
    let short = letter_case::upper(short);
    is_netbios_name(&short).then_some(short)
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
