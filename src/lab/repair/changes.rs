//! Everything an admin can change, as single changes. What belongs to the past, to names or to physics is not here.

use super::{Change, Pin};
use crate::crypto::lower;
use crate::hosts::{AccountState, BackEndProtocol, Endpoint, Era, Level, LogonType, Scheme, same};
use crate::lab::{
    BackEndLocation, DelegationTrust, EtypeChoice, Minutes, RunsAs, Scenario, Setting,
    SettingValue, SpnPlacement, UserForest, Zone,
};
use crate::wire::basic::split_domain;

/// The single changes that could mend something, but for those that a pin forbids. Nothing is among them that Windows
/// of that time did not have.
pub fn changes(scenario: &Scenario, pins: &[Pin]) -> Vec<Change> {
    let mut all = offered(scenario, |offer| offer.mends);
    // A fault that helps where IIS has the password is none that mends: whoever else calls the back end loses by it.
    let missing = SpnPlacement::Missing.to_text();
    let sql = tickets_of_sql(scenario).into_iter();
    all.extend(sql.filter(|it| it.to != missing));
    all.extend(typed(scenario));
    all.extend(protocol(scenario));
    all.extend(delegation(scenario));
    all.retain(|change| !pins.iter().any(|pin| pin.forbids(change)));
    all.retain(|change| is_of_its_time(scenario, change));
    all
}

/// All single changes either way, faults and protections among them: what could break something.
pub fn turns(scenario: &Scenario) -> Vec<Change> {
    let mut all = offered(scenario, |offer| [offer.mends, offer.breaks].concat());
    for change in tickets_of_sql(scenario) {
        if !all.contains(&change) {
            all.push(change);
        }
    }
    all.extend(protocol(scenario));
    all.extend(delegation(scenario));
    let none = DelegationTrust::No.to_text();
    let ends = |it: &Change| it.setting == Setting::Delegation && it.to == none;
    if !all.iter().any(ends) {
        all.extend(Change::new(scenario, Setting::Delegation, none.clone()));
    }
    all.retain(|change| is_of_its_time(scenario, change));
    all
}

fn offered(scenario: &Scenario, values: impl Fn(Offer) -> Vec<String>) -> Vec<Change> {
    let sql = scenario.back_end.protocol == BackEndProtocol::Sql;
    let by_tickets = scenario.back_end.schemes.contains(&Scheme::Negotiate);
    // What SQL Server takes is no setting of its own: see `tickets_of_sql`.
    let is_set = |offer: &Offer| match offer.setting {
        Setting::BackEndSchemes => !sql,
        Setting::BackEndSpn => !sql || by_tickets,
        // Which account's key is the old one does not change with the pool.
        Setting::Pool => !scenario.front_end.old_key,
        _ => true,
    };
    let changes = offers().into_iter().filter(is_set).flat_map(|offer| {
        let setting = offer.setting;
        let values = values(offer).into_iter();
        values.filter_map(move |value| Change::new(scenario, setting, value))
    });
    changes.collect()
}

/// The values that a setting can be given by those who look after it.
struct Offer {
    setting: Setting,
    /// What could mend something.
    mends: Vec<String>,
    /// What nobody does to mend anything: protections that are put on, and faults.
    breaks: Vec<String>,
}

impl Offer {
    fn new<T: SettingValue>(setting: Setting, mends: &[T], breaks: &[T]) -> Self {
        let texts = |values: &[T]| values.iter().map(T::to_text).collect();
        Self {
            setting,
            mends: texts(mends),
            breaks: texts(breaks),
        }
    }

    /// A switch, and where it stands when it mends.
    fn switch(setting: Setting, mends: bool) -> Self {
        Self::new(setting, &[mends], &[!mends])
    }

    /// A switch that may mend something either way, and what is tried first.
    fn either(setting: Setting, first: bool) -> Self {
        Self::new(setting, &[first, !first], &[])
    }
}

/// Where a name of a service may belong.
const SPN_PLACES: [SpnPlacement; 2] = [SpnPlacement::Computer, SpnPlacement::ServiceAccount];

