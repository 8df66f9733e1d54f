//! Identifier octets (X.690 8.1.2).

/// BOOLEAN: one byte, 0 for false (X.690 8.2).
pub const BOOLEAN: u8 = 0x01;
/// INTEGER: big-endian, in two’s complement (X.690 8.3).
pub const INTEGER: u8 = 0x02;
/// BIT STRING: first how many bits of the last byte are not used (X.690 8.6).
pub const BIT_STRING: u8 = 0x03;
/// OCTET STRING: bytes as they are (X.690 8.7).
pub const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER: numbers to the base of 128 (X.690 8.19).
pub const OBJECT_IDENTIFIER: u8 = 0x06;
/// ENUMERATED: written as an INTEGER is (X.690 8.4).
pub const ENUMERATED: u8 = 0x0a;
/// GeneralizedTime.
pub const TIME: u8 = 0x18;
/// GeneralString.
pub const GENERAL_STRING: u8 = 0x1b;
/// SEQUENCE and SEQUENCE OF: what is in them, one after the other (X.690 8.9, 8.10).
pub const SEQUENCE: u8 = 0x30;

/// The context-specific constructed tag of that number, at most 30.
pub const fn context(number: u8) -> u8 {
    0xa0 | number & 0x1f
}

/// The application-specific constructed tag of that number, at most 30.
pub const fn application(number: u8) -> u8 {
    0x60 | number & 0x1f
}
