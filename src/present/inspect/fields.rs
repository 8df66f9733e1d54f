//! The field tree of a layer, as lines.

use super::hex;
use crate::hosts::FileTime;
use crate::present::foreign::cut;
use crate::value_kind::ValueKind;
use crate::wire::{Field, Layout, Value, der, field_name};

/// One line of the field tree.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRow {
    /// How deep it lies.
    pub depth: usize,
    /// The field's name, as the specification spells it.
    pub name: String,
    /// Its value as text: a number, a name, or bytes in hex.
    pub value: String,
    /// The bytes it covers.
    pub range: std::ops::Range<usize>,
    /// The kind of value in it, if it is one that is followed.
    pub value_kind: Option<ValueKind>,
    /// The section that describes it, such as `[MS-NLMP] 2.2.1.2`.
    pub spec: &'static str,
    /// Whether it is a group.
    pub group: bool,
    /// Whether it is folded until somebody opens it.
    pub folded: bool,
    /// Whether it is another one in every message: a question, a time, what is computed from them.
    pub fleeting: bool,
}

/// The field tree as lines, in the order the fields were read. Behind them come the stretches that nobody claims, and
/// then the plumbing: what only says where the rest lies, and of what kind it is.
pub fn field_rows(layout: &Layout, bytes: &[u8]) -> Vec<FieldRow> {
    let (mut rows, mut plumbing) = (Vec::new(), Vec::new());
    for field in &layout.fields {
        push_rows(field, bytes, 0, &mut rows, &mut plumbing);
    }
    for tile in layout
        .tiles()
        .into_iter()
        .filter(|tile| tile.leaf.is_none())
    {
        rows.push(FieldRow {
            depth: 0,
            name: "unclaimed".to_owned(),
            value: hex(bytes.get(tile.range.clone()).unwrap_or_default(), 16),
            range: tile.range,
            value_kind: None,
            spec: "",
            group: false,
            folded: false,
            fleeting: false,
        });
    }
    if !plumbing.is_empty() {
        rows.push(FieldRow {
            depth: 0,
            name: "Plumbing".to_owned(),
            value: ["types, lengths, offsets: ", &count(plumbing.len(), "field")].concat(),
            range: 0..0,
            value_kind: None,
            spec: "",
            group: true,
            folded: true,
            fleeting: false,
        });
        rows.append(&mut plumbing);
    }
    rows
}

/// The row of these bytes; of the rows around them the smallest, by preference of that name.
pub fn row_at(rows: &[FieldRow], range: &std::ops::Range<usize>, name: &str) -> Option<usize> {
    let around = |row: &FieldRow| row.range.start <= range.start && range.end <= row.range.end;
    let rows = rows.iter().enumerate().filter(|(_, row)| around(row));
    rows.min_by_key(|(_, row)| (row.range.len(), row.name != name))
        .map(|(number, _)| number)
}

fn push_rows(
    field: &Field,
    bytes: &[u8],
    depth: usize,
    rows: &mut Vec<FieldRow>,
    plumbing: &mut Vec<FieldRow>,
) {
    if is_plumbing(field, bytes) {
        return push_whole(field, bytes, 1, plumbing);
    }
    let children = field.children.iter();
    let mut telling = children.filter(|child| !is_plumbing(child, bytes));
    let alone = field.children.len() > 1
        && telling.next().is_none_or(|only| only.children.is_empty())
        && telling.next().is_none();
    // Whoever has one field besides plumbing, as an AV_PAIR, is told by that one.
    let below = if alone {
        depth
    } else {
        rows.push(row(field, bytes, depth));
        depth + 1
    };
    for child in &field.children {
        push_rows(child, bytes, below, rows, plumbing);
    }
}

fn push_whole(field: &Field, bytes: &[u8], depth: usize, rows: &mut Vec<FieldRow>) {
    rows.push(row(field, bytes, depth));
    for child in &field.children {
        push_whole(child, bytes, depth + 1, rows);
    }
}

fn row(field: &Field, bytes: &[u8], depth: usize) -> FieldRow {
    let time = match field.value {
        Value::Number(number) => field.range.len() == 8 && date(number).is_some(),
        _ => false,
    };
    let secret = field.value_kind.is_some_and(|it| it != ValueKind::Password);
    FieldRow {
        depth,
        name: cut(&field.name, usize::MAX),
        value: value(field, bytes),
        range: field.range.clone(),
        value_kind: field.value_kind,
        spec: field.spec,
        group: !field.children.is_empty(),
        folded: false,
        fleeting: time || secret || FLEETING.contains(&&*field.name),
    }
}

