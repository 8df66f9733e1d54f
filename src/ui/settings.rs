//! All settings, beside the diagram they change.

use super::el::{all, el};
use super::fields::{Labelled, check_field, radio_group, select_field, text_field};
use super::header::button;
use super::store::Store;
use crate::app::{Action, Edit};
use crate::hosts::{Era, Level, LogonType, Protocol};
use crate::lab::{AccountDatabase, Setting};
use crate::present::{link, words};
use yew::prelude::*;

/// The panel.
pub fn settings(store: &Store) -> Html {
    let form = Form(store);
    let seed = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.act(Action::Seed((store.seed)())))
    };
    let close = button("ghost").text("Close");
    el("div", "settings")
        .child(
            el("div", "settings-head")
                .child(el("h2", "").text("What is set").html())
                .child(close.on_click(store.on(Action::ToggleSettings)).html())
                .html(),
        )
        .child(group("When", form.era()))
        .child(group("The person at the browser", form.person()))
        .child(group("IIS", form.front_end()))
        .child(group("The visits", form.visits()))
        .child(group("The mailbox host", form.back_end()))
        .child(group("The accounts", form.directory()))
        .child(group(
            "Chance",
            all(vec![
                el("p", "quiet")
                    .text("Challenges and nonces follow from a seed, so that a run can be repeated to the byte.")
                    .html(),
                button("ghost").text("New random values").on_click(seed).html(),
            ]),
        ))
        .html()
}

