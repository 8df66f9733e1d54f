//! The fields of an event by their places, as PowerShell has them beside a description in the language of its computer:
//! `Properties` of `Get-WinEvent` and `ReplacementStrings` of `Get-EventLog`.

use super::super::log_record::LogRecord;

/// The list that has them.
pub(super) const PROPERTIES: &str = "Properties";
/// What a value of that list is called among the fields, until it has its name.
pub(super) const VALUE: &str = "Property";

/// What a KDC writes where no key fits.
const ETYPES: &str = "Target Account - RequestedEtypes AvailableEtypes";

/// Of each event, so many fields before the first that is named here, and their names in order; `-` for those that are not
/// needed (Microsoft's description of each event has all).
const PLACES: [(u32, usize, &str); 13] = [
    (11, 0, "Name Type"),
    (14, 0, ETYPES),
    (16, 0, ETYPES),
    (26, 0, ETYPES),
    (27, 0, ETYPES),
    (
        4624,
        5,
        "TargetUserName TargetDomainName - LogonType LogonProcessName AuthenticationPackageName WorkstationName LogonGuid TransmittedServices LmPackageName - - - IpAddress IpPort",
    ),
    (
        4625,
        5,
        "TargetUserName TargetDomainName Status - SubStatus LogonType LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName - - - IpAddress IpPort",
    ),
    (
        4648,
        5,
        "TargetUserName TargetDomainName - TargetServerName - - - IpAddress IpPort",
    ),
    (
        4768,
        0,
        "TargetUserName TargetDomainName - ServiceName - TicketOptions Status TicketEncryptionType PreAuthType IpAddress IpPort",
    ),
    (
        4769,
        0,
        "TargetUserName TargetDomainName ServiceName - TicketOptions TicketEncryptionType IpAddress IpPort Status LogonGuid TransmittedServices",
    ),
    (
        4770,
        0,
        "TargetUserName TargetDomainName ServiceName - TicketOptions TicketEncryptionType IpAddress IpPort",
    ),
    (
        4771,
        0,
        "TargetUserName - ServiceName - Status - IpAddress IpPort",
    ),
    (4776, 1, "TargetUserName Workstation Status"),
];

/// Gives the values their names, where nothing else named them.
pub(super) fn name(record: &mut LogRecord) {
    let mut places = PLACES.iter();
    let place = places.find(|(id, ..)| *id == record.id);
    let Some((_, before, names)) = place.filter(|_| record.get("TargetUserName").is_none()) else {
        return;
    };
    let values = record.fields.iter().filter(|(name, _)| name == VALUE);
    let named = values.skip(*before).zip(names.split(' '));
    let named = named.map(|((_, value), name)| (name.to_owned(), value.clone()));
    let named: Vec<_> = named.collect();
    record.fields.extend(named);
}
