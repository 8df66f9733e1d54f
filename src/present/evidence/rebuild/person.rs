//! Who signs in, and why they are refused.

use super::{Assumption, Rebuilt, is_address};
use crate::hosts::{AccountState, Level, account_of, same};
use crate::lab::{BrowsingFrom, Scenario, SpnPlacement, is_dns_name, is_netbios_name};
use crate::letter_case;
use crate::present::evidence::told_refusal::{ToldRefusal, told_refusal};
use crate::traffic::attempts::{Attempt, SeenMechanism};
use crate::wire::ntlm::ResponseKind;

impl Rebuilt {
    pub(super) fn person(&mut self, attempt: &Attempt) {
        let told = &attempt.facts;
        let scenario = &mut self.scenario;
        match told.domain.as_deref() {
            // An address, as clients write it in the place of a domain that they do not know, is none.
            Some(domain) if is_address(domain) => self.assumed.push(Assumption::Domain),
            Some(domain) if domain.contains('.') && is_dns_name(domain) => {
                scenario.names.dns_domain = letter_case::lower(domain);
                let short = domain.split('.').next().unwrap_or_default();
                if is_netbios_name(short) {
                    scenario.rename_domain(letter_case::upper(short));
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

    /// Takes over what a refusal tells of the person, if it tells anything.
    pub(super) fn told(&mut self, refused: &Attempt) -> bool {
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
    pub(super) fn refusal(&mut self, first: &Attempt, logged: Option<&Attempt>) {
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
}
