//! pcapng (draft-ietf-opsawg-pcapng): sections of blocks, each section in its own byte order with its own interfaces.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Facts, Frame, MAX_RECORD, Step, UNDESCRIBED};
use crate::traffic::leg::Timestamp;
use crate::wire::ByteOrder;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
/// What came before the enhanced packet block.
const OLD_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const NAMES: u32 = 4;
const ENHANCED_PACKET: u32 = 6;
const SECRETS: u32 = 10;
/// What systemd logged, and two kinds of custom blocks: no packets, but Wireshark numbers them along with packets.
const JOURNAL: u32 = 9;
const CUSTOM: [u32; 2] = [0x0bad, 0x4000_0bad];
/// A secrets block with lines of a key log of TLS.
const TLS_KEY_LOG: u32 = 0x544c_534b;
const NO_PACKET: Frame<'_> = Frame {
    link: 101,
    at: None,
    bytes: &[],
    length: 0,
};
/// pktmon describes each of its components as an interface; there are some hundreds of them.
const MAX_INTERFACES: usize = 1 << 16;
const MAX_NAMES: usize = 1 << 16;

/// A file of pcapng, at one of its sections.
pub struct Pcapng {
    order: ByteOrder,
    interfaces: Vec<Interface>,
}

/// What a packet's time and link are told by.
#[derive(Clone, Copy)]
struct Interface {
    link: u32,
    /// The longest part of a packet that is kept; 0 for no limit.
    snap: u32,
    /// `if_tsresol`: a power of ten, or of two where the upper bit is set, that a second is divided by.
    resolution: u8,
    /// `if_tsoffset`: seconds that are added.
    offset: i64,
}

impl Pcapng {
    /// Tells by the first four bytes of a file, which are the same in both orders.
    pub fn recognise(head: &[u8]) -> Option<Self> {
        (ByteOrder::Big.u32(head, 0) == Some(SECTION)).then_some(Self {
            order: ByteOrder::Little,
            interfaces: Vec::new(),
        })
    }

