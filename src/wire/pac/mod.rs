//! The Privilege Attribute Certificate of a ticket ([MS-PAC]): who somebody is, signed by the KDC. Integers are
//! little-endian.

mod claims;
mod client_info;
mod credentials;
mod delegation_info;
mod kind;
mod logon_info;
mod ndr;
mod outline;
mod sid;
mod signature;
mod upn_dns_info;

pub use client_info::ClientInfo;
pub use credentials::{PacCredentialData, PacCredentials, SupplementalCredential};
pub use delegation_info::DelegationInfo;
pub use kind::{
    ATTRIBUTES_INFO, CLIENT_CLAIMS, CLIENT_INFO, CREDENTIALS_INFO, DELEGATION_INFO, DEVICE_CLAIMS,
    DEVICE_INFO, FULL_CHECKSUM, KDC_CHECKSUM, LOGON_INFO, REQUESTOR, SERVER_CHECKSUM,
    TICKET_CHECKSUM, UPN_DNS_INFO, WINDOWS_2008, WINDOWS_2022, name,
};
pub use logon_info::{
    EXTRA_SIDS, GROUP, GroupMembership, LogonInfo, NEVER, RESOURCE_GROUP, RESOURCE_GROUPS,
    SidAndAttributes, account_control,
};
pub use ndr::{Referents, RpcUnicodeString};
pub use outline::{PacAttributes, PacRequestor};
pub use sid::Sid;
pub use signature::{PacSignature, full_signature_input, server_signature_input};
pub use upn_dns_info::{FieldOffsets, NO_UPN, SAM_NAME_AND_SID, SamAccount, UpnDnsInfo};

use super::{Decoded, ErrorKind, Reader, Writer};
use std::ops::Range;

/// PACTYPE ([MS-PAC] 2.3): the buffers, in the order of their table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pac {
    /// What the table lists, of kinds that are known here or not.
    pub buffers: Vec<PacBuffer>,
}

/// PAC_INFO_BUFFER ([MS-PAC] 2.4), and the bytes that it points to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PacBuffer {
    /// ulType: what `data` is, such as [`LOGON_INFO`].
    pub kind: u32,
    /// The buffer, without the zeros that align what follows.
    pub data: Vec<u8>,
}

impl Pac {
    /// Reads a PAC. What is wrong inside a buffer is no error of the PAC: the fields end there, and whoever decodes
    /// the buffer by its own type hears of it. Buffers that overlap are refused where together they claim more bytes
    /// than there are.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, read)
    }

    /// The PAC as Windows lays it out: the table, then the buffers in its order, each at a multiple of 8 and filled up
    /// with zeros to the next. So it gives the bytes again that Windows, Samba, MIT or Heimdal wrote.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u32(self.buffers.len() as u32).u32(0);
        let mut offset = TABLE + ENTRY * self.buffers.len();
        for PacBuffer { kind, data } in &self.buffers {
            writer.u32(*kind).u32(data.len() as u32).u64(offset as u64);
            offset += data.len().next_multiple_of(ALIGNMENT);
        }
        for buffer in &self.buffers {
            writer.put(&buffer.data).align(ALIGNMENT);
        }
        writer.finish()
    }

    /// These buffers in the order of their kinds in `order`, such as [`WINDOWS_2022`]; other kinds follow as they came.
    pub fn arranged(mut buffers: Vec<PacBuffer>, order: &[u32]) -> Self {
        buffers.sort_by_cached_key(|buffer| {
            let place = order.iter().position(|kind| *kind == buffer.kind);
            place.unwrap_or(order.len())
        });
        Self { buffers }
    }

    /// The bytes of the first buffer of that kind.
    pub fn get(&self, kind: u32) -> Option<&[u8]> {
        let found = self.buffers.iter().find(|buffer| buffer.kind == kind);
        found.map(|buffer| buffer.data.as_slice())
    }

    /// Gives the first buffer of that kind other bytes, or adds one at the end.
    pub fn set(&mut self, kind: u32, data: Vec<u8>) {
        match self.buffers.iter_mut().find(|buffer| buffer.kind == kind) {
            Some(buffer) => buffer.data = data,
            None => self.buffers.push(PacBuffer { kind, data }),
        }
    }
}

/// Whether the bytes are a PAC: its table is followed at once by the first buffer, all its kinds are known, and the
/// service's signature is among them.
pub fn is_pac(bytes: &[u8]) -> bool {
    let [count, version, _, _, offset] = [0, 4, 8, 12, 16].map(|at| {
        let number = bytes.get(at..).and_then(<[u8]>::first_chunk);
        number.copied().map(u32::from_le_bytes)
    });
    let expected =
        count.and_then(|count| count.checked_mul(ENTRY as u32)?.checked_add(TABLE as u32));
    if count == Some(0) || version != Some(0) || offset != expected {
        return false;
    }
    let known = |it: &Pac| it.buffers.iter().all(|buffer| name(buffer.kind).is_some());
    let pac = Pac::decode(bytes).value;
    pac.is_ok_and(|it| known(&it) && it.get(SERVER_CHECKSUM).is_some())
}

