//! A scenario's computers and hosts, and the run.

use super::{AccountDatabase, Log, Network, Placement, Scenario, Seeded};
use crate::hosts::{
    Account, Accounts, Application, Browser, DomainController, Era, Iis, IisSettings, LogonType,
    Lsa, Machine, Mailbox, MailboxSettings, PageLoad, Pages, Role, Scheme, TypedCredential,
    WebSettings,
};
use crate::wire::http::Limits;

/// Runs a scenario to its end.
pub fn run(scenario: &Scenario) -> Log {
    let mut network = hosts(scenario);
    let browser = network.0;
    network.1.tamper(&scenario.edits);
    network.1.start(browser);
    network.1.run();
    network.1.take_log()
}

/// The hosts of a scenario, and which of them is the browser.
pub fn hosts(scenario: &Scenario) -> (super::HostId, Network) {
    let mut network = Network::new(scenario.start);
    let seeded = |role| Seeded::new(scenario.seed, role);
    let directory = accounts(scenario);

    let mut front_end = machine(scenario, "WEB-01");
    if scenario.front_end.accounts == AccountDatabase::DomainController {
        front_end.accounts = directory.clone();
    }
    let mut controller = machine(scenario, "DC-01");
    controller.accounts = directory;

    let iis = Iis::new(iis_settings(scenario), &front_end);
    let domain_controller = DomainController::new(&controller);
    let desk = network.computer(machine(scenario, "DESK-07"));
    let web = network.computer(front_end);
    let store = match scenario.back_end.placement {
        Placement::SameHost => web,
        Placement::AnotherHost => network.computer(machine(scenario, "MBX-02")),
    };
    let dc = network.computer(controller);

    let mailbox = Mailbox::new(MailboxSettings {
        protocol: scenario.back_end.protocol,
        admits: scenario.admitted(),
        web: WebSettings {
            schemes: vec![Scheme::Ntlm],
            keep_alive: true,
            single_request: false,
            basic_logon: LogonType::Network,
            default_domain: String::new(),
            product: scenario.era.server(),
        },
    });
    let browser = network.add(
        Role::Browser,
        browser(scenario),
        desk,
        seeded(Role::Browser),
    );
    network.add(Role::FrontEnd, iis, web, seeded(Role::FrontEnd));
    network.add(Role::Mailbox, mailbox, store, seeded(Role::Mailbox));
    let role = Role::DomainController;
    network.add(role, domain_controller, dc, seeded(role));
    (browser, network)
}

fn browser(scenario: &Scenario) -> Browser {
    let pages = pages(scenario.era);
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("mailbox", &scenario.client.user)
        .finish();
    let load = |target: String, new_connection| PageLoad {
        target,
        new_connection,
    };
    let mailbox = format!("{}?{query}", pages.mailbox);
    let mut loads = vec![load(pages.public, false), load(mailbox.clone(), false)];
    for _ in 1..scenario.visits.min(2) {
        loads.push(load(mailbox.clone(), scenario.new_connection));
    }
    let typed = TypedCredential {
        domain: scenario.client.domain.clone(),
        user: scenario.client.user.clone(),
        password: scenario.client.password.clone(),
    };
    Browser::new("web-01", typed, loads)
}

fn iis_settings(scenario: &Scenario) -> IisSettings {
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
        application: Application::Mail {
            pages: pages(scenario.era),
            protocol: scenario.back_end.protocol,
            reply: front_end.reply(),
        },
    }
}

/// The classic Outlook Web Access, or an ASP.NET application.
fn pages(era: Era) -> Pages {
    let (public, mailbox) = match era {
        Era::Today => ("/mail/default.aspx", "/mail/inbox.aspx"),
        _ => ("/exchange/Logon.asp", "/exchange/logonfrm.asp"),
    };
    Pages {
        public: public.to_owned(),
        mailbox: mailbox.to_owned(),
    }
}

fn accounts(scenario: &Scenario) -> Accounts {
    let password = &scenario.directory.password;
    let names = scenario.account_names();
    let accounts = names.iter().map(|name| Account::new(name, password));
    Accounts::new(Scenario::DOMAIN, scenario.dc_level, accounts.collect())
}

fn machine(scenario: &Scenario, name: &str) -> Machine {
    Machine {
        name: name.to_owned(),
        domain: Scenario::DOMAIN.to_owned(),
        dns_domain: "contoso.example".to_owned(),
        mailbox_host: match scenario.back_end.placement {
            Placement::SameHost => "web-01",
            Placement::AnotherHost => "mbx-02",
        }
        .to_owned(),
        era: scenario.era,
        level: scenario.client_level,
        accounts: Accounts::new(name, scenario.client_level, Vec::new()),
        lsa: Lsa::default(),
    }
}
