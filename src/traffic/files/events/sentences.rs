//! Events whose description is a sentence with all that they tell, in English: what a KDC and a client of Kerberos write into the
//! System log.

use super::super::log_record::LogRecord;

/// So much of an event is looked at.
const LOOKED_AT: usize = 4096;
/// What a KDC is called as a source where the text does not say.
const KDC: &str = "KDC";
const CLIENT: &str = "Kerberos";

/// A sentence, by how it begins.
struct Sentence {
    begin: &'static str,
    /// The source and the number of the event; 0 where two have the same beginning.
    source: &'static str,
    id: u32,
    /// What stands before each field and behind it, one after the other, and the name that the XML has for it.
    fields: &'static [(&'static str, &'static str, &'static str)],
}

const ETYPES: (&str, &str, &str) = ("requested etypes", ". ", "RequestedEtypes");
const AVAILABLE: (&str, &str, &str) = ("available etypes", ".", "AvailableEtypes");

/// As Microsoft's pages on these events have them (cc734142, cc733974, dd363933, cc733962).
const SENTENCES: [Sentence; 7] = [
    Sentence {
        begin: "The Kerberos client received a KRB_AP_ERR_MODIFIED error",
        source: CLIENT,
        id: 4,
        fields: &[
            ("error from the server ", ". ", "Server"),
            ("The target name used was ", ". ", "Targetname"),
        ],
    },
    Sentence {
        begin: "A Kerberos Error Message was received",
        source: CLIENT,
        id: 3,
        fields: &[
            ("on logon session", "Client Time:", "LogonSession"),
            ("Error Code: ", " ", "ErrorCode"),
            ("Extended Error:", "Client Realm:", "ExtendedError"),
            ("", "Client Name:", "ClientRealm"),
            ("Server Name:", "Target Name:", "ServerName"),
            ("", "Error Text:", "TargetName"),
        ],
    },
    Sentence {
        begin: "The digitally signed Privilege Attribute Certificate (PAC)",
        source: CLIENT,
        id: 7,
        fields: &[
            ("for client ", " in realm ", "ClientName"),
            ("", " could not be validated", "ClientRealm"),
        ],
    },
    Sentence {
        begin: "The KDC encountered duplicate names",
        source: KDC,
        id: 11,
        fields: &[
            ("The duplicate name is ", " (of type ", "Name"),
            ("", ")", "Type"),
        ],
    },
    Sentence {
        begin: "There are multiple accounts with name ",
        source: KDC,
        id: 11,
        fields: &[("with name ", " of type ", "Name"), ("", ".", "Type")],
    },
    Sentence {
        begin: "While processing an AS request for target service",
        source: KDC,
        id: 0,
        fields: &[
            ("target service ", ", the account ", "Target"),
            ("", " did not have", "Account"),
            ETYPES,
            AVAILABLE,
        ],
    },
    Sentence {
        begin: "While processing a TGS request for the target server",
        source: KDC,
        id: 0,
        fields: &[
            ("target server ", ", the account ", "Target"),
            ("", " did not have", "Account"),
            ETYPES,
            AVAILABLE,
        ],
    },
];

/// Whether a line begins such a sentence, and the event that it is of; 0 where the rest of it tells.
pub(super) fn begun(line: &str) -> Option<u32> {
    let mut all = SENTENCES.iter();
    let found = all.find(|it| begins(line, it.begin))?;
    Some(found.id)
}

/// Whether such a sentence stands anywhere in the text.
pub(super) fn is_in(text: &str) -> bool {
    SENTENCES.iter().any(|it| place(text, it.begin).is_some())
}

/// Whether a text begins so: Windows Server 2003 writes `kerberos`.
fn begins(text: &str, begin: &str) -> bool {
    let start = text.get(..begin.len());
    start.is_some_and(|it| it.eq_ignore_ascii_case(begin))
}

/// Where a sentence that begins so stands in a text.
fn place(text: &str, begin: &str) -> Option<usize> {
    let (first, _) = begin.split_once(' ')?;
    let mut places = text.match_indices(first).map(|(at, _)| at);
    places.find(|at| text.get(*at..).is_some_and(|it| begins(it, begin)))
}

/// Takes over what the sentence in an event's text tells, however its lines are broken.
pub(super) fn read(text: &str, record: &mut LogRecord) {
    let mut all = SENTENCES.iter();
    let found = all.find_map(|it| Some((it, text.get(place(text, it.begin)?..)?)));
    let Some((sentence, rest)) = found else {
        return;
    };
    let end = rest.floor_char_boundary(LOOKED_AT);
    let words = rest.get(..end).unwrap_or_default().split_whitespace();
    let said = words.collect::<Vec<_>>().join(" ") + " ";
    let mut rest = said.as_str();
    for (before, behind, name) in sentence.fields {
        let Some((_, value)) = rest.split_once(before) else {
            continue;
        };
        let Some((value, left)) = value.split_once(behind) else {
            continue;
        };
        let value = value.trim().trim_start_matches("were");
        let value = value.trim_matches([' ', ':']);
        record.fields.push(((*name).to_owned(), value.to_owned()));
        rest = left;
    }
    let source = || sentence.source.to_owned();
    record.source.get_or_insert_with(source);
    // Of a type that is not supported no change of a password makes a key (event 26 and 27).
    let resets = said.contains("Changing or resetting");
    let asks_for_tgt = said.contains(" AS request ");
    record.id = match (record.id, sentence.id) {
        (0, 0) => match (resets, asks_for_tgt) {
            (true, true) => 14,
            (true, false) => 16,
            (false, true) => 26,
            (false, false) => 27,
        },
        (0, id) => id,
        (known, _) => known,
    };
}