/// What is new in every message, besides what is secret and times of eight bytes.
const FLEETING: [&str; 10] = [
    field_name::MIC,
    field_name::SINGLE_HOST,
    field_name::CIPHER,
    field_name::MECH_LIST_MIC,
    field_name::NC,
    field_name::CTIME,
    field_name::CUSEC,
    field_name::STIME,
    field_name::SUSEC,
    field_name::RESERVED,
];

/// What only says where other fields lie, and of what kind they are.
const PLUMBING: [&str; 14] = [
    field_name::SIGNATURE,
    field_name::MESSAGE_TYPE,
    field_name::AV_ID,
    field_name::AV_LEN,
    field_name::RESP_TYPE,
    field_name::HI_RESP_TYPE,
    der::HEADER,
    field_name::UNUSED_BITS,
    field_name::PVNO,
    field_name::MSG_TYPE,
    field_name::TKT_VNO,
    field_name::SEPARATOR,
    field_name::COLON,
    field_name::NUL,
];

/// Whether a field only says where others lie, and of what kind; reserved ones count only where they are zero.
fn is_plumbing(field: &Field, bytes: &[u8]) -> bool {
    let name = &*field.name;
    let zero = || {
        bytes
            .get(field.range.clone())
            .is_some_and(|it| it.iter().all(|byte| *byte == 0))
    };
    PLUMBING.contains(&name)
        || (!field.children.is_empty() && name.ends_with("Fields"))
        || ((name.starts_with(field_name::RESERVED) || name == field_name::Z4) && zero())
}

fn value(field: &Field, bytes: &[u8]) -> String {
    use crate::wire::ntlm::NegotiateFlags;
    let own = bytes.get(field.range.clone()).unwrap_or_default();
    match &field.value {
        Value::Group => count(field.range.len(), "byte"),
        Value::Bytes => hex(own, 16),
        Value::Kind(kind) => {
            let group = !field.children.is_empty();
            let about = if group {
                count(own.len(), "byte")
            } else {
                hex(own, 16)
            };
            [kind, " · ", &about].concat()
        }
        Value::Number(number) if field.name == field_name::NEGOTIATE_FLAGS => {
            let flags =
                NegotiateFlags::from_bits_retain(u32::try_from(*number).unwrap_or_default());
            let names: Vec<&str> = flags.names().map(|flag| flag.name()).collect();
            let mut text = format!("0x{:08X} ·", flags.bits());
            for name in names {
                let name = name.strip_prefix("NTLMSSP_").unwrap_or(name);
                text.push(' ');
                text.push_str(name.strip_prefix("NEGOTIATE_").unwrap_or(name));
            }
            text
        }
        // Flags, whose bits stand below.
        Value::Number(number) if !field.children.is_empty() => format!("0x{number:08X}"),
        Value::Number(number) if field.range.len() == 8 => filetime(*number),
        Value::Number(number) => number.to_string(),
        Value::Flags(number, names) => {
            // A BIT STRING has its tag and its length too.
            let digits = match field.range.len() {
                1 => 2,
                2 => 4,
                _ => 8,
            };
            let number = format!("0x{number:0digits$X}");
            match names.is_empty() {
                true => number,
                false => format!("{number} · {names}"),
            }
        }
        Value::Named(number, name) if field.name == field_name::TOK_ID => {
            format!("0x{number:04X} · {name}")
        }
        Value::Named(number, name) => format!("{number} · {name}"),
        Value::Text(text) => format!("“{}”", cut(text, 200)),
    }
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A FILETIME as a date, where it is one (`[MS-DTYP]` 2.3.3).
fn filetime(value: u64) -> String {
    match (never(value), moment(value)) {
        (true, _) => NEVER.to_owned(),
        (false, Some(date)) => format!("{value} · {date}"),
        (false, None) => value.to_string(),
    }
}

/// When a number of eight bytes is, a FILETIME; none where it is a place or a count, which are small.
pub fn moment(value: u64) -> Option<String> {
    match never(value) {
        true => Some(NEVER.to_owned()),
        false => date(value),
    }
}

const NEVER: &str = "never";

/// The latest that there is stands for none (`[MS-PAC]` 2.5).
fn never(value: u64) -> bool {
    value == i64::MAX.unsigned_abs()
}

/// The date that a number of eight bytes is; none where it is a place or a count, which are small.
fn date(value: u64) -> Option<String> {
    let time = FileTime(value);
    time.http_date().filter(|_| time.to_unix().0 >= 0)
}
