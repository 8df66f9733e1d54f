//! What the inspector shows of a step besides its explanation: its message as text, its bytes, its proofs.

use super::narration::{hex32, interface, passage};
use super::steps::Step;
use crate::crypto;
use crate::hosts::{Comparison, Computation, Decision, OutboundCredential, Role};
use crate::lab::{Event, EventId, Hop, Kind, Log};
use crate::secret::Secret;
use crate::wire::{Field, Layer, LayerValue, Layout, Value, layers, ntlm_token};

pub use super::narration::cut;

/// The layers of the message that a step is named for, as it was sent and as it arrived; nothing for a note.
pub fn message(log: &Log, step: &Step) -> Option<[Vec<Layer>; 2]> {
    Some(log.event(step.id)?.sides()?.map(|bytes| layers(bytes)))
}

/// The short name of a layer.
pub fn layer_name(layer: &Layer) -> &'static str {
    use crate::wire::ntlm::Message;
    match &layer.value {
        LayerValue::Request(_) => "HTTP request",
        LayerValue::Response(_) => "HTTP response",
        LayerValue::Rpc(_) => "RPC",
        LayerValue::Tds(_) => "TDS",
        LayerValue::Ntlm(Some(Message::Negotiate(_))) => "NEGOTIATE",
        LayerValue::Ntlm(Some(Message::Challenge(_))) => "CHALLENGE",
        LayerValue::Ntlm(Some(Message::Authenticate(_))) => "AUTHENTICATE",
        LayerValue::Ntlm(None) => "NTLM",
        LayerValue::Basic(_) => "user-pass",
        LayerValue::TsRequest(_) => "CredSSP",
        LayerValue::Spnego(_) => "SPNEGO",
        LayerValue::NegoEx(_) => "NegoEx",
        LayerValue::Kerberos(_) => "Kerberos",
        LayerValue::Decrypted(_) | LayerValue::Keytab(_) | LayerValue::Ccache(_) => layer.kind(),
        LayerValue::DigestChallenge(_) | LayerValue::DigestResponse(_) => "Digest",
        LayerValue::Sasl(mechanism, _) => mechanism.name(),
        LayerValue::HashLine(_) => "hash line",
        LayerValue::ConnectRequest(_) => "connect (simplified)",
        LayerValue::ConnectResponse(_) => "result (simplified)",
        LayerValue::LogonRequest(_) => "logon request (simplified)",
        LayerValue::LogonResponse(_) => "logon response (simplified)",
        LayerValue::Unknown => "unknown",
    }
}

/// One line of a hex dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HexRow {
    /// Offset of its first byte.
    pub offset: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How many bytes a line has.
pub const HEX_ROW: usize = 16;

/// The lines of a hex dump from line `from`, at most `count`.
pub fn hex_rows(bytes: &[u8], from: usize, count: usize) -> Vec<HexRow> {
    bytes
        .chunks(HEX_ROW)
        .enumerate()
        .skip(from)
        .take(count)
        .map(|(line, bytes)| HexRow {
            offset: line * HEX_ROW,
            bytes: bytes.to_vec(),
        })
        .collect()
}

