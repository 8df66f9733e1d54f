//! The directory of a scenario: users, computers and services with what Kerberos and delegation need of them.

mod back_end;
mod front_end;

use super::{Scenario, Seeded, SpnPlacement, UserForest};
use crate::crypto::kerberos::{Etype, Key};
use crate::crypto::upper;
use crate::hosts::security::kerberos::account_etypes;
use crate::hosts::{
    Account, AccountState, Accounts, BackEndProtocol, Endpoint, Entropy, FileTime, KerberosAccount,
    KerberosHost, Purpose, Realm, Scheme, ServiceAccount, Trust,
};
use crate::wire::kerberos::KRBTGT;
use back_end::{BackEndAccounts, folder_server};
use front_end::FrontEndAccounts;

/// The account that has the web server's SPN where it is on another one.
pub const OTHER_ACCOUNT: &str = "svc-old";

/// The accounts of both forests, and what the computers know of them.
pub struct Directories {
    /// The accounts of the servers' domain.
    pub own: Accounts,
    /// The accounts of the other forest, where the person's is there.
    pub other: Option<Accounts>,
    /// What the computer of IIS knows.
    pub front_end: KerberosHost,
    /// What the computer of the back end knows.
    pub back_end: KerberosHost,
    /// What the computer of the public folders knows, where there is one.
    pub folders: KerberosHost,
    /// What every computer of the servers' domain knows.
    pub member: KerberosHost,
    /// What every computer of the other forest knows.
    pub other_member: KerberosHost,
}

impl Directories {
    /// The directories of a scenario. `controllers` are the domain controllers' hosts: of the servers' forest, of the other.
    pub fn of(scenario: &Scenario, controllers: [&str; 2]) -> Self {
        let names = &scenario.names;
        let mut own = users(scenario, &names.domain, &realm(&names.dns_domain));
        let mut other = Vec::new();
        let mut hosts = Hosts::default();
        let realms = realms(scenario, controllers);
        let trusted = scenario.client.forest == UserForest::Trusted;
        if trusted {
            let domain = realm(&names.other_dns_domain);
            other = users(scenario, &names.other_domain, &domain);
        }
        if scenario.uses_kerberos() {
            let mut keys = Keys::new(scenario);
            let (accounts, known) = services(scenario, &mut keys);
            own.extend(accounts);
            hosts = known;
            if trusted {
                let trust = keys.random();
                own.push(trusting(scenario, &names.other_dns_domain, trust.clone()));
                other.push(krbtgt(&names.other_domain, keys.random()));
                other.push(trusting(scenario, &names.dns_domain, trust));
            }
        }
        let accounts = |domain: &str, mut all: Vec<Account>| {
            for account in &mut all {
                account.kerberos.password_set = password_set(account.state, scenario.start);
            }
            Accounts::new(domain, scenario.dc_level, all)
        };
        let knows = |accepts_as, runs_as| KerberosHost {
            realms: realms.clone(),
            accepts_as,
            runs_as,
        };
        Self {
            own: accounts(&names.domain, own),
            other: (!other.is_empty()).then(|| accounts(&names.other_domain, other)),
            front_end: knows(hosts.front_end, hosts.runs_as),
            back_end: knows(hosts.back_end, None),
            folders: knows(hosts.folders, None),
            member: knows(Vec::new(), None),
            other_member: KerberosHost {
                realms: realms.iter().rev().cloned().collect(),
                ..KerberosHost::default()
            },
        }
    }
}

impl Scenario {
    /// Whether a ticket could play a part: otherwise no key is made.
    pub fn uses_kerberos(&self) -> bool {
        let negotiates = |schemes: &[Scheme]| schemes.contains(&Scheme::Negotiate);
        let protocol = self.back_end.protocol != BackEndProtocol::Mapi;
        negotiates(&self.front_end.schemes) || (protocol && negotiates(&self.back_end.schemes))
    }
}

/// A realm is the domain's DNS name in capitals.
fn realm(dns: &str) -> String {
    upper(dns)
}

fn realms(scenario: &Scenario, controllers: [&str; 2]) -> Vec<Realm> {
    let names = &scenario.names;
    let known = |netbios: &str, dns: &str, host: &str| Realm {
        netbios: netbios.to_owned(),
        name: realm(dns),
        kdc: Endpoint::new(host, Endpoint::KDC),
    };
    if !scenario.uses_kerberos() {
        return Vec::new();
    }
    let [own, other] = controllers;
    let mut realms = vec![known(&names.domain, &names.dns_domain, own)];
    if scenario.client.forest == UserForest::Trusted {
        realms.push(known(&names.other_domain, &names.other_dns_domain, other));
    }
    realms
}

/// When a password was set, of an account in that state: less than 42 days before the run, which is maxPwdAge, or more.
fn password_set(state: AccountState, start: FileTime) -> FileTime {
    let days = match state {
        AccountState::PasswordMustChange => return FileTime::default(),
        AccountState::PasswordExpired => 50,
        _ => 20,
    };
    start.plus_minutes(-days * 24 * 60)
}

/// The first relative identifier that a domain gives to an account of its own.
const FIRST_RID: u32 = 1104;

