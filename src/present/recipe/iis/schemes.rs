//! The schemes that a site offers, and their order.

use super::{APPCMD, METABASE, adsutil, enabled, listed, windows};
use crate::hosts::{BackEndProtocol, Scheme};
use crate::lab::Scenario;
use crate::present::recipe::quote::in_cmd;
use crate::present::recipe::{Command, Recipe};

/// Gives IIS other schemes to offer, and their order.
pub fn schemes(scenario: &Scenario, to: &[Scheme]) -> Recipe {
    let from = &scenario.front_end.schemes[..];
    if !scenario.era.is_recent() {
        return metabase_schemes(scenario, to);
    }
    let mut recipe = Recipe::of(APPCMD);
    let kinds = [
        ("basic", "Basic", &[Scheme::Basic][..]),
        ("windows", "Windows", &WINDOWS),
        ("digest", "Digest", &[Scheme::Digest]),
    ];
    // What is to be there comes before the rest goes: the site always offers something.
    let (on, off): (Vec<_>, Vec<_>) = kinds.into_iter().partition(|it| offers(to, it.2));
    for (kind, feature, names) in on.into_iter().chain(off) {
        let (was, is) = (offers(from, names), offers(to, names));
        if was != is {
            // As it comes, IIS has anonymous access alone.
            if is {
                let install = format!("Install-WindowsFeature Web-{feature}-Auth");
                recipe = recipe.change(Command::power_shell(install));
            }
            recipe = recipe
                .change(enabled(kind, is))
                .check(listed(kind))
                .undo(enabled(kind, was));
        }
    }
    let negotiate = |list: &[Scheme]| list.contains(&Scheme::Negotiate);
    let provider = |add: bool| {
        let what = match add {
            true => "/+\"providers.[@start,value='Negotiate']\"",
            false => "/-\"providers.[value='Negotiate']\"",
        };
        windows(what)
    };
    // Where Windows authentication was off, its providers are those IIS comes with, Negotiate and NTLM.
    let before = negotiate(from) || !offers(from, &WINDOWS);
    match (before, negotiate(to) || !offers(to, &WINDOWS)) {
        (false, true) if offers(to, &WINDOWS) => recipe
            .change(provider(true))
            .check(listed("windows"))
            .undo(provider(false)),
        (true, false) => recipe
            .change(provider(false))
            .check(listed("windows"))
            .undo(provider(true)),
        _ => recipe,
    }
}

/// The schemes of the site that the back end is: on its own computer.
pub fn back_end_schemes(scenario: &Scenario) -> Recipe {
    // The same commands as on the computer of IIS.
    let mut as_front = scenario.clone();
    as_front.front_end.anonymous = false;
    as_front
        .front_end
        .schemes
        .clone_from(&scenario.back_end.schemes);
    let negotiates = scenario.back_end.schemes.contains(&Scheme::Negotiate);
    match scenario.back_end.protocol {
        BackEndProtocol::Http if negotiates => schemes(&as_front, &[Scheme::Ntlm]),
        BackEndProtocol::Http => schemes(&as_front, &WINDOWS),
        // Of SQL Server its SPN decides.
        BackEndProtocol::Sql | BackEndProtocol::Mapi => Recipe::default(),
    }
}

/// AuthFlags: anonymous 1, Basic 2, NTLM 4, Digest 16.
fn metabase_schemes(scenario: &Scenario, to: &[Scheme]) -> Recipe {
    let from = &scenario.front_end.schemes[..];
    let adsutil = |arguments: &str| adsutil(scenario.era, arguments);
    let set = |list: &[Scheme]| {
        let flag = |scheme: &Scheme| match scheme {
            Scheme::Basic => 2,
            Scheme::Digest => 16,
            Scheme::Negotiate | Scheme::Ntlm => 4,
        };
        let flags = list
            .iter()
            .fold(i32::from(scenario.front_end.anonymous), |all, scheme| {
                all | flag(scheme)
            });
        adsutil(&format!("set w3svc/1/root/AuthFlags {flags}"))
    };
    let negotiate = |list: &[Scheme]| list.contains(&Scheme::Negotiate);
    let providers = |list: &[Scheme]| {
        let names = match negotiate(list) {
            true => "\"Negotiate,NTLM\"",
            false => "\"NTLM\"",
        };
        adsutil(&format!(
            "set w3svc/1/root/NTAuthenticationProviders {names}"
        ))
    };
    let mut recipe = Recipe::of(METABASE);
    if set(from) != set(to) {
        recipe = recipe
            .change(set(to))
            .check(adsutil("get w3svc/1/root/AuthFlags"))
            .undo(set(from));
    }
    // Where Windows authentication was off, its providers are those IIS comes with, Negotiate and NTLM.
    let before = match offers(from, &WINDOWS) {
        true => from,
        false => &WINDOWS,
    };
    if offers(to, &WINDOWS) && negotiate(before) != negotiate(to) {
        recipe = recipe
            .change(providers(to))
            .check(adsutil("get w3svc/1/root/NTAuthenticationProviders"))
            .undo(providers(before));
    }
    // Without one IIS sends its own name for it, which the domain does not know.
    if to.contains(&Scheme::Digest) && !from.contains(&Scheme::Digest) {
        let realm = in_cmd(&scenario.names.dns_domain);
        recipe = recipe
            .change(adsutil(&format!("set w3svc/1/root/Realm {realm}")))
            .check(adsutil("get w3svc/1/root/Realm"))
            .undo(adsutil("delete w3svc/1/root/Realm"));
    }
    recipe
}

/// The schemes that are one switch in IIS: Windows authentication.
const WINDOWS: [Scheme; 2] = [Scheme::Negotiate, Scheme::Ntlm];

/// Whether one of those is on the list.
fn offers(list: &[Scheme], any: &[Scheme]) -> bool {
    list.iter().any(|scheme| any.contains(scheme))
}