/// One line of the field tree.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRow {
    /// How deep it lies.
    pub depth: usize,
    /// The field.
    pub name: String,
    /// What it says.
    pub value: String,
    /// The bytes it covers.
    pub range: std::ops::Range<usize>,
    /// The kind of secret in it.
    pub secret: Option<Secret>,
    /// Where it is specified.
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
            secret: None,
            spec: "",
            group: false,
            folded: false,
            fleeting: false,
        });
    }
    if !plumbing.is_empty() {
        rows.push(FieldRow {
            depth: 0,
            name: interface::PLUMBING.to_owned(),
            value: interface::plumbing(plumbing.len()),
            range: 0..0,
            secret: None,
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
    // Who has one field besides plumbing, as an AV_PAIR, is told by that one.
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
    let time = field.range.len() == 8 && matches!(field.value, Value::Number(_));
    let secret = field.secret.is_some_and(|it| it != Secret::Password);
    FieldRow {
        depth,
        name: cut(&field.name, usize::MAX),
        value: value(field, bytes),
        range: field.range.clone(),
        secret: field.secret,
        spec: field.spec,
        group: !field.children.is_empty(),
        folded: false,
        fleeting: time || secret || FLEETING.contains(&&*field.name),
    }
}

/// What is new in every message, besides what is secret and times of eight bytes.
const FLEETING: [&str; 10] = [
    "MIC",
    "MsvAvSingleHost",
    "cipher",
    "mechListMIC",
    "nc",
    "ctime",
    "cusec",
    "stime",
    "susec",
    "Reserved",
];

/// What only says where other fields lie, and of what kind they are.
const PLUMBING: [&str; 14] = [
    "Signature",
    "MessageType",
    "AvId",
    "AvLen",
    "RespType",
    "HiRespType",
    "tag and length",
    "unused bits",
    "pvno",
    "msg-type",
    "tkt-vno",
    "separator",
    "colon",
    "NUL",
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
        || ((name.starts_with("Reserved") || name == "Z(4)") && zero())
}

fn value(field: &Field, bytes: &[u8]) -> String {
    use crate::wire::ntlm::NegotiateFlags;
    let own = bytes.get(field.range.clone()).unwrap_or_default();
    match &field.value {
        Value::Group => count(field.range.len()),
        Value::Bytes => hex(own, 16),
        Value::Kind(kind) => {
            let group = !field.children.is_empty();
            let about = if group {
                count(own.len())
            } else {
                hex(own, 16)
            };
            [kind, " · ", &about].concat()
        }
        Value::Number(number) if field.name == "NegotiateFlags" => {
            let flags =
                NegotiateFlags::from_bits_retain(u32::try_from(*number).unwrap_or_default());
            let names: Vec<&str> = flags.names().map(|flag| flag.name()).collect();
            let mut text = hex32(flags.bits());
            text.push_str(" ·");
            for name in names {
                let name = name.strip_prefix("NTLMSSP_").unwrap_or(name);
                text.push(' ');
                text.push_str(name.strip_prefix("NEGOTIATE_").unwrap_or(name));
            }
            text
        }
        Value::Number(number) if field.range.len() == 8 => filetime(*number),
        Value::Number(number) => number.to_string(),
        Value::Named(number, name) => format!("{number} · {name}"),
        Value::Text(text) => format!("“{}”", cut(text, 200)),
    }
}

fn count(bytes: usize) -> String {
    format!("{bytes} {}", if bytes == 1 { "byte" } else { "bytes" })
}

/// A FILETIME as a date, where it is one (`[MS-DTYP]` 2.3.3).
fn filetime(value: u64) -> String {
    let time = crate::hosts::FileTime(value);
    match time.http_date() {
        Some(date) if time.to_unix().0 >= 0 => format!("{value} · {date}"),
        _ => value.to_string(),
    }
}

/// At most `most` bytes in hex.
pub fn hex(bytes: &[u8], most: usize) -> String {
    let shown = bytes.iter().take(most).map(|byte| format!("{byte:02x}"));
    let mut text = shown.collect::<Vec<_>>().join(" ");
    if bytes.len() > most {
        text.push_str(&format!(" … ({} bytes)", bytes.len()));
    }
    text
}

/// What a host computed at a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The event.
    pub event: EventId,
    /// Who computed it.
    pub role: Option<Role>,
    /// What was held against what.
    pub comparisons: Vec<Comparison>,
    /// Each step.
    pub steps: Vec<crypto::Step>,
}

/// Everything computed at a step, by its host and by those whose exchanges are folded into it.
pub fn proofs(log: &Log, step: &Step) -> Vec<Proof> {
    let events = step.events.iter().filter_map(|id| log.event(*id));
    let proofs = events.filter_map(|event| {
        let (comparisons, steps) = computed(event)?;
        Some(Proof {
            event: event.id,
            role: log.role(event),
            comparisons: comparisons.to_vec(),
            steps: steps.to_vec(),
        })
    });
    proofs.collect()
}

/// Whether anything is computed or compared at a step.
pub fn proves(log: &Log, step: &Step) -> bool {
    let mut events = step.events.iter().filter_map(|id| log.event(*id));
    events.any(|event| computed(event).is_some())
}

/// What was compared and computed in an event, where anything was.
fn computed(event: &Event) -> Option<(&[Comparison], &[crypto::Step])> {
    let (comparisons, steps) = match &event.kind {
        Kind::Decision {
            comparisons, steps, ..
        } => (comparisons.as_slice(), steps.as_slice()),
        Kind::Computation { steps, .. } => (&[][..], steps.as_slice()),
        _ => return None,
    };
    (!comparisons.is_empty() || !steps.is_empty()).then_some((comparisons, steps))
}

/// A question, and the answer that was given to it or would have been right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Whose question: the hop it was asked on.
    pub hop: Hop,
    /// The challenge.
    pub challenge: Vec<u8>,
    /// The proof that answers it.
    pub proof: Vec<u8>,
}

