//! IIS.

use super::group::Group;
use super::odd::odd;
use crate::app::{Action, Edit};
use crate::hosts::LogonType;
use crate::lab::{AccountDatabase, Scenario, Setting};
use crate::present::narration::interface;
use crate::present::{link, words};
use crate::ui::controls::{CheckField, Choice, SelectField, TextField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// Schemes that can be offered, as links name them.
const OFFERS: [&str; 5] = ["none", "ntlm", "basic", "ntlm,basic", "basic,ntlm"];
const DATABASES: [(&str, AccountDatabase); 2] = [
    ("computer", AccountDatabase::MemberServer),
    ("domain", AccountDatabase::DomainController),
];

/// What is set.
#[derive(PartialEq, Properties)]
pub struct FrontEndSettingsProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
}

/// What IIS offers, how it logs on, and how it keeps connections.
#[component]
pub fn FrontEndSettings(props: &FrontEndSettingsProps) -> Html {
    let dispatch = use_dispatch();
    let scenario = &props.scenario;
    let front_end = &scenario.front_end;
    let offered = |key: &&str| link::schemes_of(key).as_ref() == Some(&front_end.schemes);
    html! {
        <Group legend="IIS">
            <SelectField
                id="schemes"
                label="Schemes offered"
                choices={offers()}
                chosen={OFFERS.iter().find(|key| offered(key)).copied().unwrap_or_default()}
                onchange={dispatch.value(|key| Some(Action::Edit(Edit::Schemes(link::schemes_of(&key)?))))}
                problem={odd(scenario, Setting::Schemes)}
            />
            <CheckField
                id="anonymous"
                label="Anonymous access"
                checked={front_end.anonymous}
                action={Action::Edit(Edit::Anonymous(!front_end.anonymous))}
            />
            <SelectField
                id="logon"
                label="Basic logon method"
                choices={logons()}
                chosen={link::logon_key(front_end.basic_logon)}
                onchange={dispatch.value(|key| Some(Action::Edit(Edit::Logon(link::logon_of(&key)?))))}
                problem={odd(scenario, Setting::BasicLogon)}
            />
            <TextField
                id="default-domain"
                label="Default domain"
                value={front_end.default_domain.clone()}
                oninput={dispatch.value(|typed| Some(Action::Edit(Edit::DefaultDomain(typed))))}
                problem={odd(scenario, Setting::DefaultDomain)}
            />
            <SelectField
                id="database"
                label="Account database"
                choices={databases()}
                chosen={database_key(front_end.accounts)}
                onchange={dispatch.value(|key| Some(Action::Edit(Edit::Database(database_of(&key)?))))}
            />
            <CheckField
                id="keep-alive"
                label="Keep-alive"
                checked={front_end.keep_alive}
                action={Action::Edit(Edit::KeepAlive(!front_end.keep_alive))}
                problem={odd(scenario, Setting::KeepAlive)}
            />
            <CheckField
                id="single"
                label="authPersistSingleRequest"
                checked={front_end.single_request}
                action={Action::Edit(Edit::SingleRequest(!front_end.single_request))}
                problem={odd(scenario, Setting::SingleRequest)}
            />
            <CheckField
                id="replay"
                label={interface::REPLAY}
                checked={front_end.replay}
                action={Action::Edit(Edit::Replay(!front_end.replay))}
                problem={odd(scenario, Setting::Replay)}
            />
        </Group>
    }
}

fn offers() -> Rc<[Choice]> {
    let offers = OFFERS.into_iter().map(|key| {
        let schemes = link::schemes_of(key).unwrap_or_default();
        Choice::new(key, words::schemes(&schemes))
    });
    offers.collect()
}

fn logons() -> Rc<[Choice]> {
    let logon = |logon| Choice::new(link::logon_key(logon), words::logon_name(logon));
    LogonType::METHODS.into_iter().map(logon).collect()
}

fn databases() -> Rc<[Choice]> {
    let database = |(key, database)| Choice::new(key, words::database_name(database));
    DATABASES.into_iter().map(database).collect()
}

fn database_key(database: AccountDatabase) -> &'static str {
    let found = DATABASES.into_iter().find(|(_, own)| *own == database);
    found.map_or("", |(key, _)| key)
}

fn database_of(key: &str) -> Option<AccountDatabase> {
    let found = DATABASES.into_iter().find(|(own, _)| *own == key);
    found.map(|(_, database)| database)
}
