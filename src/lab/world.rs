//! A scenario's computers and services, and the run.

use super::directory::Directories;
use super::topology::{Service, Topology};
use super::{
    AccountDatabase, BackEndLocation, BrowsingFrom, HostId, Log, Network, PoolAccount, Scenario,
    Seeded, Zone,
};
use crate::crypto::lower;
use crate::hosts::{
    Application, BackEndProtocol, Browser, Domain, DomainController, Endpoint, Era,
    FrontEndApplication, Host, Iis, IisSettings, LogonType, Machine, Mailbox, MailboxSettings,
    PageLoad, Pages, Role, Scheme, SqlServer, SqlServerSettings, UserPassword, WebSettings,
};
use crate::wire::http::Limits;

/// Runs a scenario to its end.
pub fn run(scenario: &Scenario) -> Log {
    let (browser, mut network) = network(scenario);
    network.tamper(&scenario.edits);
    network.start(browser);
    network.run();
    network.take_log()
}

/// The network of a scenario, and which of its hosts is the browser.
pub fn network(scenario: &Scenario) -> (HostId, Network) {
    // The browser is the first service of every topology here.
    let browser = HostId(0);
    (browser, Network::new(topology(scenario), scenario.start))
}

/// The computers and services of a scenario.
pub fn topology(scenario: &Scenario) -> Topology {
    let names = &scenario.names;
    let endpoints = Endpoints::of(scenario);
    let controllers = [&names.domain_controller, &names.other_controller].map(|name| host(name));
    let [own_controller, other_controller] = &controllers;
    let Directories {
        own: directory,
        other,
        front_end: known_to_front_end,
        back_end: known_to_back_end,
        member,
        other_member,
    } = Directories::of(scenario, [own_controller, other_controller]);
    let machine = |scenario: &Scenario, name: &str| Machine {
        kerberos: member.clone(),
        ..machine(scenario, name)
    };

    let mut front_end = machine(scenario, &names.web_server);
    front_end.loopback_check = scenario.front_end.loopback_check;
    front_end.kerberos = known_to_front_end;
    front_end.clock_ahead = scenario.front_end.clock_ahead.0;
    if scenario.front_end.accounts == AccountDatabase::DomainController {
        front_end.accounts = directory.clone();
    }
    let mut controller = machine(scenario, &names.domain_controller);
    controller.accounts = directory;
    let iis = Iis::new(iis_settings(scenario, &endpoints), &front_end);
    let domain_controller = DomainController::new(&controller);

    let mut topology = Topology::default();
    let web = topology.computer(front_end);
    let desk = match scenario.client.from {
        BrowsingFrom::Desk => topology.computer(machine(scenario, &names.desktop)),
        BrowsingFrom::Server => web,
    };
    let store = match scenario.back_end.placement {
        BackEndLocation::SameHost => web,
        BackEndLocation::AnotherHost => topology.computer(Machine {
            kerberos: known_to_back_end,
            ..machine(scenario, &names.back_end)
        }),
    };
    let folders = scenario
        .back_end
        .has_folder_server()
        .then(|| topology.computer(machine(scenario, &names.folder_server)));
    let dc = topology.computer(controller);
    let other_dc = other.map(|accounts| {
        let machine = Machine {
            domain: Domain {
                netbios: names.other_domain.clone(),
                dns: names.other_dns_domain.clone(),
                controller: Endpoint::new(other_controller, Endpoint::SMB),
            },
            accounts,
            kerberos: other_member,
            ..machine(scenario, &names.other_controller)
        };
        let controller = DomainController::new(&machine);
        (topology.computer(machine), controller)
    });

    let directory = endpoints.directory.clone();
    let service = |role, host: Box<dyn Host>, computer| Service {
        role,
        host,
        computer,
        account: account(role, scenario),
        takes_tickets: takes_tickets(role, scenario),
        endpoints: Vec::new(),
        links: vec![directory.clone()],
        entropy: Box::new(Seeded::new(scenario.seed, entropy_label(role))),
    };
    topology.service(Service {
        links: [endpoints.address.clone()]
            .into_iter()
            .chain(scenario.uses_kerberos().then(|| directory.clone()))
            .collect(),
        ..service(
            Role::Browser,
            Box::new(browser(scenario, endpoints.address.clone())),
            desk,
        )
    });
    topology.service(Service {
        endpoints: vec![endpoints.web, endpoints.address],
        links: [
            Some(&endpoints.back_end),
            endpoints.folders.as_ref(),
            Some(&directory),
        ]
        .into_iter()
        .flatten()
        .cloned()
        .collect(),
        ..service(Role::FrontEnd, Box::new(iis), web)
    });
    topology.service(Service {
        endpoints: vec![endpoints.back_end],
        ..match scenario.back_end.protocol {
            BackEndProtocol::Sql => service(Role::SqlServer, Box::new(sql_server(scenario)), store),
            _ => service(Role::Mailbox, Box::new(mailbox(scenario)), store),
        }
    });
    if let (Some(endpoint), Some(computer)) = (endpoints.folders, folders) {
        topology.service(Service {
            endpoints: vec![endpoint],
            ..service(Role::PublicFolders, Box::new(mailbox(scenario)), computer)
        });
    }
    topology.service(Service {
        endpoints: vec![
            directory.clone(),
            Endpoint::new(directory.host.clone(), Endpoint::KDC),
        ],
        links: Vec::new(),
        ..service(Role::DomainController, Box::new(domain_controller), dc)
    });
    if let Some((computer, controller)) = other_dc {
        let at = |port| Endpoint::new(other_controller, port);
        topology.service(Service {
            endpoints: vec![at(Endpoint::SMB), at(Endpoint::KDC)],
            links: Vec::new(),
            entropy: Box::new(Seeded::new(scenario.seed, "other domain controller")),
            ..service(Role::DomainController, Box::new(controller), computer)
        });
    }
    topology
}