const PACTYPE: &str = "[MS-PAC] 2.3";
const INFO_BUFFER: &str = "[MS-PAC] 2.4";

/// Length of what stands before the table.
const TABLE: usize = 8;
/// Length of an entry of the table.
const ENTRY: usize = 16;
/// Each buffer is at a multiple of this, from the start of the PAC.
const ALIGNMENT: usize = 8;

/// An entry of the table whose buffer is inside the PAC.
struct Place {
    kind: u32,
    range: Range<usize>,
}

fn read(reader: &mut Reader<'_>) -> Pac {
    let places = read_table(reader);
    reader.recover();
    let mut next = places.iter().skip(1).map(|place| place.range.start);
    let mut buffers = Vec::with_capacity(places.len());
    for Place { kind, range } in &places {
        let next = next.next().unwrap_or(usize::MAX);
        if reader.records() {
            reader.apart(|reader| {
                reader.seek(range.start);
                let outer = reader.end_at(range.end);
                let title = name(*kind).unwrap_or("buffer");
                reader.group(title, kind::spec(*kind), |reader| {
                    read_buffer(reader, *kind)
                });
                reader.restore(outer);
                reader.recover();
                reader.seek(range.end);
                padding(reader, 0, next);
            });
        }
        let data = reader.bytes().get(range.clone()).unwrap_or_default();
        buffers.push(PacBuffer {
            kind: *kind,
            data: data.to_vec(),
        });
    }
    Pac { buffers }
}

/// Reads the table; together its buffers are no longer than the PAC.
fn read_table(reader: &mut Reader<'_>) -> Vec<Place> {
    let total = reader.bytes().len();
    let count = reader.u32("cBuffers", PACTYPE);
    if reader.u32("Version", PACTYPE) != 0 {
        reader.expected("0");
    }
    let mut places = Vec::new();
    let mut claimed = 0_usize;
    for _ in 0..count {
        let at = reader.position();
        let (kind, size, offset) = reader.group("PAC_INFO_BUFFER", INFO_BUFFER, |reader| {
            let kind = reader.u32("ulType", INFO_BUFFER);
            reader.mark_name(name(kind));
            let size = reader.u32("cbBufferSize", INFO_BUFFER);
            (kind, size, reader.u64("Offset", INFO_BUFFER))
        });
        if reader.failed() {
            break;
        }
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let length = usize::try_from(size).unwrap_or(usize::MAX);
        let end = start.saturating_add(length);
        if end > total {
            let kind = ErrorKind::OutOfBounds {
                start,
                length,
                total,
            };
            reader.note(kind, "Offset", at + 8);
            continue;
        }
        claimed = claimed.saturating_add(length);
        if claimed > total {
            let expected = "buffers that do not overlap";
            reader.note(ErrorKind::Unexpected { expected }, "cbBufferSize", at + 4);
            break;
        }
        places.push(Place {
            kind,
            range: start..end,
        });
    }
    places
}

/// Reads what a buffer of that kind says, up to where reading ends.
fn read_buffer(reader: &mut Reader<'_>, kind: u32) {
    match kind {
        LOGON_INFO => drop(LogonInfo::read(reader)),
        CREDENTIALS_INFO => drop(PacCredentials::read(reader)),
        SERVER_CHECKSUM | KDC_CHECKSUM | TICKET_CHECKSUM | FULL_CHECKSUM => {
            PacSignature::read(reader);
        }
        CLIENT_INFO => drop(ClientInfo::read(reader)),
        DELEGATION_INFO => drop(DelegationInfo::read(reader)),
        UPN_DNS_INFO => drop(UpnDnsInfo::read(reader)),
        CLIENT_CLAIMS | DEVICE_CLAIMS => claims::read(reader),
        DEVICE_INFO => outline::read_device(reader),
        ATTRIBUTES_INFO => drop(PacAttributes::read(reader)),
        REQUESTOR => drop(PacRequestor::read(reader)),
        _ => drop(reader.take("data", INFO_BUFFER, reader.remaining())),
    }
}

/// Reads the zeros up to the next multiple of [`ALIGNMENT`] from `base`, but not beyond `limit`.
fn padding(reader: &mut Reader<'_>, base: usize, limit: usize) {
    let at = reader.position();
    let end = base + at.saturating_sub(base).next_multiple_of(ALIGNMENT);
    let length = end.min(limit).min(reader.bound().end).saturating_sub(at);
    let zeros = reader
        .peek(length)
        .filter(|bytes| bytes.iter().all(|byte| *byte == 0));
    if zeros.is_some_and(|zeros| !zeros.is_empty()) {
        reader.take("padding", INFO_BUFFER, length);
    }
}

#[cfg(test)]
mod tests;
