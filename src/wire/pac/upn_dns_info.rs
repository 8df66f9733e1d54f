//! The user principal name and the domain's DNS name ([MS-PAC] 2.10).

use super::client_info::read_text;
use super::{Sid, padding};
use crate::wire::{Decoded, Reader, Writer, text};

/// UPN_DNS_INFO: what else the account is called. Texts are UTF-16LE, offsets count from the start of the buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpnDnsInfo {
    /// Upn: the user principal name, `alice@contoso.example`.
    pub upn: String,
    /// DnsDomainName: the DNS name of the account's domain.
    pub dns_domain: String,
    /// Flags: [`NO_UPN`], [`SAM_NAME_AND_SID`].
    pub flags: u32,
    /// SamName and Sid, which newer KDCs add; none where the flag is not set.
    pub account: Option<SamAccount>,
    /// Where the decoded payloads were.
    pub places: FieldOffsets,
}

/// The account, where the flag [`SAM_NAME_AND_SID`] says that it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SamAccount {
    /// SamName: the account's sAMAccountName.
    pub sam_name: String,
    /// Sid: none where its length is 0.
    pub sid: Option<Sid>,
}

/// The account has no UPN of its own: this one is made of its name and the domain.
pub const NO_UPN: u32 = 1;
/// Flag of a buffer that has SamName and Sid behind the UPN and the DNS name.
pub const SAM_NAME_AND_SID: u32 = 2;

/// Lengths and offsets as they were decoded.
///
/// They are no part of what a buffer says, so two that differ only in them are equal. The default is as Windows Server
/// 2022 places the payloads: in order, each at a multiple of 8, with zeros behind the last. Where a payload has another
/// length than when it was decoded, that is how they are placed.
#[derive(Clone, Debug, Default)]
pub struct FieldOffsets(Option<Places>);

impl PartialEq for FieldOffsets {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for FieldOffsets {}

/// Where all that was decoded is.
#[derive(Clone, Copy, Debug)]
struct Places {
    /// Of the four payloads, in the order of their lengths in the buffer.
    slots: [Slot; 4],
    /// How long the buffer is: Samba writes no zeros behind the last payload.
    length: usize,
}

/// Where a payload is, from the start of the buffer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Slot {
    length: u16,
    offset: u16,
}

impl UpnDnsInfo {
    /// The names of an account whose SAM name and SID are told, as today's KDCs do.
    pub fn new(upn: &str, dns_domain: &str, sam_name: &str, sid: Sid) -> Self {
        Self {
            upn: upn.to_owned(),
            dns_domain: dns_domain.to_owned(),
            flags: SAM_NAME_AND_SID,
            account: Some(SamAccount {
                sam_name: sam_name.to_owned(),
                sid: Some(sid),
            }),
            places: FieldOffsets::default(),
        }
    }

    /// Reads a buffer of the kind UPN_DNS_INFO. SAM name and SID are also read where no flag tells of them and there is
    /// room before the payloads, as a Windows of 2021 sends it.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The buffer, little-endian, the texts in UTF-16LE at their offsets.
    pub fn encode(&self) -> Vec<u8> {
        let mut payloads = vec![text::utf16le(&self.upn), text::utf16le(&self.dns_domain)];
        if let Some(account) = &self.account {
            let sid = account.sid.as_ref().map(Sid::encode);
            payloads.extend([text::utf16le(&account.sam_name), sid.unwrap_or_default()]);
        }
        let mut end = if payloads.len() > 2 { LONG } else { SHORT }.next_multiple_of(ALIGNMENT);
        let mut slots = Vec::new();
        for payload in &payloads {
            let (length, offset) = (payload.len() as u16, end as u16);
            slots.push(Slot { length, offset });
            end = (end + payload.len()).next_multiple_of(ALIGNMENT);
        }
        let fits = |kept: &&Places| {
            let mut lengths = slots.iter().zip(&kept.slots);
            lengths.all(|(slot, kept)| slot.length == kept.length)
        };
        let kept = self.places.0.as_ref().filter(fits);
        if let Some(kept) = kept {
            for (slot, kept) in slots.iter_mut().zip(kept.slots) {
                *slot = kept;
            }
        }
        let mut writer = Writer::new();
        for (index, slot) in slots.iter().enumerate() {
            writer.u16(slot.length).u16(slot.offset);
            if index == 1 {
                writer.u32(self.flags);
            }
        }
        for (slot, payload) in slots.iter().zip(&payloads) {
            if !payload.is_empty() {
                writer.put_at(slot.offset.into(), payload);
            }
        }
        let written = writer.len();
        writer.align(ALIGNMENT);
        let mut bytes = writer.finish();
        if let Some(kept) = kept {
            bytes.truncate(kept.length.max(written));
        }
        bytes
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let base = reader.position();
        let length = reader.remaining();
        let [mut sam, mut sid] = [Slot::default(); 2];
        let upn = Slot::read(reader, ["UpnLength", "UpnOffset"]);
        let dns = Slot::read(reader, ["DnsDomainNameLength", "DnsDomainNameOffset"]);
        let flags = reader.u32("Flags", SPEC);
        let first = usize::from(upn.offset.min(dns.offset));
        let long =
            flags & SAM_NAME_AND_SID != 0 || first >= LONG && reader.remaining() >= LONG - SHORT;
        if long {
            sam = Slot::read(reader, ["SamNameLength", "SamNameOffset"]);
            sid = Slot::read(reader, ["SidLength", "SidOffset"]);
        }
        let slots = [upn, dns, sam, sid];
        let next = |at: usize| {
            let offsets = slots.iter().map(|slot| base + usize::from(slot.offset));
            offsets
                .filter(|offset| *offset >= at)
                .min()
                .unwrap_or(usize::MAX)
        };
        padding(reader, base, next(reader.position()));
        let seek = |reader: &mut Reader<'_>, slot: Slot| {
            reader.seek(base + usize::from(slot.offset));
            usize::from(slot.length)
        };
        let mut info = Self {
            flags,
            places: FieldOffsets(Some(Places { slots, length })),
            ..Self::default()
        };
        let read = |reader: &mut Reader<'_>, slot: Slot, name| {
            if slot.length == 0 {
                return String::new();
            }
            let length = seek(reader, slot);
            let text = read_text(reader, name, SPEC, length);
            padding(reader, base, next(reader.position()));
            text
        };
        info.upn = read(reader, upn, "Upn");
        info.dns_domain = read(reader, dns, "DnsDomainName");
        if long {
            let sam_name = read(reader, sam, "SamName");
            let sid = (sid.length > 0).then(|| {
                let length = seek(reader, sid);
                let outer = reader.end_at(reader.position() + length);
                let read = Sid::read(reader, "Sid", SPEC);
                if reader.remaining() > 0 {
                    reader.expected("a SID of SidLength bytes");
                }
                reader.restore(outer);
                padding(reader, base, next(reader.position()));
                read
            });
            info.account = Some(SamAccount { sam_name, sid });
        }
        info
    }
}

impl Slot {
    fn read(reader: &mut Reader<'_>, [length, offset]: [&'static str; 2]) -> Self {
        Self {
            length: reader.u16(length, SPEC),
            offset: reader.u16(offset, SPEC),
        }
    }
}

const SPEC: &str = "[MS-PAC] 2.10";
/// Length of the fixed part without and with SAM name and SID.
const SHORT: usize = 12;
const LONG: usize = 20;
/// Payloads start at a multiple of this.
const ALIGNMENT: usize = 8;