/// Every setting that has values to choose from. The search tries them in this order.
fn offers() -> [Offer; 30] {
    use Setting as S;
    const SPN_FAULTS: [SpnPlacement; 3] = [
        SpnPlacement::Twice,
        SpnPlacement::Elsewhere,
        SpnPlacement::Missing,
    ];
    let negotiate = || vec![Scheme::Negotiate, Scheme::Ntlm];
    let ntlm = || vec![Scheme::Ntlm];
    let runs_as = [RunsAs::Computer, RunsAs::Domain];
    let level = Level::clamped;
    [
        Offer::new(
            S::Schemes,
            &[
                vec![Scheme::Basic],
                ntlm(),
                negotiate(),
                vec![Scheme::Digest],
            ],
            &[],
        ),
        Offer::new(
            S::BasicLogon,
            &[
                LogonType::Interactive,
                LogonType::Batch,
                LogonType::NetworkCleartext,
            ],
            &[LogonType::Network],
        ),
        Offer::switch(S::KeepAlive, true),
        Offer::switch(S::SingleRequest, false),
        Offer::new(
            S::Placement,
            &[BackEndLocation::SameHost],
            &[BackEndLocation::AnotherHost],
        ),
        Offer::new(
            S::PublicFolders,
            &[BackEndLocation::SameHost],
            &[BackEndLocation::AnotherHost],
        ),
        Offer::new(S::BackEndSchemes, &[negotiate()], &[ntlm()]),
        Offer::new(S::ClientLevel, &[level(3)], &[level(1)]),
        Offer::new(S::DcLevel, &[level(4)], &[level(5)]),
        Offer::new(S::Alias, &[false], &[]),
        Offer::either(S::FollowsAlias, false),
        Offer::either(S::NamesPort, false),
        Offer::new(S::Zone, &[Zone::Intranet], &[Zone::Internet]),
        Offer::switch(S::Delegates, true),
        Offer::switch(S::TgtDelegation, true),
        Offer::switch(S::SelectiveAuthentication, false),
        Offer::switch(S::LoopbackCheck, false),
        Offer::new(S::Pool, &runs_as, &[]),
        Offer::either(S::KernelMode, true),
        Offer::either(S::PoolCredentials, true),
        Offer::switch(S::OldKey, false),
        Offer::new(S::ClockAhead, &[Minutes(0)], &[Minutes(6)]),
        Offer::new(S::WebSpn, &SPN_PLACES, &SPN_FAULTS),
        Offer::new(S::BackEndAccount, &runs_as, &[]),
        Offer::new(S::BackEndSpn, &SPN_PLACES, &SPN_FAULTS),
        Offer::switch(S::LetsFrontEndAct, true),
        Offer::new(
            S::AccountState,
            &[AccountState::Enabled],
            &[AccountState::Disabled],
        ),
        Offer::switch(S::Sensitive, false),
        Offer::switch(S::Protected, false),
        Offer::new(
            S::WebEtypes,
            &[EtypeChoice::OfItsTime, EtypeChoice::Aes, EtypeChoice::Rc4],
            &[],
        ),
    ]
}

/// SQL Server takes tickets where its SPN is registered, on whichever account, and NTLM alone where it is not.
fn tickets_of_sql(scenario: &Scenario) -> Vec<Change> {
    if scenario.back_end.protocol != BackEndProtocol::Sql {
        return Vec::new();
    }
    let spn = |to: SpnPlacement| (Setting::BackEndSpn, to.to_text());
    if scenario.back_end.schemes.contains(&Scheme::Negotiate) {
        let (setting, missing) = spn(SpnPlacement::Missing);
        return Change::new(scenario, setting, missing)
            .into_iter()
            .collect();
    }
    let takes = vec![Scheme::Negotiate, Scheme::Ntlm].to_text();
    let registered = |to| {
        let takes = (Setting::BackEndSchemes, takes.clone());
        Change::of_both(scenario, spn(to), takes)
    };
    SPN_PLACES.into_iter().filter_map(registered).collect()
}