/// Where the services of a scenario are reached.
struct Endpoints {
    web: Endpoint,
    /// The web server as the person calls it.
    address: Endpoint,
    back_end: Endpoint,
    /// The public folders, where they are on a host of their own.
    folders: Option<Endpoint>,
    directory: Endpoint,
}

impl Endpoints {
    fn of(scenario: &Scenario) -> Self {
        let names = &scenario.names;
        let (computer, http) = match scenario.back_end.placement {
            BackEndLocation::SameHost => (names.web_server.clone(), Endpoint::HTTP_BACK_END),
            BackEndLocation::AnotherHost => (scenario.back_end_host(), Endpoint::HTTP),
        };
        let port = match scenario.back_end.protocol {
            BackEndProtocol::Mapi => Endpoint::STORE,
            BackEndProtocol::Http => http,
            BackEndProtocol::Sql => Endpoint::SQL,
        };
        let web = host(&names.web_server);
        let (address, at) = scenario.client.host_and_port();
        let address = match address {
            "" => web.clone(),
            address => host(address),
        };
        Self {
            web: Endpoint::new(web, Endpoint::HTTP),
            address: Endpoint::new(address, at),
            back_end: Endpoint::new(host(&computer), port),
            folders: scenario.back_end.has_folder_server().then(|| {
                let port = match scenario.back_end.protocol {
                    BackEndProtocol::Mapi => Endpoint::STORE,
                    _ => Endpoint::HTTP,
                };
                Endpoint::new(host(&names.folder_server), port)
            }),
            directory: controller(scenario),
        }
    }
}

fn controller(scenario: &Scenario) -> Endpoint {
    let name = host(&scenario.names.domain_controller);
    Endpoint::new(name, Endpoint::SMB)
}

/// A computer's name as a host name. What an address cannot hold becomes a hyphen; that such a name cannot be is said
/// beside its setting.
fn host(name: &str) -> String {
    let allowed = |c: char| {
        if c.is_control() || c.is_whitespace() || "/?#@\\:".contains(c) {
            '-'
        } else {
            c
        }
    };
    lower(name).chars().map(allowed).collect()
}

/// A host's name among the others, part of what its random values are derived from. It never changes.
fn entropy_label(role: Role) -> &'static str {
    match role {
        Role::Browser => "browser",
        Role::FrontEnd => "front end",
        Role::Mailbox => "mailbox host",
        Role::PublicFolders => "public folder server",
        Role::SqlServer => "SQL Server",
        Role::DomainController => "domain controller",
    }
}

/// Whether callers may show a service of that role a ticket. MAPI knows NTLM only.
fn takes_tickets(role: Role, scenario: &Scenario) -> bool {
    match role {
        Role::FrontEnd => scenario.offers(Scheme::Negotiate),
        Role::Mailbox | Role::PublicFolders | Role::SqlServer => {
            scenario.back_end.protocol != BackEndProtocol::Mapi
                && scenario.back_end.schemes.contains(&Scheme::Negotiate)
        }
        Role::Browser | Role::DomainController => false,
    }
}

