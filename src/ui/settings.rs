//! All settings, beside the diagram they change.

use super::fields::{Choice, Labelled, check_field, radio_group, select_field, text_field};
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
    html! {
        <div class="settings">
            <div class="settings-head">
                <h2>{ "What is set" }</h2>
                <button type="button" class="ghost" onclick={store.on(Action::ToggleSettings)}>{ "Close" }</button>
            </div>
            { section("When", form.era()) }
            { section("The person at the browser", form.person()) }
            { section("IIS", form.front_end()) }
            { section("The visits", form.visits()) }
            { section("The mailbox host", form.back_end()) }
            { section("The accounts", form.directory()) }
            { section("Chance", html! {
                <>
                    <p class="quiet">{ "Challenges and nonces follow from a seed, so that a run can be repeated to the byte." }</p>
                    <button type="button" class="ghost" onclick={seed}>{ "New random values" }</button>
                </>
            }) }
        </div>
    }
}

/// Each section is a form of its own: browsers take two passwords in one form for a mistake.
fn section(legend: &'static str, fields: Html) -> Html {
    html! {
        <form onsubmit={|event: SubmitEvent| event.prevent_default()} autocomplete="off">
            <fieldset><legend>{ legend }</legend>{ fields }</fieldset>
        </form>
    }
}

struct Form<'a>(&'a Store);

