//! What the services of a scenario run, set up as the scenario has it.

use super::endpoints::{Endpoints, host};
use crate::hosts::{
    Application, BackEndProtocol, Browser, Endpoint, Era, FrontEndApplication, IisSettings,
    LogonType, Mailbox, MailboxSettings, PageLoad, Pages, Scheme, SqlServer, SqlServerSettings,
    UserPassword, WebSettings,
};
use crate::lab::{BrowsingFrom, Scenario, Zone};
use crate::wire::http::MessageLimits;

pub fn mailbox(scenario: &Scenario) -> Mailbox {
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

pub fn sql_server(scenario: &Scenario) -> SqlServer {
    SqlServer::new(SqlServerSettings {
        admits: scenario.admitted(),
    })
}

pub fn browser(scenario: &Scenario, server: Endpoint) -> Browser {
    let pages = pages(scenario);
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query
        .append_pair("mailbox", scenario.client.account())
        .finish();
    let load = |target: String, new_connection| PageLoad {
        target,
        new_connection,
    };
    let protected = match scenario.back_end.protocol {
        BackEndProtocol::Sql => pages.protected,
        BackEndProtocol::Mapi | BackEndProtocol::Http => format!("{}?{query}", pages.protected),
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
        .delegating(scenario.browser_delegates())
        .naming_port(scenario.client.names_port)
        .with_canonical_name(canonical);
    match scenario.client.from {
        BrowsingFrom::Server if intranet => browser.in_own_session(),
        _ => browser,
    }
}

pub fn iis_settings(scenario: &Scenario, endpoints: &Endpoints) -> IisSettings {
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
        limits: MessageLimits {
            head: 8 << 20,
            ..MessageLimits::default()
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