/// The account a service runs as.
fn account(role: Role, scenario: &Scenario) -> String {
    match (role, scenario.era) {
        (Role::Browser, _) => scenario.client.user.clone(),
        (Role::FrontEnd, _) if scenario.front_end.pool == PoolAccount::Domain => {
            let names = &scenario.names;
            format!("{}\\{}", names.domain, names.pool_account)
        }
        (Role::FrontEnd, Era::Y2003) => "NT AUTHORITY\\NETWORK SERVICE".to_owned(),
        (Role::FrontEnd, Era::Today) => "IIS APPPOOL\\DefaultAppPool".to_owned(),
        _ => "NT AUTHORITY\\SYSTEM".to_owned(),
    }
}

fn mailbox(scenario: &Scenario) -> Mailbox {
    Mailbox::new(MailboxSettings {
        protocol: scenario.back_end.protocol,
        admits: scenario.admitted(),
        web: WebSettings {
            schemes: scenario.back_end.schemes.clone(),
            keep_alive: true,
            single_request: false,
            basic_logon: LogonType::Network,
            default_domain: String::new(),
            product: scenario.era.server(),
        },
    })
}

fn sql_server(scenario: &Scenario) -> SqlServer {
    SqlServer::new(SqlServerSettings {
        admits: scenario.admitted(),
    })
}

fn browser(scenario: &Scenario, server: Endpoint) -> Browser {
    let pages = pages(scenario);
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query.append_pair("mailbox", &scenario.client.user).finish();
    let load = |target: String, new_connection| PageLoad {
        target,
        new_connection,
    };
    let protected = match scenario.back_end.protocol {
        BackEndProtocol::Sql => pages.protected,
        _ => format!("{}?{query}", pages.protected),
    };
    let mut loads = vec![load(pages.public, false), load(protected.clone(), false)];
    for _ in 1..scenario.visits.min(2) {
        loads.push(load(protected.clone(), scenario.new_connection));
    }
    let typed = UserPassword {
        domain: scenario.client.domain.clone(),
        user: scenario.client.user.clone(),
        password: scenario.client.password.clone(),
    };
    let browser = Browser::new(server, typed, loads);
    let names = &scenario.names;
    let canonical = (scenario.client.alias && scenario.client.follows_alias)
        .then(|| format!("{}.{}", host(&names.web_server), names.dns_domain));
    let intranet = scenario.client.zone == Zone::Intranet;
    let browser = browser
        .delegating(scenario.client.delegates && intranet)
        .naming_port(scenario.client.names_port)
        .with_canonical_name(canonical);
    match scenario.client.from {
        BrowsingFrom::Server if intranet => browser.in_own_session(),
        _ => browser,
    }
}

fn iis_settings(scenario: &Scenario, endpoints: &Endpoints) -> IisSettings {
    let front_end = &scenario.front_end;
    IisSettings {
        web: WebSettings {
            schemes: front_end.schemes.clone(),
            keep_alive: front_end.keep_alive,
            single_request: front_end.single_request,
            basic_logon: front_end.basic_logon,
            default_domain: front_end.default_domain.clone(),
            product: scenario.era.server(),
        },
        // Names of 64 KB are part of the request line.
        limits: Limits {
            head: 8 << 20,
            ..Limits::default()
        },
        anonymous: front_end.anonymous,
        application: Application::FrontEnd(FrontEndApplication {
            pages: pages(scenario),
            back_end: endpoints.back_end.clone(),
            folders: endpoints.folders.clone(),
            protocol: scenario.back_end.protocol,
            negotiate: scenario.back_end.schemes.contains(&Scheme::Negotiate),
            reply: front_end.reply(),
        }),
    }
}

/// The classic Outlook Web Access, an ASP.NET application for mail, or one for a database.
fn pages(scenario: &Scenario) -> Pages {
    let (public, protected) = match (scenario.back_end.protocol, scenario.era) {
        (BackEndProtocol::Sql, Era::Today) => ("/sales/default.aspx", "/sales/orders.aspx"),
        (BackEndProtocol::Sql, _) => ("/sales/default.asp", "/sales/orders.asp"),
        (_, Era::Today) => ("/mail/default.aspx", "/mail/inbox.aspx"),
        _ => ("/exchange/Logon.asp", "/exchange/logonfrm.asp"),
    };
    Pages {
        public: public.to_owned(),
        protected: protected.to_owned(),
    }
}

fn machine(scenario: &Scenario, name: &str) -> Machine {
    let domain = Domain {
        netbios: scenario.names.domain.clone(),
        dns: scenario.names.dns_domain.clone(),
        controller: controller(scenario),
    };
    Machine::new(name, domain, scenario.era, scenario.client_level)
}