    /// Reads a block.
    pub fn step<'a>(&mut self, bytes: &'a [u8], facts: &mut Facts) -> Step<'a> {
        if ByteOrder::Big.u32(bytes, 0) == Some(SECTION) {
            self.order = match ByteOrder::Big.u32(bytes, 8) {
                Some(0x1a2b_3c4d) => ByteOrder::Big,
                Some(0x4d3c_2b1a) => ByteOrder::Little,
                Some(_) => return Step::Malformed(8),
                None => return Step::Wait,
            };
            // What another major version would mean by its blocks is not known.
            match self.order.u16(bytes, 12) {
                Some(1) => {}
                Some(_) => return Step::Malformed(12),
                None => return Step::Wait,
            }
        }
        let (Some(kind), Some(length)) = (self.order.u32(bytes, 0), self.order.u32(bytes, 4))
        else {
            return Step::Wait;
        };
        // Some writers forget the bytes that fill up to a multiple of four.
        let length = (length as usize).checked_next_multiple_of(4);
        let Some(length) = length.filter(|length| (12..=MAX_RECORD).contains(length)) else {
            return Step::Malformed(4);
        };
        let Some(body) = bytes
            .get(8..length)
            .and_then(|rest| rest.get(..length - 12))
        else {
            return Step::Wait;
        };
        let frame = match kind {
            SECTION => {
                self.interfaces.clear();
                self.section(body, facts);
                None
            }
            INTERFACE => {
                self.interface(body);
                None
            }
            NAMES => {
                self.names(body, facts);
                None
            }
            SECRETS => {
                facts.keys |= self.order.u32(body, 0) == Some(TLS_KEY_LOG);
                None
            }
            ENHANCED_PACKET | OLD_PACKET => self.packet(kind, body),
            SIMPLE_PACKET => self.simple_packet(body),
            kind if kind == JOURNAL || CUSTOM.contains(&kind) => Some(NO_PACKET),
            _ => None,
        };
        frame.map_or(Step::Skip(length), |frame| Step::Frame(length, frame))
    }

    fn section(&self, body: &[u8], facts: &mut Facts) {
        const SHB_USERAPPL: u16 = 4;
        let options = body.get(16..).unwrap_or_default();
        let writer = options_of(self.order, options).find(|(code, _)| *code == SHB_USERAPPL);
        if let (None, Some((_, name))) = (&facts.writer, writer) {
            let name = String::from_utf8_lossy(name);
            facts.writer = Some(name.trim_end_matches('\0').to_owned());
        }
    }

    fn interface(&mut self, body: &[u8]) {
        const IF_TSRESOL: u16 = 9;
        const IF_TSOFFSET: u16 = 14;
        let order = self.order;
        if self.interfaces.len() >= MAX_INTERFACES {
            return;
        }
        // One that is too short still counts: the others keep their numbers.
        let mut interface = Interface {
            link: u32::from(order.u16(body, 0).unwrap_or(u16::MAX)),
            snap: order.u32(body, 4).unwrap_or(0),
            resolution: 6,
            offset: 0,
        };
        for (code, value) in options_of(order, body.get(8..).unwrap_or_default()) {
            match (code, value) {
                (IF_TSRESOL, [resolution, ..]) => interface.resolution = *resolution,
                (IF_TSOFFSET, value) => {
                    interface.offset = order.u64(value, 0).unwrap_or(0).cast_signed();
                }
                _ => {}
            }
        }
        self.interfaces.push(interface);
    }

    fn packet<'a>(&self, kind: u32, body: &'a [u8]) -> Option<Frame<'a>> {
        let number = |at| self.order.u32(body, at);
        let interface = if kind == OLD_PACKET {
            u32::from(self.order.u16(body, 0)?)
        } else {
            number(0)?
        };
        let interface = self.interfaces.get(interface as usize);
        let ticks = u64::from(number(4)?) << 32 | u64::from(number(8)?);
        let captured = number(12)? as usize;
        let rest = body.get(20..)?;
        Some(Frame {
            link: interface.map_or(UNDESCRIBED, |interface| interface.link),
            at: interface.and_then(|interface| interface.timestamp(ticks)),
            // What is longer than its block is cut there.
            bytes: rest.get(..captured).unwrap_or(rest),
            length: number(16).unwrap_or(0),
        })
    }

    fn simple_packet<'a>(&self, body: &'a [u8]) -> Option<Frame<'a>> {
        let interface = self.interfaces.first();
        let length = self.order.u32(body, 0)?;
        let snap = interface.map_or(0, |interface| interface.snap);
        let captured = if snap == 0 { length } else { length.min(snap) } as usize;
        let rest = body.get(4..)?;
        Some(Frame {
            link: interface.map_or(UNDESCRIBED, |interface| interface.link),
            at: None,
            bytes: rest.get(..captured).unwrap_or(rest),
            length,
        })
    }

    /// Records of an address and its names, each name ended by 0.
    fn names(&self, body: &[u8], facts: &mut Facts) {
        for (code, value) in options_of(self.order, body) {
            let (address, names) = match (code, value.first_chunk::<4>(), value.first_chunk::<16>())
            {
                (1, Some(four), _) => (IpAddr::from(Ipv4Addr::from(*four)), value.get(4..)),
                (2, _, Some(sixteen)) => (IpAddr::from(Ipv6Addr::from(*sixteen)), value.get(16..)),
                _ => continue,
            };
            let names = names.unwrap_or_default().split(|&byte| byte == 0);
            for name in names.filter(|name| !name.is_empty()) {
                let entry = (address, String::from_utf8_lossy(name).into_owned());
                if facts.names.len() < MAX_NAMES {
                    facts.names.push(entry);
                }
            }
        }
    }
}

impl Interface {
    fn timestamp(&self, ticks: u64) -> Option<Timestamp> {
        let nanoseconds = match self.resolution {
            6 => ticks.checked_mul(1000)?,
            9 => ticks,
            power => {
                // The widest number: picoseconds since 1970 are more than 64 bits hold of nanoseconds times 10¹².
                let exponent = u32::from(power & 0x7f);
                let base: u128 = if power & 0x80 == 0 { 10 } else { 2 };
                let divisor = base.checked_pow(exponent)?;
                let scaled = u128::from(ticks).checked_mul(1_000_000_000)?;
                u64::try_from(scaled.checked_div(divisor)?).ok()?
            }
        };
        let offset = self.offset.checked_mul(1_000_000_000)?;
        i64::try_from(nanoseconds)
            .ok()?
            .checked_add(offset)
            .map(Timestamp)
    }
}

/// Options or names: code, length, value filled up to a multiple of four. The one that ends them may be missing.
fn options_of(order: ByteOrder, bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let code = order.u16(rest, 0).filter(|&code| code != 0)?;
        let length = usize::from(order.u16(rest, 2)?);
        let value = rest.get(4..)?.get(..length)?;
        rest = rest
            .get(4 + length.next_multiple_of(4)..)
            .unwrap_or_default();
        Some((code, value))
    })
}
