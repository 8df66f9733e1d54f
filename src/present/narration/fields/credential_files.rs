//! The fields of keytabs and credential caches.

use super::Meaning;

/// Both formats are MIT's.
const FILE: &str = "MIT krb5";

const fn of(name: &'static str, sentence: &'static str) -> Meaning {
    Meaning::in_spec(name, FILE, sentence)
}

#[rustfmt::skip]
pub const FIELDS: &[Meaning] = &[
    of("file format", "5: a keytab or a credential cache."),
    of("version", "Version of the format."),
    of("record", "A key, or the place of one that was deleted."),
    of("size", "Its length in bytes; below zero where it was deleted."),
    of("hole", "What is left of a deleted key."),
    of("rest", "What stands behind the end of the table."),
    of("number of components", "How many parts the name has."),
    of("component", "A part of the name."),
    of("name type", "What kind of name it is."),
    of("timestamp", "When the key was written."),
    of("kvno (8 bits)", "Version of the key."),
    of("kvno (32 bits)", "Version of the key, where 8 bits are too few."),
    of("trailing bytes", "What newer programs added."),
    Meaning::in_spec("key", "MIT krb5, keytab", "The key of the service or the account."),
    of("header", "Facts about the cache."),
    of("field", "One of them."),
    of("tag", "1: by how much the KDC’s clock differs."),
    of("value", "What it says."),
    of("default principal", "Whose tickets these are."),
    of("credential", "A ticket with its session key; or a setting of MIT’s library."),
    of("client", "Whom the ticket is for."),
    of("server", "The service that the ticket is for."),
    of("etype again", "The encryption type once more."),
    of("renew_till", "Until when it may be renewed."),
    of("is_skey", "Whether it is encrypted with a session key (user-to-user)."),
    of("ticket_flags", "What the ticket allows, and how it came about."),
    of("address", "The address itself."),
    of("authdata", "Rights and restrictions."),
    of("element", "One of these."),
    of("second_ticket", "The ticket whose session key encrypts this one."),
    of("count", "How many follow."),
    of("type", "What it is."),
    of("data", "What it says."),
];
