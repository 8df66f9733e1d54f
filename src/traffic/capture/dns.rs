//! Answers of DNS → names of addresses (RFC 1035 4), also of mDNS and LLMNR, which are written the same way.

use std::net::IpAddr;

use crate::wire::ByteOrder;

const BIG: ByteOrder = ByteOrder::Big;
/// A name has 255 bytes at most (RFC 1035 2.3.4), so there are no more labels, and pointers, than this.
const MAX_STEPS: usize = 128;
const MAX_ANSWERS: usize = 256;

/// The ports that answers come from: DNS, mDNS, LLMNR.
pub fn answers_from(port: u16) -> bool {
    matches!(port, 53 | 5353 | 5355)
}

/// Tells of each address in an answer: the name that was asked for, and the name that it stands at where that is another.
pub fn addresses(message: &[u8], mut on: impl FnMut(IpAddr, &str)) -> Option<()> {
    let (flags, questions) = (BIG.u16(message, 2)?, BIG.u16(message, 4)?);
    // An answer, and no error.
    if flags & 0x800f != 0x8000 || questions > 1 {
        return None;
    }
    let mut at = 12;
    let mut asked = String::new();
    if questions == 1 {
        (asked, at) = name(message, at)?;
        at += 4;
    }
    for _ in 0..usize::from(BIG.u16(message, 6)?).min(MAX_ANSWERS) {
        let (owner, after) = name(message, at)?;
        let (kind, length) = (BIG.u16(message, after)?, BIG.u16(message, after + 8)?);
        let value = message.get(after + 10..)?.get(..usize::from(length))?;
        at = after + 10 + usize::from(length);
        let address = match (kind, value.len()) {
            (1, 4) => IpAddr::from(*value.first_chunk::<4>()?),
            (28, 16) => IpAddr::from(*value.first_chunk::<16>()?),
            _ => continue,
        };
        for name in [&asked, &owner] {
            if !name.is_empty() {
                on(address, name);
            }
            if asked.eq_ignore_ascii_case(&owner) {
                break;
            }
        }
    }
    Some(())
}

/// The name there, without the last dot, and where what follows it begins.
fn name(message: &[u8], mut at: usize) -> Option<(String, usize)> {
    let mut name = String::new();
    let mut after = None;
    for _ in 0..MAX_STEPS {
        let length = usize::from(*message.get(at)?);
        match length {
            0 => return Some((name, after.unwrap_or(at + 1))),
            1..64 => {
                if !name.is_empty() {
                    name.push('.');
                }
                let label = message.get(at + 1..)?.get(..length)?;
                name.push_str(&String::from_utf8_lossy(label));
                at += 1 + length;
            }
            // A pointer to where the rest of the name stands (RFC 1035 4.1.4).
            0xc0.. => {
                after.get_or_insert(at + 2);
                at = usize::from(BIG.u16(message, at)? & 0x3fff);
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_name_asked_for_and_its_own() {
        let mut message = vec![0, 1, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0];
        message.extend(b"\x03www\x04test\0\0\x01\0\x01");
        // www.test is a.test, and that is 10.0.0.1.
        message.extend([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 9, 0, 4, 1, b'a', 0xc0, 16]);
        message.extend([0xc0, 38, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 0, 0, 1]);
        let mut names = Vec::new();
        addresses(&message, |address, name| {
            names.push(format!("{address} {name}"))
        });
        assert_eq!(names, ["10.0.0.1 www.test", "10.0.0.1 a.test"]);
        for length in 0..message.len() {
            addresses(&message[..length], |_, _| {});
        }
    }

    #[test]
    fn a_name_that_points_at_itself_ends() {
        let message = [
            0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1,
        ];
        assert_eq!(addresses(&message, |_, _| panic!()), None);
    }
}
