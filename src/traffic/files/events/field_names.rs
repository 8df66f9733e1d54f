//! What programs call the fields of an event, brought under the names that its XML has.

use super::rendered::NAMES;

/// Names of which no part is the XML's: they count where the XML's own is not there. Those of ECS, of Splunk's data model and
/// of Hayabusa.
const OTHERS: [(&str, &str); 13] = [
    ("source.ip", "IpAddress"),
    ("source_ip", "IpAddress"),
    ("source.port", "IpPort"),
    ("user.name", "TargetUserName"),
    ("user", "TargetUserName"),
    ("src_ip", "IpAddress"),
    ("TgtUser", "TargetUserName"),
    ("TgtDom", "TargetDomainName"),
    ("SrcComp", "WorkstationName"),
    ("SrcIP", "IpAddress"),
    ("AuthPkg", "AuthenticationPackageName"),
    ("Svc", "ServiceName"),
    ("Type", "LogonType"),
];
/// Names that are known in full.
pub(super) const WHOLE: [&str; 2] = ["event.code", "host.name"];
/// Where Hayabusa has fields in one text: `TgtUser: bob ¦ Type: 3`.
const LISTS: [&str; 2] = ["Details", "ExtraFieldInfo"];
/// What the rule is called that found an event, by which Hayabusa’s are known.
pub(super) const RULE: &str = "RuleTitle";

/// A name without what programs put before it: `winlog.event_data.TargetUserName`, `_EventID`,
/// `winlogbeat_winlog_event_data_TargetUserName`; or the name of what Splunk read in a description: `Account_Name`.
pub(super) fn folded(written: &str) -> &str {
    let written = written.strip_prefix("winlogbeat_").unwrap_or(written);
    let other = OTHERS.iter().any(|(known, _)| *known == written);
    if other || WHOLE.contains(&written) {
        return written;
    }
    let name = written.rsplit('.').next().unwrap_or(written);
    let name = name.rsplit_once("winlog_").map_or(name, |(_, it)| it);
    let own = name.trim_start_matches(|it: char| it.is_ascii_lowercase() || it == '_');
    let before = name.strip_suffix(own).unwrap_or_default();
    let name = match before.ends_with('_') && !own.is_empty() {
        true => own,
        false => name,
    };
    if !name.contains('_') {
        return name;
    }
    let spaced = name.replace('_', " ");
    let mut names = NAMES.iter();
    let told = names.find(|(known, _)| *known == spaced);
    told.map_or(name, |(_, it)| it)
}

/// Adds what the fields tell under other names than the XML's.
pub(super) fn add(fields: &mut Vec<(String, String)>) {
    let has =
        |fields: &[(String, String)], name: &str| fields.iter().any(|(known, _)| known == name);
    if has(fields, RULE) {
        // That of the rule, which may be `stable`.
        fields.retain(|(name, value)| name != "Status" || value.starts_with("0x"));
        let lists = fields
            .iter()
            .filter(|(name, _)| LISTS.contains(&name.as_str()));
        let listed = lists.flat_map(|(_, list)| list.split('¦'));
        let listed = listed.filter_map(|it| it.split_once(':'));
        let listed = listed.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        let listed: Vec<_> = listed.collect();
        fields.extend(listed);
    }
    for (other, name) in OTHERS {
        let told = fields.iter().find(|(known, _)| known == other);
        if let Some((_, value)) = told.filter(|_| !has(fields, name)) {
            let value = value.clone();
            fields.push((name.to_owned(), value));
        }
    }
}
