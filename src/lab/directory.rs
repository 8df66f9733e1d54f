//! The directory of a scenario: users, computers and services with what Kerberos and delegation need of them.

use super::{DelegationTrust, EtypeChoice, RunsAs, Scenario, Seeded, SpnPlacement, UserForest};
use crate::crypto::kerberos::{Etype, Key};
use crate::crypto::{lower, upper};
use crate::hosts::security::kerberos::account_etypes;
use crate::hosts::{
    Account, AccountState, Accounts, BackEndProtocol, Endpoint, Entropy, FileTime, KerberosAccount,
    KerberosHost, Purpose, Realm, Scheme, ServiceAccount, Trust, same,
};

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
    /// The names of the site, as services have them: of its computer, and of the alias in the address where there is one.
    pub fn web_spns(&self) -> Vec<String> {
        let (address, _) = self.client.host_and_port();
        spns("HTTP", &self.names.web_server, self, address)
    }

    /// The names that the computer of IIS has by itself.
    pub fn web_host_spns(&self) -> Vec<String> {
        spns("HOST", &self.names.web_server, self, "")
    }

    /// The names of the back end as a service, on whichever account. SQL Server registers one with its port, and one without.
    pub fn back_end_account_spns(&self) -> Vec<String> {
        let computer = &self.names.back_end;
        if self.back_end.protocol != BackEndProtocol::Sql {
            return spns("HTTP", computer, self, "");
        }
        let full = spns("MSSQLSvc", computer, self, "").pop();
        let full = full.unwrap_or_default();
        vec![format!("{full}:{}", Endpoint::SQL), full]
    }

    /// Whether a ticket could play a part: otherwise no key is made.
    pub fn uses_kerberos(&self) -> bool {
        let negotiates = |schemes: &[Scheme]| schemes.contains(&Scheme::Negotiate);
        let protocol = self.back_end.protocol != BackEndProtocol::Mapi;
        negotiates(&self.front_end.schemes) || protocol && negotiates(&self.back_end.schemes)
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
fn services(scenario: &Scenario, keys: &mut Keys) -> (Vec<Account>, Hosts) {
    let names = &scenario.names;
    let (directory, front_end) = (&scenario.directory, &scenario.front_end);
    let domain = names.domain.as_str();
    let realm = realm(&names.dns_domain);
    let web_spns = scenario.web_spns();
    let registered = |on: &[SpnPlacement]| on.contains(&directory.web_spn);
    let in_pool = front_end.pool == RunsAs::Domain;
    let mut web = web_server(scenario, &web_spns, keys);
    let mut pool = pool(scenario, &realm, &web_spns, keys);
    let (acts, acts_as) = match in_pool {
        true => (&mut pool, names.pool_account.clone()),
        false => (&mut web, computer(&names.web_server)),
    };
    delegation(acts, scenario);
    let lets_act = match scenario.back_end.lets_front_end_act {
        true => vec![acts_as],
        false => Vec::new(),
    };
    let back_end = BackEndAccounts::of(scenario, &realm, &lets_act, keys);
    let mut other = keys.random();
    if registered(&[SpnPlacement::Elsewhere]) {
        other.spns = web_spns;
    }
    if directory.back_end_spn == SpnPlacement::Elsewhere {
        other.spns.extend(scenario.back_end_account_spns());
    }
    restrict(&mut web, directory.web_etypes);
    restrict(&mut pool, directory.web_etypes);

    let web_name = computer(&names.web_server);
    let web_account = ServiceAccount::of(&realm, &web_name, &web);
    let pool_account = ServiceAccount::of(&realm, &names.pool_account, &pool);
    if front_end.old_key {
        let changed = if in_pool { &mut pool } else { &mut web };
        changed.keys = keys.random().keys;
        changed.kvno += 1;
    }
    let of_computer = front_end.kernel_mode && !front_end.pool_credentials || !in_pool;
    let accepts_as = if of_computer {
        &web_account
    } else {
        &pool_account
    };
    let folders = scenario
        .back_end
        .has_folder_server()
        .then(|| KerberosAccount {
            spns: spns("HOST", &names.folder_server, scenario, ""),
            lets_act,
            ..keys.random()
        });
    let folders_name = computer(&names.folder_server);
    let of_folders = folders.iter();
    let hosts = Hosts {
        folders: of_folders
            .map(|account| ServiceAccount::of(&realm, &folders_name, account))
            .collect(),
        front_end: vec![accepts_as.clone()],
        runs_as: Some(if in_pool { pool_account } else { web_account }),
        back_end: vec![back_end.runs_as],
    };

    let mut rids = 1201..;
    let mut account = |name: &str, mut kerberos: KerberosAccount| {
        kerberos.rid = rids.next().unwrap_or_default();
        Account::new(domain, name, "").with_kerberos(kerberos)
    };
    let mut accounts = vec![
        krbtgt(domain, keys.random()),
        account(&web_name, web),
        account(&computer(&names.back_end), back_end.computer),
    ];
    if in_pool || registered(&[SpnPlacement::ServiceAccount, SpnPlacement::Twice]) {
        accounts.push(account(&names.pool_account, pool));
    }
    if !other.spns.is_empty() {
        accounts.push(account(OTHER_ACCOUNT, other));
    }
    accounts.extend(
        back_end
            .own
            .map(|own| account(&names.back_end_account, own)),
    );
    accounts.extend(folders.map(|folders| account(&folders_name, folders)));
    (accounts, hosts)
}

/// The computer of IIS.
fn web_server(scenario: &Scenario, web_spns: &[String], keys: &mut Keys) -> KerberosAccount {
    let placement = scenario.directory.web_spn;
    let mut web = keys.random();
    if placement != SpnPlacement::Missing {
        web.spns = scenario.web_host_spns();
        // An alias has a name of its own, which nothing registers by itself.
        if placement == SpnPlacement::Computer && scenario.client.alias {
            web.spns.extend_from_slice(web_spns);
        }
    }
    if placement == SpnPlacement::Twice {
        web.spns.extend_from_slice(web_spns);
    }
    web
}

/// The accounts of the back end.
struct BackEndAccounts {
    /// Its computer's.
    computer: KerberosAccount,
    /// The one that is made for it; none where it neither runs as it nor has its name there.
    own: Option<KerberosAccount>,
    /// What it knows of the one that it runs as.
    runs_as: ServiceAccount,
}

impl BackEndAccounts {
    /// Those of a scenario; the one that it runs as lets `lets_act` act for others.
    fn of(scenario: &Scenario, realm: &str, lets_act: &[String], keys: &mut Keys) -> Self {
        let names = &scenario.names;
        let placement = scenario.directory.back_end_spn;
        let is_sql = scenario.back_end.protocol == BackEndProtocol::Sql;
        let mut machine = keys.random();
        // HOST/… stands for HTTP/…, and not for MSSQLSvc/….
        if is_sql || placement != SpnPlacement::Missing {
            machine.spns = spns("HOST", &names.back_end, scenario, "");
        }
        if placement == SpnPlacement::Twice || is_sql && placement == SpnPlacement::Computer {
            machine.spns.extend(scenario.back_end_account_spns());
        }
        let has_name = matches!(
            placement,
            SpnPlacement::ServiceAccount | SpnPlacement::Twice
        );
        let in_own = scenario.back_end.runs_as == RunsAs::Domain;
        let mut own = (in_own || has_name).then(|| {
            let password = &scenario.directory.password;
            KerberosAccount::user(realm, &names.back_end_account, password, &keys.etypes)
        });
        if let Some(own) = own.as_mut().filter(|_| has_name) {
            own.spns = scenario.back_end_account_spns();
        }
        let (name, account) = match own.as_mut().filter(|_| in_own) {
            Some(own) => (names.back_end_account.clone(), own),
            None => (computer(&names.back_end), &mut machine),
        };
        account.lets_act = lets_act.to_vec();
        let runs_as = ServiceAccount::of(realm, &name, account);
        Self {
            computer: machine,
            own,
            runs_as,
        }
    }
}

/// The pool's account, whether IIS runs as it or not.
fn pool(scenario: &Scenario, realm: &str, web_spns: &[String], keys: &mut Keys) -> KerberosAccount {
    let (name, password) = (&scenario.names.pool_account, &scenario.directory.password);
    let mut pool = match scenario.front_end.pool {
        RunsAs::Domain => KerberosAccount::user(realm, name, password, &keys.etypes),
        RunsAs::Computer => keys.random(),
    };
    if matches!(
        scenario.directory.web_spn,
        SpnPlacement::ServiceAccount | SpnPlacement::Twice
    ) {
        pool.spns = web_spns.to_vec();
    }
    pool
}

/// What the account of IIS is trusted for.
fn delegation(account: &mut KerberosAccount, scenario: &Scenario) {
    let trust = scenario.directory.delegation;
    account.trusted_for_delegation = trust == DelegationTrust::Unconstrained;
    account.trusted_to_authenticate = trust == DelegationTrust::AnyProtocol;
    if matches!(
        trust,
        DelegationTrust::KerberosOnly | DelegationTrust::AnyProtocol
    ) {
        account.may_delegate_to = scenario.delegation_targets();
    }
}

fn restrict(account: &mut KerberosAccount, choice: EtypeChoice) {
    match choice {
        EtypeChoice::OfItsTime => {}
        EtypeChoice::Aes => account.keys.retain(|key| key.etype.is_aes()),
        EtypeChoice::Rc4 => account.keys.retain(|key| key.etype == Etype::Rc4),
    }
}

/// The names of a service on a computer: by its short name, by its full one, and by another that leads to it.
fn spns(class: &str, computer: &str, scenario: &Scenario, another: &str) -> Vec<String> {
    let short = lower(computer);
    let full = format!("{short}.{}", scenario.names.dns_domain);
    let mut spns = vec![format!("{class}/{short}"), format!("{class}/{full}")];
    let known = [&short, &full].iter().any(|name| same(name, another));
    if !another.is_empty() && !known && scenario.client.alias {
        spns.push(format!("{class}/{}", lower(another)));
    }
    spns
}

fn computer(name: &str) -> String {
    format!("{name}$")
}

fn krbtgt(domain: &str, kerberos: KerberosAccount) -> Account {
    Account::new(domain, "krbtgt", "").with_kerberos(KerberosAccount {
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