/// Where an answer was sent a second time: the question it answers, and the question it was sent to with what would
/// have been right, as the domain controller computed it.
pub fn replayed(log: &Log) -> Option<[Question; 2]> {
    let replay = log.events.iter().find(|event| {
        let decision = event.kind.decision();
        matches!(
            decision,
            Some(Decision::AnswersAs {
                reach: OutboundCredential::Replay,
                ..
            })
        )
    })?;
    let Some(Decision::AnswersAs { challenge, .. }) = replay.kind.decision() else {
        return None;
    };
    let sent = log.events.iter().find(|event| event.id > replay.id && {
        matches!(&event.kind, Kind::Message { sent, .. } if ntlm_token(sent).is_some_and(|t| t.get(8) == Some(&3)))
    })?;
    let answered = log.events.iter().filter(|event| event.id < replay.id);
    let first = answered.rev().find_map(|event| match &event.kind {
        Kind::Computation {
            computation: Computation::Response { challenge, .. },
            ..
        } => Some((challenge.to_vec(), event.gained.first()?.value.clone()?)),
        _ => None,
    })?;
    let mut after = log.events.iter().filter(|event| event.id > sent.id);
    let right = after.find_map(|event| match &event.kind {
        Kind::Decision {
            decision: Decision::Validates { .. },
            comparisons,
            ..
        } => Some(comparisons.first()?.expected.clone()),
        _ => None,
    })?;
    Some([
        Question {
            hop: Hop::FIRST,
            challenge: first.0,
            proof: first.1,
        },
        Question {
            hop: Hop::SECOND,
            challenge: challenge.to_vec(),
            proof: right,
        },
    ])
}

/// A message as text: HTTP as it is, RPC by its fields.
pub fn message_text(layer: &Layer) -> String {
    match layer.value {
        LayerValue::Request(_) | LayerValue::Response(_) => {
            passage(&String::from_utf8_lossy(&layer.bytes), 8000)
        }
        LayerValue::Basic(_) => passage(&String::from_utf8_lossy(&layer.bytes), usize::MAX),
        _ => {
            let mut text = String::new();
            for row in field_rows(&layer.layout, &layer.bytes) {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.extend(std::iter::repeat_n("  ", row.depth));
                text.push_str(&row.name);
                text.push_str(": ");
                text.push_str(&row.value);
            }
            text
        }
    }
}

/// Whether a step belongs to the replay: the answer sent again, or what became of it.
pub fn concerns_replay(log: &Log, step: &Step) -> bool {
    let replay = log.events.iter().position(|event| {
        let decision = event.kind.decision();
        matches!(
            decision,
            Some(Decision::AnswersAs {
                reach: OutboundCredential::Replay,
                ..
            })
        )
    });
    let first = replay
        .and_then(|index| log.events.get(index))
        .map(|event| event.id);
    let hop = log.event(step.id).and_then(|event| log.hop(event));
    first.is_some_and(|first| step.end() >= first) && hop != Some(Hop::FIRST)
}
