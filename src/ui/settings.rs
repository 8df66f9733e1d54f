//! All settings, beside the diagram they change.

use super::fields::{CheckField, Choice, RadioGroup, SelectField, TextField};
use super::store::{Store, use_store};
use crate::app::{Action, Edit};
use crate::hosts::{Era, Level, LogonType, Protocol};
use crate::lab::{AccountDatabase, Setting};
use crate::present::{link, words};
use yew::prelude::*;

/// The panel.
#[component]
pub fn Settings() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let form = Form(&store);
    let seed = {
        let store = store.clone();
        Callback::from(move |_: MouseEvent| store.act(Action::Seed((store.seed.0)())))
    };
    html! {
        <form class="settings" onsubmit={|event: SubmitEvent| event.prevent_default()} autocomplete="off">
            <div class="settings-head">
                <h2>{ "What is set" }</h2>
                <button type="button" class="ghost" onclick={store.on(Action::ToggleSettings)}>{ "Close" }</button>
            </div>
            <fieldset><legend>{ "When" }</legend>{ form.era() }</fieldset>
            <fieldset><legend>{ "The person at the browser" }</legend>{ form.person() }</fieldset>
            <fieldset><legend>{ "IIS" }</legend>{ form.front_end() }</fieldset>
            <fieldset><legend>{ "The visits" }</legend>{ form.visits() }</fieldset>
            <fieldset><legend>{ "The mailbox host" }</legend>{ form.back_end() }</fieldset>
            <fieldset><legend>{ "The accounts" }</legend>{ form.directory() }</fieldset>
            <fieldset>
                <legend>{ "Chance" }</legend>
                <p class="quiet">{ "Challenges and nonces follow from a seed, so that a run can be repeated to the byte." }</p>
                <button type="button" class="ghost" onclick={seed}>{ "New random values" }</button>
            </fieldset>
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
    ) -> Callback<AttrValue> {
        let store = self.0.clone();
        Callback::from(move |key: AttrValue| {
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
            <SelectField name="era" label="Era" value={link::era_key(era)} {choices} onchoose={self.choose(link::era_of, Edit::Era)} />
        }
    }

    fn person(&self) -> Html {
        let client = &self.0.state.scenario.client;
        html! {
            <>
                <TextField name="user" label="User" value={client.user.clone()} oninput={self.edit(Edit::User)} problem={self.problem(Setting::User)} />
                <TextField name="domain" label="Domain" value={client.domain.clone()} oninput={self.edit(Edit::Domain)} problem={self.problem(Setting::Domain)} />
                <TextField name="password" label="Password" value={client.password.clone()} secret=true oninput={self.edit(Edit::Password)} problem={self.problem(Setting::Password)} />
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
                <SelectField name="schemes" label="Schemes offered" value={link::schemes_key(&front_end.schemes)} choices={schemes.to_vec()}
                    onchoose={self.choose(link::schemes_of, Edit::Schemes)} problem={self.problem(Setting::Schemes)} />
                <CheckField name="anonymous" label="Anonymous access" checked={front_end.anonymous} onchange={self.edit(Edit::Anonymous)} />
                <SelectField name="logon" label="Basic logon method" value={link::logon_key(front_end.basic_logon)} choices={logon.to_vec()}
                    onchoose={self.choose(link::logon_of, Edit::Logon)} problem={self.problem(Setting::BasicLogon)} />
                <TextField name="default-domain" label="Default domain" value={front_end.default_domain.clone()}
                    oninput={self.edit(Edit::DefaultDomain)} problem={self.problem(Setting::DefaultDomain)} />
                <SelectField name="database" label="Account database" value={database}
                    choices={databases.map(|(key, database)| Choice::new(key, words::database_name(database))).to_vec()}
                    onchoose={self.choose(move |key| databases.iter().find(|(k, _)| *k == key).map(|(_, d)| *d), Edit::Database)} />
                <CheckField name="keep-alive" label="Keep-alive" checked={front_end.keep_alive} onchange={self.edit(Edit::KeepAlive)}
                    problem={self.problem(Setting::KeepAlive)} />
                <CheckField name="single" label="authPersistSingleRequest" checked={front_end.single_request}
                    onchange={self.edit(Edit::SingleRequest)} problem={self.problem(Setting::SingleRequest)} />
                <CheckField name="replay" label="Send the cached answer, as the article tells it" checked={front_end.replay}
                    onchange={self.edit(Edit::Replay)} problem={self.problem(Setting::Replay)} />
            </>
        }
    }

    fn visits(&self) -> Html {
        let scenario = &self.0.state.scenario;
        let read = |key: &str| key.parse::<u8>().ok();
        html! {
            <>
                <SelectField name="visits" label="Visits" value={scenario.visits.to_string()} choices={vec![Choice::new("1", "1"), Choice::new("2", "2")]}
                    onchoose={self.choose(read, Edit::Visits)} />
                <CheckField name="new-connection" label="New connection" checked={scenario.new_connection}
                    onchange={self.edit(Edit::NewConnection)} problem={self.problem(Setting::NewConnection)} />
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
                <RadioGroup name="backend" label="Back end" value={key} choices={vec![Choice::new("mapi", "MAPI"), Choice::new("http", "HTTP")]}
                    onchoose={self.choose(read, Edit::Protocol)} problem={self.problem(Setting::BackEnd)} />
                <TextField name="admits" label="Who may open the mailbox" value={back_end.admits.clone()}
                    oninput={self.edit(Edit::Admits)} problem={self.problem(Setting::Admits)} />
            </>
        }
    }

    fn directory(&self) -> Html {
        let scenario = &self.0.state.scenario;
        let directory = &scenario.directory;
        html! {
            <>
                <TextField name="accounts" label="Accounts in the directory" value={directory.accounts.clone()} oninput={self.edit(Edit::Accounts)} />
                <TextField name="real-password" label="Password on the domain controller" value={directory.password.clone()} secret=true
                    oninput={self.edit(Edit::DirectoryPassword)} problem={self.problem(Setting::DirectoryPassword)} />
                { self.level("dc-level", "DC level", scenario.dc_level, Edit::DcLevel, Setting::DcLevel) }
                <CheckField name="controller" label="Show domain controller" checked={self.0.state.controller} onchange={self.0.with(Action::Controller)} />
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
            <SelectField {name} {label} value={value.number().to_string()} {choices} onchoose={self.choose(read, edit)} problem={self.problem(setting)} />
        }
    }
}
