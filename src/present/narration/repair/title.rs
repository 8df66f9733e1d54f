//! What changes are called.

use super::{back_end_account, service_account};
use crate::hosts::{AccountState, BackEndProtocol, Scheme};
use crate::lab::repair::{Change, Changer, in_order};
use crate::lab::{BackEndLocation, DelegationTrust, RunsAs, Scenario, Setting, SpnPlacement, Zone};
use crate::present::narration::glossary::Term;
use crate::present::narration::text::{Text, capitalised, join, password, ticket};
use crate::present::narration::{account_state, settings};
use crate::prose;

/// What a set of changes is called: one title behind the other, in one sentence.
pub fn set_title(scenario: &Scenario, changes: &[Change]) -> Text {
    let changes = in_order(scenario, changes).into_iter();
    let titles = changes.enumerate().map(|(number, (scenario, change))| {
        let begin: fn(&'static str) -> String = match number {
            0 => capitalised,
            _ => String::from,
        };
        title_that_begins(&scenario, change, begin)
    });
    join(titles, "; and ", "; and ")
}

/// What a change is, in the names of the scenario.
pub fn title(scenario: &Scenario, change: &Change) -> Text {
    title_that_begins(scenario, change, capitalised)
}

/// The same. Its first words are as they stand within a sentence, so that `begin` can write them; a name stays as it is.
fn title_that_begins(
    scenario: &Scenario,
    change: &Change,
    begin: fn(&'static str) -> String,
) -> Text {
    let names = &scenario.names;
    let account = service_account(scenario);
    let back_end = names.back_end.clone();
    let user = || scenario.client.user.clone();
    let after = change.made(scenario);
    let (client, front_end, directory) = (&after.client, &after.front_end, &after.directory);
    match change.setting {
        Setting::Delegation => match directory.delegation {
            DelegationTrust::KerberosOnly => {
                prose! { Term::Delegation.called(begin("constrained delegation")), " for ", account, ", with the back end on its list" }
            }
            DelegationTrust::AnyProtocol => {
                prose! { begin("constrained delegation with protocol transition for "), account }
            }
            DelegationTrust::Unconstrained => {
                prose! { begin("unconstrained delegation for "), account }
            }
            DelegationTrust::No => {
                prose! { begin("no delegation of its own for "), account, ", and an empty list" }
            }
        },
        Setting::DelegationList => prose! { begin("the back end’s SPN on the list of "), account },
        Setting::LetsFrontEndAct => match after.back_end.lets_front_end_act {
            true => {
                prose! { begin("resource-based delegation: "), back_end_account(scenario), " names ", account }
            }
            false => prose! { back_end_account(scenario), " names nobody who may act" },
        },
        Setting::Schemes => match front_end.schemes.first() {
            Some(Scheme::Basic) => prose! { "Basic: IIS gets the ", password() },
            Some(Scheme::Negotiate) => prose! { "Negotiate first, so that Kerberos can be used" },
            Some(Scheme::Ntlm) => prose! { "NTLM only" },
            Some(Scheme::Digest) => prose! { "Digest only" },
            None => prose! { begin("no scheme at all") },
        },
        Setting::BackEndSchemes => match after.back_end.schemes.contains(&Scheme::Negotiate) {
            true => prose! { back_end, " takes ", ticket("tickets"), " too" },
            false => prose! { back_end, " takes NTLM only" },
        },
        Setting::Placement => match after.back_end.placement {
            BackEndLocation::SameHost => prose! { begin("the back end on the computer of IIS") },
            BackEndLocation::AnotherHost => {
                prose! { begin("the back end on a computer of its own") }
            }
        },
        Setting::PublicFolders => match after.back_end.folders {
            BackEndLocation::SameHost => prose! { begin("the public folders with the mailbox") },
            BackEndLocation::AnotherHost => {
                prose! { begin("the public folders on a computer of their own") }
            }
        },
        Setting::BackEnd => match after.back_end.protocol {
            BackEndProtocol::Http => prose! { begin("the mailbox over HTTP in place of MAPI") },
            _ => prose! { begin("the mailbox over MAPI in place of HTTP") },
        },
        Setting::Delegates => match client.delegates {
            true => {
                prose! { begin("the browser’s policy lets it delegate to "), names.web_server.clone() }
            }
            false => prose! { begin("the browser’s policy lets it delegate to nobody") },
        },
        Setting::Zone => match client.zone {
            Zone::Intranet => prose! { begin("the address in the intranet zone") },
            Zone::Internet => prose! { begin("the address in the internet zone") },
        },
        Setting::AccountState => match (directory.state, scenario.directory.state) {
            (AccountState::Enabled, AccountState::LockedOut) => {
                prose! { begin("the account of "), user(), " is unlocked" }
            }
            (
                AccountState::Enabled,
                AccountState::PasswordExpired | AccountState::PasswordMustChange,
            ) => prose! { user(), " gets a new password" },
            (AccountState::Enabled, AccountState::OutsideLogonHours) => {
                prose! { user(), " may sign in at any hour" }
            }
            (AccountState::Enabled, AccountState::Expired) => {
                prose! { begin("the account of "), user(), " does not expire" }
            }
            (AccountState::Enabled, AccountState::Disabled | AccountState::Enabled) => {
                prose! { begin("the account of "), user(), " is enabled" }
            }
            (state, _) => prose! { user(), "’s ", account_state::clause(state) },
        },
        Setting::Sensitive => match directory.sensitive {
            true => prose! { user(), " is marked sensitive" },
            false => prose! { user(), " may be delegated" },
        },
        Setting::Protected => match directory.protected {
            true => prose! { user(), " joins Protected Users" },
            false => prose! { user(), " leaves Protected Users" },
        },
        Setting::WebSpn => match directory.web_spn {
            SpnPlacement::Computer => {
                prose! { begin("the web server’s name on its computer’s account alone") }
            }
            SpnPlacement::ServiceAccount => {
                prose! { begin("the web server’s SPN on "), names.pool_account.clone() }
            }
            SpnPlacement::Twice => prose! { begin("the web server’s SPN on two accounts") },
            SpnPlacement::Elsewhere => {
                prose! { begin("the web server’s SPN on an account that has nothing to do with it") }
            }
            SpnPlacement::Missing => prose! { begin("the web server’s SPN nowhere") },
        },
        Setting::BackEndSpn => match directory.back_end_spn {
            placement if !change.along.is_empty() => {
                let owner = match placement {
                    SpnPlacement::ServiceAccount => names.back_end_account.clone(),
                    _ => format!("{back_end}$"),
                };
                prose! { begin("the SPN of "), back_end, " is registered on ", owner, ": it takes ", ticket("tickets"), " too" }
            }
            SpnPlacement::Computer => {
                prose! { begin("the SPN of the back end on the account of "), back_end, " alone" }
            }
            SpnPlacement::ServiceAccount => {
                prose! { begin("the SPN of the back end on "), names.back_end_account.clone() }
            }
            SpnPlacement::Twice => prose! { begin("the SPN of the back end on two accounts") },
            SpnPlacement::Elsewhere => {
                prose! { begin("the SPN of the back end on an account that has nothing to do with it") }
            }
            SpnPlacement::Missing => prose! { begin("the SPN of the back end nowhere") },
        },
        Setting::BackEndAccount => match after.back_end.runs_as {
            RunsAs::Domain => {
                prose! { begin("the back end runs as "), names.back_end_account.clone() }
            }
            RunsAs::Computer => prose! { begin("the back end runs as a built-in account") },
        },
        Setting::Pool => match front_end.pool {
            RunsAs::Domain => prose! { begin("the pool runs as "), names.pool_account.clone() },
            RunsAs::Computer => prose! { begin("the pool runs as a built-in account") },
        },
        Setting::ClockAhead => match front_end.clock_ahead.0 {
            0 => prose! { begin("the clock of "), names.web_server.clone(), " set right" },
            _ => prose! { begin("the clock of "), names.web_server.clone(), " six minutes off" },
        },
        Setting::OldKey => match front_end.old_key {
            true => prose! { "IIS keeps the key from before a password change" },
            false => prose! { "IIS has its account’s new key" },
        },
        Setting::Password => prose! { begin("the right "), password(), " is typed" },
        Setting::Accounts => prose! { begin("an account for "), user() },
        Setting::Admits => prose! { user(), " is among those admitted" },
        Setting::Address if !client.address.is_empty() => {
            prose! { begin("the full name in the address bar: "), client.address.clone() }
        }
        Setting::Address => prose! { begin("the computer’s own name in the address bar") },
        Setting::LoopbackCheck => match front_end.loopback_check {
            true => prose! { begin("the loopback check stands against the address") },
            false => prose! { begin("the address is let through the loopback check") },
        },
        Setting::Replay => prose! { begin("no replay") },
        Setting::BasicLogon => {
            prose! { "Basic logs on as ", settings::logon_name(front_end.basic_logon) }
        }
        Setting::DefaultDomain => {
            prose! { begin("a default domain for Basic: "), change.to.clone() }
        }
        Setting::Domain if change.to.is_empty() => prose! { begin("no domain is typed") },
        Setting::Domain => prose! { begin("the domain is typed: "), change.to.clone() },
        Setting::KeepAlive => match front_end.keep_alive {
            true => prose! { begin("connections stay open") },
            false => prose! { begin("connections do not stay open") },
        },
        Setting::SingleRequest => match front_end.single_request {
            true => {
                prose! { begin("an NTLM sign-in holds for one request (authPersistSingleRequest)") }
            }
            false => prose! { begin("an NTLM sign-in holds for its connection") },
        },
        Setting::ClientLevel => prose! {
            "LmCompatibilityLevel ", after.client_level.number(), " at ",
            if change.takes(Changer::ClientPolicy) { "the browser and IIS" } else { "IIS" }
        },
        Setting::DcLevel => prose! {
            "LmCompatibilityLevel ", after.dc_level.number(), " at the domain controller"
        },
        Setting::Alias => prose! { begin("an A record in place of the alias (CNAME)") },
        Setting::FollowsAlias => match client.follows_alias {
            true => prose! { begin("the browser asks for the name behind an alias") },
            false => prose! { begin("the browser asks for the alias itself") },
        },
        Setting::NamesPort => match client.names_port {
            true => prose! { begin("the browser’s SPN has the port in it") },
            false => prose! { begin("the browser’s SPN has no port in it") },
        },
        Setting::TgtDelegation => match directory.tgt_delegation {
            true => prose! { begin("the trust lets TGTs be delegated") },
            false => prose! { begin("the trust lets no TGT be delegated") },
        },
        Setting::SelectiveAuthentication => match directory.selective_authentication {
            true => prose! { begin("the trust has selective authentication") },
            false => prose! { begin("the trust lets its users sign in at every computer") },
        },
        Setting::KernelMode => match front_end.kernel_mode {
            true => prose! { begin("kernel mode: http.sys opens tickets with the computer’s key") },
            false => prose! { begin("no kernel mode: the pool’s own key opens tickets") },
        },
        Setting::PoolCredentials => match front_end.pool_credentials {
            true => prose! { "useAppPoolCredentials: the pool account’s key opens tickets" },
            false => prose! { begin("no useAppPoolCredentials") },
        },
        Setting::WebEtypes => prose! {
            begin("encryption types of "), account, ": ", settings::etypes_name(directory.web_etypes)
        },
        setting => prose! { setting.key(), ": ", change.to.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;
    use crate::lab::Minutes;

    #[test]
    fn a_title_behind_another_begins_small_and_names_stay_as_they_are() {
        let mut scenario = Scenario::of(Era::Today);
        scenario.front_end.clock_ahead = Minutes(6);
        scenario.directory.sensitive = true;
        let change = |setting, to| Change::new(&scenario, setting, to).unwrap();
        let clock = || change(Setting::ClockAhead, "0");
        let sensitive = || change(Setting::Sensitive, "0");
        let title = |changes: &[Change]| set_title(&scenario, changes).to_string();
        assert_eq!(title(&[clock()]), "The clock of WEB-01 set right");
        assert_eq!(
            title(&[sensitive(), clock()]),
            "alice may be delegated; and the clock of WEB-01 set right"
        );
        assert_eq!(
            title(&[clock(), sensitive()]),
            "The clock of WEB-01 set right; and alice may be delegated"
        );
    }
}
