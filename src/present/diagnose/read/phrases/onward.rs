//! Words of who goes on from the second server: to a server that is linked to a database, or from a session on another
//! computer.

use super::Entry;
use super::Says::Symptom;
use crate::present::causes::Symptom as S;

/// By what it goes on.
pub(super) const ONWARD: &[Entry] = &[
    (
        "openquery&!works^was removed^ran fine^tried^to test",
        Symptom(S::LinkedServer),
    ),
    (
        "new-pssession^enter-pssession^invoke-command^pypsrp^pywinrm^winrm-exec&!get-winevent^get-eventlog^quickconfig^setspn^deploy^restart^recycle",
        Symptom(S::RemoteSession),
    ),
];

/// Whether a word is a table or a procedure of another server: `server.database.dbo.name`.
pub(super) fn is_of_other_server(word: &str) -> bool {
    let mut names = word
        .rsplit('.')
        .map(|it| it.trim_matches(['[', ']', '"', '`']));
    let name = names.next().unwrap_or_default();
    let own = !name.is_empty() && names.next() == Some("dbo");
    own && names.filter(|it| !it.is_empty()).count() > 1
}
