//! Frames of wireless networks → the IP packets in them (IEEE 802.11 9.3.2), perhaps behind what the radio told of itself.

use super::link::{self, BIG, Next, Unread};
use crate::wire::ByteOrder;

/// What a frame of data carries.
enum Body<'a> {
    /// LLC and SNAP, and what they name.
    One(&'a [u8]),
    /// Several of those, each with addresses and a length of its own (A-MSDU, 9.3.2.2).
    Several(&'a [u8]),
}

/// A frame, and what its head is filled up to a multiple of.
#[derive(Clone, Copy)]
pub struct WirelessFrame<'a>(&'a [u8], usize);

impl<'a> WirelessFrame<'a> {
    /// One that begins with its own head.
    pub fn bare(frame: &'a [u8]) -> Self {
        Self(frame, 1)
    }

    /// One behind the head of Radiotap (radiotap.org), whose flags may say that its own head is filled up.
    pub fn behind_radio(frame: &'a [u8]) -> Option<Self> {
        const MORE: u32 = 1 << 31;
        const TIME: u32 = 1;
        const FLAGS: u32 = 2;
        const FILLED_UP: u8 = 0x20;
        let little = ByteOrder::Little;
        let rest = frame.get(usize::from(little.u16(frame, 2)?)..)?;
        let present = little.u32(frame, 4)?;
        let mut at: usize = 4;
        while little.u32(frame, at)? & MORE != 0 {
            at += 4;
        }
        at += 4;
        if present & TIME != 0 {
            at = at.next_multiple_of(8) + 8;
        }
        let filled = present & FLAGS != 0 && frame.get(at)? & FILLED_UP != 0;
        Some(Self(rest, if filled { 4 } else { 1 }))
    }

    /// The packet in it, or the first of several.
    pub fn packet(self) -> Result<Option<&'a [u8]>, Unread> {
        let first = match self.body()? {
            None => None,
            Some(Body::One(data)) => Some(data),
            Some(Body::Several(mut all)) => subframe(&mut all),
        };
        first.map_or(Ok(None), |data| link::inside(Next::Ether(0), data))
    }

    /// The packets behind the first.
    pub fn others(self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = match self.body() {
            Ok(Some(Body::Several(all))) => all,
            _ => &[],
        };
        subframe(&mut rest);
        let data = std::iter::from_fn(move || subframe(&mut rest));
        data.filter_map(|it| link::inside(Next::Ether(0), it).ok()?)
    }

    fn body(self) -> Result<Option<Body<'a>>, Unread> {
        const DATA: u8 = 0x08;
        const KIND: u8 = 0x0c;
        const NO_DATA: u8 = 0x40;
        const WITH_QUALITY: u8 = 0x80;
        const BETWEEN_STATIONS: u8 = 0x03;
        const PROTECTED: u8 = 0x40;
        const ORDER: u8 = 0x80;
        const SEVERAL: u8 = 0x80;
        let Self(frame, filled_to) = self;
        let &[kind, flags, ..] = frame else {
            return Ok(None);
        };
        if kind & (KIND | NO_DATA) != DATA {
            return Ok(None);
        }
        if flags & PROTECTED != 0 {
            return Err(Unread::Wireless);
        }
        let mut skip: usize = 24;
        if flags & BETWEEN_STATIONS == BETWEEN_STATIONS {
            skip += 6;
        }
        let mut several = false;
        if kind & WITH_QUALITY != 0 {
            several = frame.get(skip).is_some_and(|it| it & SEVERAL != 0);
            skip += if flags & ORDER == 0 { 2 } else { 6 };
        }
        let data = frame.get(skip.next_multiple_of(filled_to)..);
        Ok(data.map(|data| match several {
            true => Body::Several(data),
            false => Body::One(data),
        }))
    }
}

/// Takes the first of several: two addresses, a length, and data, filled up to a multiple of four.
fn subframe<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    const HEAD: usize = 14;
    let end = HEAD + usize::from(BIG.u16(rest, 12)?);
    let data = rest.get(HEAD..end).or(rest.get(HEAD..));
    *rest = rest.get(end.next_multiple_of(4)..).unwrap_or_default();
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    const IP: [u8; 4] = [0x45, 1, 2, 3];
    const SNAP: [u8; 8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];

    #[test]
    fn several_packets_may_be_in_a_frame() {
        let head = [&[0x88, 1][..], &[0; 22], &[0x80, 0]].concat();
        let part = |last: u8| [&[2; 12][..], &[0, 13], &SNAP, &IP, &[last]].concat();
        let whole = [&head[..], &part(1), &[0], &part(2), &[0], &part(3)[..20]].concat();
        let frame = WirelessFrame::bare(&whole);
        assert_eq!(frame.packet(), Ok(Some(&[0x45, 1, 2, 3, 1][..])));
        let others: Vec<_> = frame.others().map(<[u8]>::len).collect();
        // The last one is cut before its packet.
        assert_eq!(others, [5]);
        let one = [&[8, 1][..], &[0; 22], &SNAP, &IP].concat();
        assert_eq!(WirelessFrame::bare(&one).others().count(), 0);
    }

    #[test]
    fn a_head_may_be_filled_up() {
        let frame = |filled: &[u8]| [&[0x88, 1][..], &[0; 24], filled, &SNAP, &IP].concat();
        let radio = |present: &[u8], fields: &[u8], filled: &[u8]| {
            let length = u8::try_from(4 + present.len() + fields.len()).unwrap();
            let all = [&[0, 0, length, 0], present, fields, &frame(filled)].concat();
            let packet = WirelessFrame::behind_radio(&all).map(WirelessFrame::packet);
            packet == Some(Ok(Some(&IP[..])))
        };
        assert!(radio(&[2, 0, 0, 0], &[0x20], &[0, 0]));
        assert!(radio(&[2, 0, 0, 0], &[0], &[]));
        // Behind a time, which begins at a multiple of eight, and behind more words about what is there.
        assert!(radio(
            &[3, 0, 0, 0],
            &[&[1; 8][..], &[0x20]].concat(),
            &[0, 0]
        ));
        let two = [3, 0, 0, 0x80, 0, 0, 0, 0];
        let time = [&[0; 4][..], &[1; 8], &[0x20]].concat();
        assert!(radio(&two, &time, &[0, 0]));
        assert!(WirelessFrame::behind_radio(&[0, 0, 8, 0, 0xff, 0xff, 0xff, 0xff]).is_none());
    }
}