impl Form<'_> {
    fn problem(&self, setting: Setting) -> Option<String> {
        let scenario = &self.0.state.scenario;
        let said: Vec<String> = scenario
            .problems()
            .into_iter()
            .filter(|(about, _)| *about == setting)
            .map(|(about, problem)| words::problem(about, problem, scenario))
            .collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn edit<T: 'static>(&self, edit: impl Fn(T) -> Edit + 'static) -> Callback<T> {
        self.0.with(move |value| Action::Edit(edit(value)))
    }

    fn choose<T: 'static>(
        &self,
        read: impl Fn(&str) -> Option<T> + 'static,
        edit: impl Fn(T) -> Edit + 'static,
    ) -> Callback<String> {
        let store = self.0.clone();
        Callback::from(move |key: String| {
            if let Some(value) = read(&key) {
                store.act(Action::Edit(edit(value)));
            }
        })
    }

    fn era(&self) -> Html {
        let era = self.0.state.scenario.era;
        let choices: Vec<Choice> = Era::ALL
            .iter()
            .map(|era| Choice::new(link::era_key(*era), words::era_name(*era)))
            .collect();
        html! {
            { select_field(Labelled::new("era", "Era"), &link::era_key(era), &choices, &self.choose(link::era_of, Edit::Era)) }
        }
    }

    fn person(&self) -> Html {
        let client = &self.0.state.scenario.client;
        html! {
            <>
                { text_field(Labelled::new("user", "User").saying(self.problem(Setting::User)), &client.user, false, self.edit(Edit::User)) }
                { text_field(Labelled::new("domain", "Domain").saying(self.problem(Setting::Domain)), &client.domain, false, self.edit(Edit::Domain)) }
                { text_field(Labelled::new("password", "Password").saying(self.problem(Setting::Password)), &client.password, true, self.edit(Edit::Password)) }
                { self.level("level", "Client level", self.0.state.scenario.client_level, Edit::ClientLevel, Setting::ClientLevel) }
            </>
        }
    }

    fn front_end(&self) -> Html {
        let front_end = &self.0.state.scenario.front_end;
        let schemes = ["none", "ntlm", "basic", "ntlm,basic", "basic,ntlm"];
        let schemes = schemes.map(|key| {
            Choice::new(
                key,
                words::schemes(&link::schemes_of(key).unwrap_or_default()),
            )
        });
        let logon = LogonType::METHODS
            .map(|logon| Choice::new(link::logon_key(logon), words::logon_name(logon)));
        let databases = [
            ("computer", AccountDatabase::MemberServer),
            ("domain", AccountDatabase::DomainController),
        ];
        let database = databases
            .iter()
            .find(|(_, database)| *database == front_end.accounts)
            .map_or("computer", |(key, _)| key);
        html! {
            <>
                { select_field(Labelled::new("schemes", "Schemes offered").saying(self.problem(Setting::Schemes)), &link::schemes_key(&front_end.schemes), &schemes, &self.choose(link::schemes_of, Edit::Schemes)) }
                { check_field(Labelled::new("anonymous", "Anonymous access"), front_end.anonymous, self.edit(Edit::Anonymous)) }
                { select_field(Labelled::new("logon", "Basic logon method").saying(self.problem(Setting::BasicLogon)), &link::logon_key(front_end.basic_logon), &logon, &self.choose(link::logon_of, Edit::Logon)) }
                { text_field(Labelled::new("default-domain", "Default domain").saying(self.problem(Setting::DefaultDomain)), &front_end.default_domain, false, self.edit(Edit::DefaultDomain)) }
                { select_field(Labelled::new("database", "Account database"), database, &databases.map(|(key, database)| Choice::new(key, words::database_name(database))), &self.choose(move |key| databases.iter().find(|(k, _)| *k == key).map(|(_, d)| *d), Edit::Database)) }
                { check_field(Labelled::new("keep-alive", "Keep-alive").saying(self.problem(Setting::KeepAlive)), front_end.keep_alive, self.edit(Edit::KeepAlive)) }
                { check_field(Labelled::new("single", "authPersistSingleRequest").saying(self.problem(Setting::SingleRequest)), front_end.single_request, self.edit(Edit::SingleRequest)) }
                { check_field(Labelled::new("replay", "Send the cached answer, as the article tells it").saying(self.problem(Setting::Replay)), front_end.replay, self.edit(Edit::Replay)) }
            </>
        }
    }

    fn visits(&self) -> Html {
        let scenario = &self.0.state.scenario;
        let read = |key: &str| key.parse::<u8>().ok();
        html! {
            <>
                { select_field(Labelled::new("visits", "Visits"), &scenario.visits.to_string(), &[Choice::new("1", "1"), Choice::new("2", "2")], &self.choose(read, Edit::Visits)) }
                { check_field(Labelled::new("new-connection", "New connection").saying(self.problem(Setting::NewConnection)), scenario.new_connection, self.edit(Edit::NewConnection)) }
            </>
        }
    }

    fn back_end(&self) -> Html {
        let back_end = &self.0.state.scenario.back_end;
        let key = match back_end.protocol {
            Protocol::Mapi => "mapi",
            Protocol::Http => "http",
        };
        let read = |key: &str| {
            Some(if key == "http" {
                Protocol::Http
            } else {
                Protocol::Mapi
            })
        };
        html! {
            <>
                { radio_group(Labelled::new("backend", "Back end").saying(self.problem(Setting::BackEnd)), key, &[Choice::new("mapi", "MAPI"), Choice::new("http", "HTTP")], &self.choose(read, Edit::Protocol)) }
                { text_field(Labelled::new("admits", "Who may open the mailbox").saying(self.problem(Setting::Admits)), &back_end.admits, false, self.edit(Edit::Admits)) }
            </>
        }
    }

    fn directory(&self) -> Html {
        let scenario = &self.0.state.scenario;
        let directory = &scenario.directory;
        html! {
            <>
                { text_field(Labelled::new("accounts", "Accounts in the directory"), &directory.accounts, false, self.edit(Edit::Accounts)) }
                { text_field(Labelled::new("real-password", "Password on the domain controller").saying(self.problem(Setting::DirectoryPassword)), &directory.password, true, self.edit(Edit::DirectoryPassword)) }
                { self.level("dc-level", "DC level", scenario.dc_level, Edit::DcLevel, Setting::DcLevel) }
                { check_field(Labelled::new("controller", "Show domain controller"), self.0.state.controller, self.0.with(Action::Controller)) }
            </>
        }
    }

    fn level(
        &self,
        name: &'static str,
        label: &'static str,
        value: Level,
        edit: fn(Level) -> Edit,
        setting: Setting,
    ) -> Html {
        let choices: Vec<Choice> = Level::all()
            .map(|level| Choice::new(level.number().to_string(), words::level_name(level)))
            .collect();
        let read = |key: &str| Level::new(key.parse().ok()?);
        html! {
            { select_field(Labelled::new(name, label).saying(self.problem(setting)), &value.number().to_string(), &choices, &self.choose(read, edit)) }
        }
    }
}