fn users(scenario: &Scenario, domain: &str, realm: &str) -> Vec<Account> {
    let directory = &scenario.directory;
    let etypes = account_etypes(scenario.era);
    let is_person = |name: &str| scenario.client.is_called(name);
    let names = scenario.account_names();
    let users = (FIRST_RID..).zip(&names).map(|(rid, name)| {
        let account = Account::new(domain, name, &directory.password);
        let account = match is_person(name) {
            true => account.with_state(directory.state),
            false => account,
        };
        if !scenario.uses_kerberos() {
            return account.with_kerberos(KerberosAccount {
                protected: directory.protected && is_person(name),
                ..KerberosAccount::default()
            });
        }
        account.with_kerberos(KerberosAccount {
            rid,
            sensitive: directory.sensitive && is_person(name),
            protected: directory.protected && is_person(name),
            ..KerberosAccount::user(realm, name, &directory.password, &etypes)
        })
    });
    users.collect()
}

/// Keys that nobody typed: random, of the scenario's seed.
struct Keys {
    entropy: Seeded,
    etypes: Vec<Etype>,
}

impl Keys {
    fn new(scenario: &Scenario) -> Self {
        Self {
            entropy: Seeded::new(scenario.seed, "directory"),
            etypes: account_etypes(scenario.era),
        }
    }

    fn random(&mut self) -> KerberosAccount {
        let mut seed = [0; 32];
        self.entropy.fill(Purpose::TicketKey, &mut seed);
        let keys = self
            .etypes
            .iter()
            .map(|etype| Key::from_seed(*etype, &seed));
        KerberosAccount {
            keys: keys.collect(),
            kvno: 2,
            ..KerberosAccount::default()
        }
    }
}

/// What the computers of services know.
#[derive(Default)]
struct Hosts {
    front_end: Vec<ServiceAccount>,
    runs_as: Option<ServiceAccount>,
    back_end: Vec<ServiceAccount>,
    folders: Vec<ServiceAccount>,
}

/// krbtgt, the computers, the pool's account, and one that has nothing to do with it; and what the computers know of them.
/// The keys are drawn in this order.
fn services(scenario: &Scenario, keys: &mut Keys) -> (Vec<Account>, Hosts) {
    let names = &scenario.names;
    let domain = names.domain.as_str();
    let realm = realm(&names.dns_domain);
    let mut front_end = FrontEndAccounts::of(scenario, &realm, keys);
    let lets_act = match scenario.back_end.lets_front_end_act {
        true => vec![front_end.acts_as(scenario)],
        false => Vec::new(),
    };
    let back_end = BackEndAccounts::of(scenario, &realm, &lets_act, keys);
    let other = other_account(scenario, keys);
    let known = front_end.known(scenario, &realm);
    if scenario.front_end.old_key {
        front_end.change_key(scenario, keys);
    }
    let folders = folder_server(scenario, lets_act, keys);
    let folders_name = computer(&names.folder_server);
    let of_folders = folders.iter();
    let hosts = Hosts {
        folders: of_folders
            .map(|account| ServiceAccount::of(&realm, &folders_name, account))
            .collect(),
        front_end: vec![known.accepts_as],
        runs_as: Some(known.runs_as),
        back_end: vec![back_end.runs_as],
    };

    let mut rids = 1201..;
    let mut account = |name: &str, mut kerberos: KerberosAccount| {
        kerberos.rid = rids.next().unwrap_or_default();
        Account::new(domain, name, "").with_kerberos(kerberos)
    };
    let mut accounts = vec![
        krbtgt(domain, keys.random()),
        account(&computer(&names.web_server), front_end.web),
        account(&computer(&names.back_end), back_end.computer),
    ];
    if FrontEndAccounts::has_pool(scenario) {
        accounts.push(account(&names.pool_account, front_end.pool));
    }
    if !other.spns.is_empty() {
        accounts.push(account(OTHER_ACCOUNT, other));
    }
    let own = back_end.own;
    accounts.extend(own.map(|own| account(&names.back_end_account, own)));
    accounts.extend(folders.map(|folders| account(&folders_name, folders)));
    (accounts, hosts)
}

/// An account that has nothing to do with the services, and has names of theirs where somebody put them there.
fn other_account(scenario: &Scenario, keys: &mut Keys) -> KerberosAccount {
    let mut other = keys.random();
    if scenario.directory.web_spn == SpnPlacement::Elsewhere {
        other.spns = scenario.web_spns();
    }
    if scenario.directory.back_end_spn == SpnPlacement::Elsewhere {
        other.spns.extend(scenario.back_end_account_spns());
    }
    other
}

fn computer(name: &str) -> String {
    format!("{name}$")
}

fn krbtgt(domain: &str, kerberos: KerberosAccount) -> Account {
    Account::new(domain, KRBTGT, "").with_kerberos(KerberosAccount {
        rid: 502,
        ..kerberos
    })
}

/// The account that stands for the trust to the domain of that DNS name.
fn trusting(scenario: &Scenario, dns: &str, kerberos: KerberosAccount) -> Account {
    let realm = realm(dns);
    Account::new("", format!("{realm}$"), "").with_kerberos(KerberosAccount {
        trust: Some(Trust {
            realm,
            tgt_delegation: scenario.directory.tgt_delegation,
            selective: scenario.directory.selective_authentication,
        }),
        ..kerberos
    })
}
