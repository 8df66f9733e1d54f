//! Elements behind context tags, which the fields of Kerberos' messages are (RFC 4120 5.1): each is read and written here.

use super::basic_types::KerberosTime;
use super::number_names::MESSAGES;
use crate::wire::der::{
    self, BIT_STRING, GENERAL_STRING, INTEGER, OCTET_STRING, TIME, context, write,
};
use crate::wire::{Decoded, Reader, field_name, gss};

/// Decodes what `read` reads, unless it is larger than a token may be.
pub(super) fn decoded<T>(bytes: &[u8], read: impl FnOnce(&mut Reader<'_>) -> T) -> Decoded<T> {
    Decoded::run(bytes, |reader| {
        gss::limit(reader);
        read(reader)
    })
}

/// What `write` appends.
pub(super) fn encoded(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out);
    out
}

/// Whether the element of that context tag comes next.
pub(super) fn there(reader: &Reader<'_>, tag: u8) -> bool {
    der::next_is(reader, context(tag))
}

/// pvno and msg-type, with which all messages start.
pub(super) fn head(reader: &mut Reader<'_>, spec: &'static str, first: u8) {
    number(reader, field_name::PVNO, spec, first, &[]);
    number(
        reader,
        field_name::MSG_TYPE,
        "RFC 4120 7.5.7",
        first + 1,
        &MESSAGES,
    );
}

pub(super) fn put_head(out: &mut Vec<u8>, first: u8, kind: u8) {
    put_number(out, first, 5);
    put_number(out, first + 1, kind.into());
}

pub(super) fn number(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
    names: &[(i64, &'static str)],
) -> i64 {
    der::integer(reader, name, spec, &[context(tag), INTEGER], names)
}

pub(super) fn put_number(out: &mut Vec<u8>, tag: u8, value: i64) {
    write::integer(out, &[context(tag), INTEGER], value);
}

pub(super) fn string(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
) -> String {
    der::string(reader, name, spec, &[context(tag), GENERAL_STRING])
}

pub(super) fn put_string(out: &mut Vec<u8>, tag: u8, text: &str) {
    write::primitive(out, &[context(tag), GENERAL_STRING], text.as_bytes());
}

pub(super) fn octets(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
) -> Vec<u8> {
    der::primitive(reader, name, spec, &[context(tag), OCTET_STRING]).to_vec()
}

pub(super) fn put_octets(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    write::primitive(out, &[context(tag), OCTET_STRING], bytes);
}

/// A number and bytes with these two context tags, which many small types of Kerberos are.
pub(super) fn put_pair(out: &mut Vec<u8>, tags: &[u8], inner: [u8; 2], kind: i64, bytes: &[u8]) {
    write::constructed(out, tags, |out| {
        put_number(out, inner[0], kind);
        put_octets(out, inner[1], bytes);
    });
}

pub(super) fn flags(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
    names: &[&str],
) -> u32 {
    der::bits(reader, name, spec, &[context(tag), BIT_STRING], names)
}

pub(super) fn put_flags(out: &mut Vec<u8>, tag: u8, value: u32) {
    write::bits(out, &[context(tag), BIT_STRING], value);
}

pub(super) fn time(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
) -> KerberosTime {
    let tags = [context(tag), TIME];
    KerberosTime(der::string_told(reader, name, spec, &tags, &readable))
}

pub(super) fn optional_time(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tag: u8,
) -> Option<KerberosTime> {
    there(reader, tag).then(|| time(reader, name, spec, tag))
}

pub(super) fn put_time(out: &mut Vec<u8>, tag: u8, time: &KerberosTime) {
    write::primitive(out, &[context(tag), TIME], time.0.as_bytes());
}

pub(super) fn put_optional_time(out: &mut Vec<u8>, tag: u8, time: Option<&KerberosTime>) {
    if let Some(time) = time {
        put_time(out, tag, time);
    }
}

/// Reads SEQUENCE OF.
pub(super) fn list(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    read: &mut dyn FnMut(&mut Reader<'_>),
) {
    der::constructed(reader, name, spec, tags, |reader| der::each(reader, read));
}

/// A time as a person writes it: `20240229120000Z` is `2024-02-29 12:00:00 UTC`. RFC 4120 5.2.3 allows no other form.
fn readable(text: &str) -> Option<String> {
    let digits = text.strip_suffix('Z')?;
    let plain = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| digits.get(from..to).filter(|_| plain);
    let [year, month, day] = [part(0, 4)?, part(4, 6)?, part(6, 8)?];
    let [hour, minute, second] = [part(8, 10)?, part(10, 12)?, part(12, 14)?];
    Some(
        [
            year, "-", month, "-", day, " ", hour, ":", minute, ":", second, " UTC",
        ]
        .concat(),
    )
}
