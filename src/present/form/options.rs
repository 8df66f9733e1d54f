//! The values that can be chosen, setting by setting.

use super::FormOption;
use crate::hosts::{AccountState, BackEndProtocol, Era, Level, LogonType, Scheme};
use crate::lab::{
    AccountDatabase, BackEndLocation, BrowsingFrom, DelegationTrust, EtypeChoice, Minutes, RunsAs,
    SettingValue, SpnPlacement, UserForest, Zone,
};
use crate::present::narration::{
    account_state, back_end_spn_name, clock_name, database_name, delegation_name, era_name,
    etypes_name, forest_name, level_name, logon_name, scheme_name, schemes, service_account_name,
    spn_name,
};

fn option(value: impl SettingValue, label: impl Into<String>) -> FormOption {
    FormOption {
        value: value.to_text(),
        label: label.into(),
    }
}

/// From the weakest to the strongest.
pub fn sign_ins() -> Vec<FormOption> {
    let anonymous = option(Vec::<Scheme>::new(), "Anonymous");
    let schemes = Scheme::ALL.into_iter().rev();
    let schemes = schemes.map(|scheme| option(vec![scheme], scheme_name(scheme)));
    std::iter::once(anonymous).chain(schemes).collect()
}

/// None, each alone, and each two in both orders.
pub fn offers() -> Vec<FormOption> {
    let alone = Scheme::ALL.into_iter().map(|scheme| vec![scheme]);
    let pairs = Scheme::ALL.into_iter().flat_map(|first| {
        let others = Scheme::ALL.into_iter().filter(move |other| *other != first);
        others.map(move |second| vec![first, second])
    });
    std::iter::once(Vec::new())
        .chain(alone)
        .chain(pairs)
        .map(|offered| {
            let label = schemes(&offered);
            option(offered, label)
        })
        .collect()
}

/// Where the back end is.
pub fn placements() -> Vec<FormOption> {
    vec![
        option(BackEndLocation::SameHost, "same host"),
        option(BackEndLocation::AnotherHost, "another host"),
    ]
}

/// Where the person sits.
pub fn origins() -> Vec<FormOption> {
    vec![
        option(BrowsingFrom::Desk, "a desk"),
        option(BrowsingFrom::Server, "the server"),
    ]
}

/// Where the public folders are.
pub fn folders() -> Vec<FormOption> {
    vec![
        option(BackEndLocation::SameHost, "with the mailbox"),
        option(BackEndLocation::AnotherHost, "on another host"),
    ]
}

/// How the back end is called.
pub fn protocols() -> Vec<FormOption> {
    vec![
        option(BackEndProtocol::Mapi, "MAPI"),
        option(BackEndProtocol::Http, "HTTP"),
        option(BackEndProtocol::Sql, "SQL Server (TDS)"),
    ]
}

/// In whose forest the person's account is.
pub fn forests() -> Vec<FormOption> {
    [UserForest::Same, UserForest::Trusted]
        .map(|forest| option(forest, forest_name(forest)))
        .into()
}

/// The zones of an address.
pub fn zones() -> Vec<FormOption> {
    vec![
        option(Zone::Intranet, "intranet"),
        option(Zone::Internet, "internet"),
    ]
}

/// What an application pool or another service runs as.
pub fn accounts_of_services() -> Vec<FormOption> {
    [RunsAs::Computer, RunsAs::Domain]
        .map(|account| option(account, service_account_name(account)))
        .into()
}

/// How far a clock is off.
pub fn clocks() -> Vec<FormOption> {
    [0, 3, 6, -6]
        .map(|minutes| option(Minutes(minutes), clock_name(minutes)))
        .into()
}

/// The schemes of a back end.
pub fn takes() -> Vec<FormOption> {
    let negotiate = vec![Scheme::Negotiate, Scheme::Ntlm];
    [vec![Scheme::Ntlm], negotiate]
        .map(|taken| {
            let label = schemes(&taken);
            option(taken, label)
        })
        .into()
}

/// Where the SPN of the web server is.
pub fn spns() -> Vec<FormOption> {
    PLACEMENTS.map(|spn| option(spn, spn_name(spn))).into()
}

/// Where the SPN of the back end is.
pub fn back_end_spns() -> Vec<FormOption> {
    PLACEMENTS
        .map(|spn| option(spn, back_end_spn_name(spn)))
        .into()
}

const PLACEMENTS: [SpnPlacement; 5] = [
    SpnPlacement::Computer,
    SpnPlacement::ServiceAccount,
    SpnPlacement::Twice,
    SpnPlacement::Elsewhere,
    SpnPlacement::Missing,
];

/// Which delegation an account is trusted for.
pub fn delegations() -> Vec<FormOption> {
    [
        DelegationTrust::No,
        DelegationTrust::Unconstrained,
        DelegationTrust::KerberosOnly,
        DelegationTrust::AnyProtocol,
    ]
    .map(|trust| option(trust, delegation_name(trust)))
    .into()
}

/// Which encryption types an account has.
pub fn etypes() -> Vec<FormOption> {
    [EtypeChoice::OfItsTime, EtypeChoice::Aes, EtypeChoice::Rc4]
        .map(|choice| option(choice, etypes_name(choice)))
        .into()
}

/// What can stand against an account's sign-in.
pub fn account_states() -> Vec<FormOption> {
    let states = std::iter::once(AccountState::Enabled).chain(AccountState::AGAINST);
    states
        .map(|state| option(state, account_state::name(state)))
        .collect()
}

/// The eras, oldest first.
pub fn eras() -> Vec<FormOption> {
    let eras = Era::ALL.into_iter();
    eras.map(|era| option(era, era_name(era))).collect()
}

/// LmCompatibilityLevel 0 to 5, each with what it means.
pub fn levels() -> Vec<FormOption> {
    Level::all()
        .map(|level| option(level, level_name(level)))
        .collect()
}

/// IIS's logon methods, in the order of their numbers.
pub fn logons() -> Vec<FormOption> {
    let methods = LogonType::METHODS.into_iter();
    methods
        .map(|logon| option(logon, logon_name(logon)))
        .collect()
}

/// Whose accounts a computer holds.
pub fn databases() -> Vec<FormOption> {
    [
        AccountDatabase::MemberServer,
        AccountDatabase::DomainController,
    ]
    .map(|database| option(database, database_name(database)))
    .into()
}

/// How often a page is visited.
pub fn visits() -> Vec<FormOption> {
    [1_u64, 2]
        .map(|count| option(count, count.to_string()))
        .into()
}
