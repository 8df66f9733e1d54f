//! All settings, beside the diagram they change.

use super::el::{Does, El, On, button, el};
use super::fields::{Labelled, check_field, option, radio_group, select_field, text_field};
use super::store::Store;
use crate::app::{Action, Edit};
use crate::hosts::{Era, Level, LogonType, Protocol};
use crate::lab::{AccountDatabase, Setting, SettingValue};
use crate::present::words;

/// The panel.
pub fn settings(store: &Store) -> El {
    let form = Form(store);
    let draw = {
        let (dispatch, seed) = (store.dispatch.clone(), store.seed);
        move |_: &web_sys::Event| dispatch.emit(Action::Seed(seed()))
    };
    // Each group is a form of its own: browsers take two passwords in one form for a mistake.
    let own = |group: El| {
        let keep = Does::Call(Box::new(|event| event.prevent_default()));
        el("form|autocomplete=off")
            .on(On::Submit, store, keep)
            .child(group)
    };
    el("div.settings")
        .child(
            el("div.settings-head")
                .child(el("h2>What is set"))
                .child(button("Close").click(store, Action::ToggleSettings)),
        )
        .child(own(form.era(group("When"))))
        .child(own(form.person(group("The person at the browser"))))
        .child(own(form.front_end(group("IIS"))))
        .child(own(form.visits(group("The visits"))))
        .child(own(form.back_end(group("The mailbox host"))))
        .child(own(form.directory(group("The accounts"))))
        .child(
            group("Chance")
                .child(el("p.quiet>Challenges and nonces follow from a seed, so that a run can be repeated to the byte."))
                .child(button("New random values").on(On::Click, store, Does::Call(Box::new(draw)))),
        )
}

/// A group of settings.
fn group(legend: &str) -> El {
    el("fieldset").child(el("legend").text(legend))
}

struct Form<'a>(&'a Store);

