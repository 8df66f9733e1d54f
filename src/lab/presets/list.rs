//! All presets, each by what it changes of an era.

use super::{Preset, PresetQuestion};
use crate::hosts::{AccountState, BackEndProtocol, Era, Level, LogonType, Scheme};
use crate::lab::table::{
    another_service, constrained, negotiate, ntlm, resource_based, unconstrained,
    unconstrained_without_browser,
};
use crate::lab::{
    BackEndLocation, BrowsingFrom, DelegationTrust, Minutes, RunsAs, Scenario, SpnPlacement,
};

/// All presets; the first is where everybody begins.
pub const PRESETS: [Preset; 33] = [
    preset(
        PresetQuestion::SecondHop,
        "kb183545",
        "KB183545 · OWA, 1998",
        || Scenario::of(Era::Y1998),
    ),
    preset(
        PresetQuestion::Basic,
        "basic",
        "The same with Basic",
        || with(Era::Y1998, basic),
    ),
    preset(
        PresetQuestion::OnTheServer,
        "same-host",
        "Mailbox on the same host",
        || {
            with(Era::Y1998, |s| {
                s.back_end.placement = BackEndLocation::SameHost
            })
        },
    ),
    preset(
        PresetQuestion::SendOn,
        "replay",
        "Send the cached answer, as the article tells it",
        || with(Era::Y1998, |s| s.front_end.replay = true),
    ),
    preset(
        PresetQuestion::Basic,
        "basic-network",
        "Basic, but a network logon",
        || {
            with(Era::Y1998, |s| {
                basic(s);
                s.front_end.basic_logon = LogonType::Network;
            })
        },
    ),
    preset(
        PresetQuestion::SecondHop,
        "webdav-2003",
        "2003 · OWA over WebDAV",
        || with(Era::Y2003, |_| {}),
    ),
    preset(
        PresetQuestion::SecondHop,
        "web-service",
        "Today · ASP.NET to a web service",
        || with(Era::Today, |s| s.back_end.protocol = BackEndProtocol::Http),
    ),
    preset(
        PresetQuestion::SecondHop,
        "sql-server",
        "Today · ASP.NET to SQL Server",
        || with(Era::Today, |s| s.call_by(BackEndProtocol::Sql)),
    ),
    preset(
        PresetQuestion::OnTheServer,
        "on-the-server",
        "It works when I browse on the server",
        || with(Era::Today, |s| s.client.from = BrowsingFrom::Server),
    ),
    preset(
        PresetQuestion::Prompts,
        "no-keep-alive",
        "NTLM without keep-alive",
        || with(Era::Y1998, |s| s.front_end.keep_alive = false),
    ),
    preset(
        PresetQuestion::Prompts,
        "new-connection",
        "Two visits, two connections",
        || {
            with(Era::Y1998, |s| {
                s.visits = 2;
                s.new_connection = true;
            })
        },
    ),
    preset(
        PresetQuestion::Prompts,
        "levels",
        "NTLMv1 meets a strict domain controller",
        || {
            with(Era::Today, |s| {
                s.client_level = Level::clamped(2);
                s.dc_level = Level::clamped(5);
            })
        },
    ),
    preset(
        PresetQuestion::Prompts,
        "wrong-password",
        "Wrong password",
        || {
            with(Era::Y1998, |s| {
                s.client.password = Scenario::WRONG_PASSWORD.to_owned()
            })
        },
    ),
    preset(
        PresetQuestion::Prompts,
        "locked-out",
        "The account is locked out",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.directory.state = AccountState::LockedOut;
            })
        },
    ),
    preset(
        PresetQuestion::Delegation,
        "kerberos",
        "Kerberos, and nobody is trusted to go on",
        || with(Era::Today, negotiate),
    ),
    preset(
        PresetQuestion::Delegation,
        "unconstrained",
        "Unconstrained: the browser hands its TGT over",
        || with(Era::Today, unconstrained),
    ),
    preset(
        PresetQuestion::Delegation,
        "constrained",
        "Constrained: a list of services",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly)
            })
        },
    ),
    preset(
        PresetQuestion::Delegation,
        "transition",
        "Constrained, with protocol transition",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::AnyProtocol);
                ntlm(s);
            })
        },
    ),
    preset(
        PresetQuestion::Delegation,
        "resource-based",
        "Resource-based: the back end’s account decides",
        || with(Era::Today, resource_based),
    ),
    preset(
        PresetQuestion::Ticket,
        "spn-missing",
        "The SPN is missing: NTLM instead",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.directory.web_spn = SpnPlacement::Missing;
            })
        },
    ),
    preset(
        PresetQuestion::Ticket,
        "spn-elsewhere",
        "The SPN is on the wrong account",
        || {
            with(Era::Today, |s| {
                negotiate(s);
                s.directory.web_spn = SpnPlacement::Elsewhere;
            })
        },
    ),
    preset(
        PresetQuestion::Ticket,
        "spn-twice",
        "The SPN is on two accounts",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.front_end.pool = RunsAs::Domain;
                s.directory.web_spn = SpnPlacement::Twice;
            })
        },
    ),
    preset(
        PresetQuestion::Ticket,
        "kernel-mode",
        "Kernel mode, and the SPN on the pool’s account",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.front_end.pool = RunsAs::Domain;
                s.directory.web_spn = SpnPlacement::ServiceAccount;
            })
        },
    ),
    preset(
        PresetQuestion::Ticket,
        "back-end-spn",
        "SQL Server’s SPN is on the wrong account",
        || {
            with(Era::Today, |s| {
                s.call_by(BackEndProtocol::Sql);
                constrained(s, DelegationTrust::KerberosOnly);
                s.back_end.runs_as = RunsAs::Domain;
            })
        },
    ),
    preset(
        PresetQuestion::Ticket,
        "ip-address",
        "An IP address in the bar",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.client.address = "192.0.2.10".to_owned();
            })
        },
    ),
    preset(
        PresetQuestion::Ticket,
        "clock",
        "The clock of IIS is six minutes off",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.front_end.clock_ahead = Minutes(6);
            })
        },
    ),
    preset(
        PresetQuestion::DelegationRefused,
        "no-delegate",
        "The browser does not delegate",
        || with(Era::Today, unconstrained_without_browser),
    ),
    preset(
        PresetQuestion::DelegationRefused,
        "not-listed",
        "The list lacks the back end’s SPN",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.directory.delegation_list = another_service(s);
            })
        },
    ),
    preset(
        PresetQuestion::DelegationRefused,
        "kerberos-only",
        "“Kerberos only”, and the user comes with NTLM",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                ntlm(s);
            })
        },
    ),
    preset(
        PresetQuestion::DelegationRefused,
        "sensitive",
        "The user is sensitive",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.directory.sensitive = true;
            })
        },
    ),
    preset(
        PresetQuestion::DelegationRefused,
        "protected-users",
        "The user is in Protected Users",
        || {
            with(Era::Today, |s| {
                constrained(s, DelegationTrust::KerberosOnly);
                s.directory.protected = true;
            })
        },
    ),
    preset(
        PresetQuestion::DelegationRefused,
        "other-forest",
        "The user is from another forest",
        || {
            with(Era::Today, |s| {
                unconstrained(s);
                s.enter_other_forest();
            })
        },
    ),
    preset(
        PresetQuestion::DelegationRefused,
        "cdo",
        "CDO over MAPI takes no ticket",
        || {
            with(Era::Today, |s| {
                s.call_by(BackEndProtocol::Mapi);
                unconstrained(s);
            })
        },
    ),
];

const fn preset(
    question: PresetQuestion,
    id: &'static str,
    name: &'static str,
    build: fn() -> Scenario,
) -> Preset {
    Preset {
        id,
        name,
        question,
        build,
    }
}

fn with(era: Era, change: fn(&mut Scenario)) -> Scenario {
    let mut scenario = Scenario::of(era);
    change(&mut scenario);
    scenario
}

fn basic(scenario: &mut Scenario) {
    scenario.front_end.schemes = vec![Scheme::Basic];
}
