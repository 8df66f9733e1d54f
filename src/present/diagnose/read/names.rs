//! The names in events, where an event says whose they are.

use super::events::EventText;
use super::wording::plain;
use crate::crypto::{lower, upper};
use crate::lab::{Setting, is_dns_name, is_netbios_name};
use crate::traffic::files::is_no_value;

/// The settings to which an event gives a name, each with the name; a name that the setting cannot have is left out.
pub(super) fn names(event: &EventText) -> Vec<(Setting, String)> {
    let get = |names: &[&str]| event.get(names).unwrap_or_default().trim();
    let who = event.who().trim();
    let (user, realm) = who.split_once('@').unwrap_or((who, ""));
    let nobody = plain(user) == "anonymous logon";
    let mut found = Vec::new();
    let mut add = |setting, name: Option<String>| found.extend(name.map(|name| (setting, name)));
    match event.id {
        // Who comes as nobody comes from the web server to the back end.
        4624 | 540 if nobody => {
            add(Setting::BackEndName, computer(get(&["Computer"])));
            let from = get(&["WorkstationName", "Workstation Name"]);
            add(Setting::WebServerName, computer(from));
            return found;
        }
        4769 | 673 => {
            let (service, host) = get(&["ServiceName", "Service Name"])
                .split_once('/')
                .unwrap_or_default();
            let asked_by_server = user.ends_with('$');
            let of_back_end = asked_by_server || lower(service) == "mssqlsvc";
            let setting = if of_back_end {
                Setting::BackEndName
            } else {
                Setting::WebServerName
            };
            add(setting, computer(host));
            add(
                Setting::WebServerName,
                computer(user).filter(|_| asked_by_server),
            );
        }
        4624 | 4625 | 4768 | 4771 | 4776 | 540 => {}
        _ => return found,
    }
    let domain = match get(&["TargetDomainName", "Account Domain"]) {
        domain if is_no_value(domain) => realm,
        domain => domain,
    };
    let (netbios, dns) = (
        is_netbios_name(domain),
        domain.contains('.') && is_dns_name(domain),
    );
    if netbios || dns {
        let person = !user.ends_with('$') && !is_no_value(user);
        add(Setting::User, person.then(|| user.to_owned()));
        add(Setting::NetbiosDomain, netbios.then(|| upper(domain)));
        add(Setting::DnsDomain, dns.then(|| lower(domain)));
    }
    found
}

/// The NetBIOS name of a computer, of any name of it or of its account.
fn computer(name: &str) -> Option<String> {
    let short = upper(name.split(['.', ':', '$']).next()?);
    (!is_no_value(name) && is_netbios_name(&short)).then_some(short)
}