impl Form<'_> {
    /// A control that may have something odd about it.
    fn about(&self, id: &'static str, label: &'static str, setting: Setting) -> Labelled {
        let scenario = &self.0.state.scenario;
        let mut said = String::new();
        for (about, problem) in scenario.problems() {
            if about == setting {
                if !said.is_empty() {
                    said.push(' ');
                }
                said.push_str(&words::problem(about, problem, scenario));
            }
        }
        Labelled::new(id, label).saying((!said.is_empty()).then_some(said))
    }

    fn text(&self, labelled: Labelled, value: &str, edit: fn(String) -> Edit) -> El {
        text_field(self.0, labelled, "text", value, edit)
    }

    fn password(&self, labelled: Labelled, value: &str, edit: fn(String) -> Edit) -> El {
        text_field(self.0, labelled, "password", value, edit)
    }

    /// A check box for a setting.
    fn check(&self, labelled: Labelled, checked: bool, edit: fn(bool) -> Edit) -> El {
        check_field(self.0, labelled, checked, Action::Edit(edit(!checked)))
    }

    /// A list to choose from; a key that says nothing changes nothing.
    fn select(
        &self,
        labelled: Labelled,
        options: Vec<El>,
        choose: fn(&str) -> Option<Action>,
    ) -> El {
        select_field(self.0, labelled, options, choose)
    }

    fn era(&self, group: El) -> El {
        let mut options = Vec::new();
        for era in Era::ALL {
            let name = words::era_name(era);
            let current = era == self.0.state.scenario.era;
            options.push(option(&era.to_text(), name, current));
        }
        group.child(self.select(Labelled::new("era", "Era"), options, |key| {
            Era::of_text(key).map(|era| Action::Edit(Edit::Era(era)))
        }))
    }

    fn person(&self, group: El) -> El {
        let client = &self.0.state.scenario.client;
        let level = self.0.state.scenario.client_level;
        group
            .child(self.text(
                self.about("user", "User", Setting::User),
                &client.user,
                Edit::User,
            ))
            .child(self.text(
                self.about("domain", "Domain", Setting::Domain),
                &client.domain,
                Edit::Domain,
            ))
            .child(self.password(
                self.about("password", "Password", Setting::Password),
                &client.password,
                Edit::Password,
            ))
            .child(self.level(
                self.about("level", "Client level", Setting::ClientLevel),
                level,
                |key| level_of(key).map(|level| Action::Edit(Edit::ClientLevel(level))),
            ))
    }

    fn front_end(&self, group: El) -> El {
        let front_end = &self.0.state.scenario.front_end;
        let mut schemes = Vec::new();
        for key in ["none", "ntlm", "basic", "ntlm,basic", "basic,ntlm"] {
            let offered = Vec::of_text(key).unwrap_or_default();
            let current = offered == front_end.schemes;
            schemes.push(option(key, &words::schemes(&offered), current));
        }
        let mut logons = Vec::new();
        for logon in LogonType::METHODS {
            let name = words::logon_name(logon);
            let current = logon == front_end.basic_logon;
            logons.push(option(&logon.to_text(), name, current));
        }
        let mut databases = Vec::new();
        for (key, database) in DATABASES {
            let name = words::database_name(database);
            databases.push(option(key, name, database == front_end.accounts));
        }
        group
            .child(self.select(
                self.about("schemes", "Schemes offered", Setting::Schemes),
                schemes,
                |key| Vec::of_text(key).map(|schemes| Action::Edit(Edit::Schemes(schemes))),
            ))
            .child(self.check(
                Labelled::new("anonymous", "Anonymous access"),
                front_end.anonymous,
                Edit::Anonymous,
            ))
            .child(self.select(
                self.about("logon", "Basic logon method", Setting::BasicLogon),
                logons,
                |key| LogonType::of_text(key).map(|logon| Action::Edit(Edit::Logon(logon))),
            ))
            .child(self.text(
                self.about("default-domain", "Default domain", Setting::DefaultDomain),
                &front_end.default_domain,
                Edit::DefaultDomain,
            ))
            .child(self.select(
                Labelled::new("database", "Account database"),
                databases,
                |key| {
                    let mut all = DATABASES.into_iter();
                    let (_, database) = all.find(|(own, _)| *own == key)?;
                    Some(Action::Edit(Edit::Database(database)))
                },
            ))
            .child(self.check(
                self.about("keep-alive", "Keep-alive", Setting::KeepAlive),
                front_end.keep_alive,
                Edit::KeepAlive,
            ))
            .child(self.check(
                self.about("single", "authPersistSingleRequest", Setting::SingleRequest),
                front_end.single_request,
                Edit::SingleRequest,
            ))
            .child(self.check(
                self.about("replay", super::verdict::REPLAY, Setting::Replay),
                front_end.replay,
                Edit::Replay,
            ))
    }

    fn visits(&self, group: El) -> El {
        let scenario = &self.0.state.scenario;
        let two = scenario.visits > 1;
        group
            .child(self.select(
                Labelled::new("visits", "Visits"),
                [option("1", "1", !two), option("2", "2", two)].into(),
                |key| Some(Action::Edit(Edit::Visits(if key == "2" { 2 } else { 1 }))),
            ))
            .child(self.check(
                self.about("new-connection", "New connection", Setting::NewConnection),
                scenario.new_connection,
                Edit::NewConnection,
            ))
    }

    fn back_end(&self, group: El) -> El {
        let back_end = &self.0.state.scenario.back_end;
        let protocol = |label, protocol| {
            let edit = Edit::Protocol(protocol);
            (label, protocol == back_end.protocol, edit)
        };
        group
            .child(radio_group(
                self.0,
                self.about("backend", "Back end", Setting::BackEnd),
                [
                    protocol("MAPI", Protocol::Mapi),
                    protocol("HTTP", Protocol::Http),
                ]
                .into(),
            ))
            .child(self.text(
                self.about("admits", "Who may open the mailbox", Setting::Admits),
                &back_end.admits,
                Edit::Admits,
            ))
    }

    fn directory(&self, group: El) -> El {
        let scenario = &self.0.state.scenario;
        let directory = &scenario.directory;
        let controller = self.0.state.controller;
        group
            .child(self.text(
                Labelled::new("accounts", "Accounts in the directory"),
                &directory.accounts,
                Edit::Accounts,
            ))
            .child(self.password(
                self.about(
                    "real-password",
                    "Password on the domain controller",
                    Setting::DirectoryPassword,
                ),
                &directory.password,
                Edit::DirectoryPassword,
            ))
            .child(self.level(
                self.about("dc-level", "DC level", Setting::DcLevel),
                scenario.dc_level,
                |key| level_of(key).map(|level| Action::Edit(Edit::DcLevel(level))),
            ))
            .child(check_field(
                self.0,
                Labelled::new("controller", "Show domain controller"),
                controller,
                Action::Controller(!controller),
            ))
    }

    fn level(&self, labelled: Labelled, value: Level, choose: fn(&str) -> Option<Action>) -> El {
        let mut options = Vec::new();
        for level in Level::all() {
            let name = words::level_name(level);
            options.push(option(&level.number().to_string(), name, level == value));
        }
        self.select(labelled, options, choose)
    }
}

const DATABASES: [(&str, AccountDatabase); 2] = [
    ("computer", AccountDatabase::MemberServer),
    ("domain", AccountDatabase::DomainController),
];

fn level_of(key: &str) -> Option<Level> {
    Level::new(key.parse().ok()?)
}
