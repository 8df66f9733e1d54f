//! The settings in the order of the form: a new one is a line here.

use super::options::{
    account_states, accounts_of_services, back_end_spns, clocks, databases, delegations, eras,
    etypes, folders, forests, levels, logons, offers, origins, placements, protocols, sign_ins,
    spns, takes, visits, zones,
};
use super::{Control, FormField, FormGroup};
use crate::hosts::BackEndProtocol;
use crate::lab::{Scenario, Setting};
use crate::present::narration::interface::REPLAY;

/// How one signs in: the scheme that is offered first.
pub const SIGN_IN: FormField = field(Setting::Schemes, "Sign-in", Control::Radio(sign_ins));

/// Whether the mailbox is on the computer of IIS or on another one.
pub const MAILBOX: FormField = field(Setting::Placement, "Mailbox", Control::Radio(placements));

/// Whether the database is on the computer of IIS or on another one.
const DATABASE: FormField = field(Setting::Placement, "Database", Control::Radio(placements));

/// Where what the back end opens is.
pub fn placement(scenario: &Scenario) -> &'static FormField {
    match scenario.back_end.protocol {
        BackEndProtocol::Sql => &DATABASE,
        BackEndProtocol::Mapi | BackEndProtocol::Http => &MAILBOX,
    }
}

/// All other settings.
pub const GROUPS: &[FormGroup] = &[
    FormGroup {
        legend: "When",
        fields: &[field(Setting::Era, "Era", Control::List(eras))],
    },
    FormGroup {
        legend: "The person at the browser",
        fields: &[
            field(Setting::User, "User", Control::Text),
            field(Setting::Domain, "Domain", Control::Text),
            field(Setting::Password, "Password", Control::Password),
            field(
                Setting::BrowsingFrom,
                "Browsing from",
                Control::Radio(origins),
            ),
            field(Setting::Address, "Address", Control::Text),
            field(
                Setting::Alias,
                "Address is an alias (CNAME)",
                Control::Check,
            ),
            field(Setting::Forest, "Account in", Control::Radio(forests)),
            field(Setting::ClientLevel, "Client level", Control::List(levels)),
        ],
    },
    FormGroup {
        legend: "Browser policy",
        fields: &[
            field(Setting::Zone, "Zone of the address", Control::Radio(zones)),
            field(
                Setting::Delegates,
                "Delegates to the server",
                Control::Check,
            ),
            field(
                Setting::FollowsAlias,
                "Asks for the name behind an alias",
                Control::Check,
            ),
            field(
                Setting::NamesPort,
                "Asks with the port in the name",
                Control::Check,
            ),
        ],
    },
    FormGroup {
        legend: "IIS",
        fields: &[
            field(Setting::Schemes, "Schemes offered", Control::List(offers)),
            field(Setting::Anonymous, "Anonymous access", Control::Check),
            field(
                Setting::BasicLogon,
                "Basic logon method",
                Control::List(logons),
            ),
            field(Setting::DefaultDomain, "Default domain", Control::Text),
            field(
                Setting::AccountDatabase,
                "Account database",
                Control::List(databases),
            ),
            field(Setting::KeepAlive, "Keep-alive", Control::Check),
            field(
                Setting::SingleRequest,
                "authPersistSingleRequest",
                Control::Check,
            ),
            field(
                Setting::Pool,
                "Pool account",
                Control::Radio(accounts_of_services),
            ),
            field(Setting::KernelMode, "Kernel mode", Control::Check),
            field(
                Setting::PoolCredentials,
                "useAppPoolCredentials",
                Control::Check,
            ),
            field(
                Setting::OldKey,
                "Key before the last password change",
                Control::Check,
            ),
            field(Setting::ClockAhead, "Clock of IIS", Control::List(clocks)),
            field(Setting::LoopbackCheck, "Loopback check", Control::Check),
            field(Setting::Replay, REPLAY, Control::Check),
        ],
    },
    FormGroup {
        legend: "The visits",
        fields: &[
            field(Setting::Visits, "Visits", Control::List(visits)),
            field(Setting::NewConnection, "New connection", Control::Check),
        ],
    },
    FormGroup {
        legend: "The back end",
        fields: &[
            field(Setting::BackEnd, "Back end", Control::Radio(protocols)),
            field(
                Setting::BackEndSchemes,
                "Schemes of the back end",
                Control::List(takes),
            ),
            field(
                Setting::BackEndAccount,
                "Back end runs as",
                Control::Radio(accounts_of_services),
            ),
            field(
                Setting::PublicFolders,
                "Public folders",
                Control::Radio(folders),
            ),
            field(Setting::Admits, "Who may open it", Control::Text),
        ],
    },
    FormGroup {
        legend: "The accounts",
        fields: &[
            field(
                Setting::Accounts,
                "Accounts in the directory",
                Control::Text,
            ),
            field(
                Setting::DirectoryPassword,
                "Password on the domain controller",
                Control::Password,
            ),
            field(Setting::DcLevel, "DC level", Control::List(levels)),
            field(
                Setting::AccountState,
                "State of the person’s account",
                Control::List(account_states),
            ),
            field(
                Setting::Sensitive,
                "Account is sensitive and cannot be delegated",
                Control::Check,
            ),
            field(
                Setting::Protected,
                "Member of Protected Users",
                Control::Check,
            ),
        ],
    },
    FormGroup {
        legend: "Kerberos and delegation",
        fields: &[
            field(
                Setting::WebSpn,
                "SPN of the web server",
                Control::List(spns),
            ),
            field(
                Setting::BackEndSpn,
                "SPN of the back end",
                Control::List(back_end_spns),
            ),
            field(
                Setting::Delegation,
                "Account of IIS is trusted for delegation",
                Control::List(delegations),
            ),
            field(
                Setting::DelegationList,
                "Services it may delegate to",
                Control::Text,
            ),
            field(
                Setting::LetsFrontEndAct,
                "Back end lets IIS act for others (RBCD)",
                Control::Check,
            ),
            field(
                Setting::WebEtypes,
                "Encryption types of IIS’s account",
                Control::List(etypes),
            ),
            field(
                Setting::TgtDelegation,
                "Trust lets TGTs be delegated",
                Control::Check,
            ),
            field(
                Setting::SelectiveAuthentication,
                "Trust has selective authentication",
                Control::Check,
            ),
        ],
    },
    FormGroup {
        legend: "Names",
        fields: &[
            field(Setting::NetbiosDomain, "NetBIOS domain", Control::Text),
            field(Setting::DnsDomain, "DNS domain", Control::Text),
            field(Setting::DesktopName, "Desktop name", Control::Text),
            field(Setting::WebServerName, "Web server name", Control::Text),
            field(Setting::BackEndName, "Back end name", Control::Text),
            field(
                Setting::FolderServerName,
                "Public folder server name",
                Control::Text,
            ),
            field(
                Setting::DomainControllerName,
                "Domain controller name",
                Control::Text,
            ),
            field(Setting::PoolAccountName, "Pool account name", Control::Text),
            field(
                Setting::BackEndAccountName,
                "Back end account name",
                Control::Text,
            ),
            field(
                Setting::OtherNetbiosDomain,
                "Other forest’s NetBIOS domain",
                Control::Text,
            ),
            field(
                Setting::OtherDnsDomain,
                "Other forest’s DNS domain",
                Control::Text,
            ),
            field(
                Setting::OtherControllerName,
                "Other forest’s domain controller",
                Control::Text,
            ),
        ],
    },
];

const fn field(setting: Setting, label: &'static str, control: Control) -> FormField {
    FormField {
        setting,
        label,
        control,
    }
}