/// Each group is a form of its own: browsers take two passwords in one form for a mistake.
fn group(legend: &str, fields: Html) -> Html {
    let legend = el("legend", "").text(legend).html();
    el("form", "")
        .attrs(&[("autocomplete", "off")])
        .on_submit(Callback::from(|event: SubmitEvent| event.prevent_default()))
        .child(el("fieldset", "").child(legend).child(fields).html())
        .html()
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

    fn edit<T: 'static>(&self, edit: fn(T) -> Edit) -> Callback<T> {
        self.0.with(move |value| Action::Edit(edit(value)))
    }

    /// Takes the key of a choice; one that says nothing changes nothing.
    fn choose(&self, edit: fn(&str) -> Option<Edit>) -> Callback<String> {
        let store = self.0.clone();
        Callback::from(move |key: String| {
            if let Some(edit) = edit(&key) {
                store.act(Action::Edit(edit));
            }
        })
    }

    fn era(&self) -> Html {
        let choices = Era::ALL.map(|era| (link::era_key(era), words::era_name(era).to_string()));
        select_field(
            Labelled::new("era", "Era"),
            link::era_key(self.0.state.scenario.era),
            &choices,
            &self.choose(|key| link::era_of(key).map(Edit::Era)),
        )
    }

    fn person(&self) -> Html {
        let client = &self.0.state.scenario.client;
        let level = self.0.state.scenario.client_level;
        all(vec![
            text_field(
                self.about("user", "User", Setting::User),
                &client.user,
                false,
                self.edit(Edit::User),
            ),
            text_field(
                self.about("domain", "Domain", Setting::Domain),
                &client.domain,
                false,
                self.edit(Edit::Domain),
            ),
            text_field(
                self.about("password", "Password", Setting::Password),
                &client.password,
                true,
                self.edit(Edit::Password),
            ),
            self.level(
                self.about("level", "Client level", Setting::ClientLevel),
                level,
                |key| level_of(key).map(Edit::ClientLevel),
            ),
        ])
    }

    fn front_end(&self) -> Html {
        let front_end = &self.0.state.scenario.front_end;
        let schemes = ["none", "ntlm", "basic", "ntlm,basic", "basic,ntlm"].map(|key| {
            let schemes = link::schemes_of(key).unwrap_or_default();
            (key, words::schemes(&schemes))
        });
        let logons = LogonType::METHODS
            .map(|logon| (link::logon_key(logon), words::logon_name(logon).to_string()));
        let databases = [
            AccountDatabase::MemberServer,
            AccountDatabase::DomainController,
        ]
        .map(|database| {
            (
                database_key(database),
                words::database_name(database).to_string(),
            )
        });
        all(vec![
            select_field(
                self.about("schemes", "Schemes offered", Setting::Schemes),
                &link::schemes_key(&front_end.schemes),
                &schemes,
                &self.choose(|key| link::schemes_of(key).map(Edit::Schemes)),
            ),
            check_field(
                Labelled::new("anonymous", "Anonymous access"),
                front_end.anonymous,
                self.edit(Edit::Anonymous),
            ),
            select_field(
                self.about("logon", "Basic logon method", Setting::BasicLogon),
                link::logon_key(front_end.basic_logon),
                &logons,
                &self.choose(|key| link::logon_of(key).map(Edit::Logon)),
            ),
            text_field(
                self.about("default-domain", "Default domain", Setting::DefaultDomain),
                &front_end.default_domain,
                false,
                self.edit(Edit::DefaultDomain),
            ),
            select_field(
                Labelled::new("database", "Account database"),
                database_key(front_end.accounts),
                &databases,
                &self.choose(|key| database_of(key).map(Edit::Database)),
            ),
            check_field(
                self.about("keep-alive", "Keep-alive", Setting::KeepAlive),
                front_end.keep_alive,
                self.edit(Edit::KeepAlive),
            ),
            check_field(
                self.about("single", "authPersistSingleRequest", Setting::SingleRequest),
                front_end.single_request,
                self.edit(Edit::SingleRequest),
            ),
            check_field(
                self.about("replay", super::verdict::REPLAY, Setting::Replay),
                front_end.replay,
                self.edit(Edit::Replay),
            ),
        ])
    }

    fn visits(&self) -> Html {
        let scenario = &self.0.state.scenario;
        all(vec![
            select_field(
                Labelled::new("visits", "Visits"),
                if scenario.visits > 1 { "2" } else { "1" },
                &["1", "2"].map(|key| (key, key.to_owned())),
                &self.choose(|key| Some(Edit::Visits(if key == "2" { 2 } else { 1 }))),
            ),
            check_field(
                self.about("new-connection", "New connection", Setting::NewConnection),
                scenario.new_connection,
                self.edit(Edit::NewConnection),
            ),
        ])
    }

    fn back_end(&self) -> Html {
        let back_end = &self.0.state.scenario.back_end;
        let key = match back_end.protocol {
            Protocol::Mapi => "mapi",
            Protocol::Http => "http",
        };
        let choose = self.choose(|key| {
            Some(Edit::Protocol(match key {
                "http" => Protocol::Http,
                _ => Protocol::Mapi,
            }))
        });
        all(vec![
            radio_group(
                self.about("backend", "Back end", Setting::BackEnd),
                key,
                &[("mapi", "MAPI"), ("http", "HTTP")],
                &choose,
            ),
            text_field(
                self.about("admits", "Who may open the mailbox", Setting::Admits),
                &back_end.admits,
                false,
                self.edit(Edit::Admits),
            ),
        ])
    }

    fn directory(&self) -> Html {
        let scenario = &self.0.state.scenario;
        let directory = &scenario.directory;
        all(vec![
            text_field(
                Labelled::new("accounts", "Accounts in the directory"),
                &directory.accounts,
                false,
                self.edit(Edit::Accounts),
            ),
            text_field(
                self.about(
                    "real-password",
                    "Password on the domain controller",
                    Setting::DirectoryPassword,
                ),
                &directory.password,
                true,
                self.edit(Edit::DirectoryPassword),
            ),
            self.level(
                self.about("dc-level", "DC level", Setting::DcLevel),
                scenario.dc_level,
                |key| level_of(key).map(Edit::DcLevel),
            ),
            check_field(
                Labelled::new("controller", "Show domain controller"),
                self.0.state.controller,
                self.0.with(Action::Controller),
            ),
        ])
    }

    fn level(&self, labelled: Labelled, value: Level, edit: fn(&str) -> Option<Edit>) -> Html {
        const KEYS: [&str; 6] = ["0", "1", "2", "3", "4", "5"];
        let key = |level: Level| {
            KEYS.get(usize::from(level.number()))
                .copied()
                .unwrap_or("0")
        };
        let mut choices = Vec::new();
        for level in Level::all() {
            choices.push((key(level), words::level_name(level).to_string()));
        }
        select_field(labelled, key(value), &choices, &self.choose(edit))
    }
}

fn level_of(key: &str) -> Option<Level> {
    Level::new(key.parse().ok()?)
}

fn database_key(database: AccountDatabase) -> &'static str {
    match database {
        AccountDatabase::MemberServer => "computer",
        AccountDatabase::DomainController => "domain",
    }
}

fn database_of(key: &str) -> Option<AccountDatabase> {
    match key {
        "computer" => Some(AccountDatabase::MemberServer),
        "domain" => Some(AccountDatabase::DomainController),
        _ => None,
    }
}