/// What is typed: by the person, or into a list.
fn typed(scenario: &Scenario) -> Vec<Change> {
    let names = &scenario.names;
    let user = scenario.client.account();
    let mut all = Vec::new();
    let mut add = |setting, to: String| all.extend(Change::new(scenario, setting, to));
    add(Setting::Password, scenario.directory.password.clone());
    let home = match scenario.client.forest {
        UserForest::Same => &names.domain,
        UserForest::Trusted => &names.other_domain,
    };
    // A user principal name says its domain itself, and is looked up as it stands only where no other is typed.
    let says_domain = scenario.client.user.contains('@');
    let (before, _) = split_domain(&scenario.client.user);
    let no_domain = scenario.client.domain.is_empty();
    match (says_domain, no_domain) {
        _ if before.is_some() => {}
        (false, true) => {
            add(Setting::Domain, home.clone());
            add(Setting::DefaultDomain, home.clone());
        }
        (true, false) => add(Setting::Domain, String::new()),
        (true, true) | (false, false) => {}
    }
    // A site on another port answers there alone.
    let (_, port) = scenario.client.host_and_port();
    let at_its_port = |host: String| match port {
        Endpoint::HTTP => host,
        port => format!("{host}:{port}"),
    };
    if !scenario.client.address.is_empty() {
        add(
            Setting::Address,
            match port {
                Endpoint::HTTP => String::new(),
                _ => at_its_port(lower(&names.web_server)),
            },
        );
    }
    // A KDC of another forest knows the servers' names by their domain.
    if scenario.client.forest == UserForest::Trusted {
        add(Setting::Address, at_its_port(scenario.full_web_name()));
    }
    let known = scenario.account_names();
    if !user.is_empty() && !known.iter().any(|name| same(name, user)) {
        add(
            Setting::Accounts,
            appended(&scenario.directory.accounts, user),
        );
    }
    let domain = match (before, says_domain || no_domain) {
        (Some(before), _) => before,
        (None, true) => home,
        (None, false) => &scenario.client.domain,
    };
    let whole = format!("{domain}\\{user}");
    let admitted = scenario.admitted();
    if !admitted.iter().any(|name| same(name, &whole)) {
        add(Setting::Admits, appended(&scenario.back_end.admits, &whole));
    }
    all
}

fn appended(list: &str, name: &str) -> String {
    match list.trim() {
        "" => name.to_owned(),
        list => format!("{list}, {name}"),
    }
}

/// A mailbox can be opened over MAPI or over HTTP. A database is no mailbox.
fn protocol(scenario: &Scenario) -> Option<Change> {
    let other = match scenario.back_end.protocol {
        BackEndProtocol::Mapi => BackEndProtocol::Http,
        BackEndProtocol::Http => BackEndProtocol::Mapi,
        BackEndProtocol::Sql => return None,
    };
    Change::new(scenario, Setting::BackEnd, other.to_text())
}

/// The Delegation page of the account of IIS. Whoever chooses "specified services" names the back end there.
fn delegation(scenario: &Scenario) -> Vec<Change> {
    let mut listed = scenario.delegation_targets();
    let missing = scenario.back_end_spns().into_iter();
    let missing: Vec<String> = missing
        .filter(|spn| !listed.iter().any(|it| same(it, spn)))
        .collect();
    listed.extend(missing);
    let list = listed.join(", ");
    let trust =
        |trust: DelegationTrust| Change::new(scenario, Setting::Delegation, trust.to_text());
    let to_list = |to| Some(trust(to)?.along(scenario, Setting::DelegationList, list.clone()));
    // The choices of that page exclude each other: whoever trusts for any service leaves no list behind.
    let unlisted = |to| Some(trust(to)?.along(scenario, Setting::DelegationList, ""));
    let mut all = vec![
        to_list(DelegationTrust::KerberosOnly),
        to_list(DelegationTrust::AnyProtocol),
        unlisted(DelegationTrust::Unconstrained),
    ];
    let own = scenario.directory.delegation;
    if matches!(
        own,
        DelegationTrust::KerberosOnly | DelegationTrust::AnyProtocol
    ) {
        all.push(Change::new(scenario, Setting::DelegationList, list));
        // A list that is not empty stands against S4U2self for those who did not come with Kerberos.
        all.push(unlisted(DelegationTrust::No));
    }
    all.into_iter().flatten().collect()
}

/// Whether Windows of the scenario's time had what the change sets.
fn is_of_its_time(scenario: &Scenario, change: &Change) -> bool {
    let before = scenario.not_of_its_era();
    let changed = change.made(scenario);
    let unknown = |scheme: &Scheme| scheme.since() > scenario.era;
    let mut early = changed.not_of_its_era().into_iter();
    // Internet Explorer has no list of those it delegates to.
    let listed = change.setting == Setting::Delegates;
    if listed && scenario.era < Era::Today {
        return false;
    }
    early.all(|setting| before.contains(&setting))
        && !(change.setting == Setting::Schemes && changed.front_end.schemes.iter().any(unknown))
}
