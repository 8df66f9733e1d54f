//! Identifier octets (X.690 8.1.2).

/// BOOLEAN.
pub const BOOLEAN: u8 = 0x01;
/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u8 = 0x06;
/// ENUMERATED.
pub const ENUMERATED: u8 = 0x0a;
/// GeneralizedTime.
pub const TIME: u8 = 0x18;
/// GeneralString.
pub const GENERAL_STRING: u8 = 0x1b;
/// SEQUENCE and SEQUENCE OF.
pub const SEQUENCE: u8 = 0x30;

/// The context-specific constructed tag of that number, at most 30.
pub const fn context(number: u8) -> u8 {
    0xa0 | number & 0x1f
}

/// The application-specific constructed tag of that number, at most 30.
pub const fn application(number: u8) -> u8 {
    0x60 | number & 0x1f
}
