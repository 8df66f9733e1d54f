//! The binding of a sign-in to a TLS channel, by the server's certificate (RFC 5929 4, `tls-server-end-point`).

use super::{ComputationStep, Operand, Trace, md5};
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

/// The hash of a certificate, which follows its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointHash {
    /// SHA-256, also where the certificate is signed with MD5 or SHA-1.
    Sha256,
    /// SHA-224, of a certificate that is signed with it.
    Sha224,
    /// SHA-384, of a certificate that is signed with it.
    Sha384,
    /// SHA-512, of a certificate that is signed with it.
    Sha512,
}

/// The hash of a certificate in DER (RFC 5929 4.1).
pub fn endpoint_hash(hash: EndpointHash, certificate: &[u8], trace: &mut Trace) -> Vec<u8> {
    let (value, formula) = match hash {
        EndpointHash::Sha256 => (Sha256::digest(certificate).to_vec(), "SHA-256(Certificate)"),
        EndpointHash::Sha224 => (Sha224::digest(certificate).to_vec(), "SHA-224(Certificate)"),
        EndpointHash::Sha384 => (Sha384::digest(certificate).to_vec(), "SHA-384(Certificate)"),
        EndpointHash::Sha512 => (Sha512::digest(certificate).to_vec(), "SHA-512(Certificate)"),
    };
    trace.record(|| {
        ComputationStep::new(
            "tls-server-end-point",
            formula,
            "RFC 5929 4.1",
            [Operand::plain("Certificate", certificate)],
            Operand::plain("tls-server-end-point", &value),
        )
    });
    value
}

/// What a context of GSS-API is bound to, `gss_channel_bindings_struct` (RFC 2744 3.11). An address is its type and its
/// bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChannelBindings<'a> {
    /// The client's address type and address (RFC 2744 3.11); 0 and nothing where TLS is the channel.
    pub initiator: (u32, &'a [u8]),
    /// The same of the server's.
    pub acceptor: (u32, &'a [u8]),
    /// What the application knows of the channel: the type of binding, a colon, and what it is bound to (RFC 5056 2.1).
    pub application_data: &'a [u8],
}

impl ChannelBindings<'_> {
    /// The structure as it is hashed: types and lengths are little-endian (RFC 4121 4.1.1.2).
    pub fn packed(&self) -> Vec<u8> {
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes();
        let mut packed = Vec::new();
        for (kind, address) in [self.initiator, self.acceptor] {
            packed.extend(kind.to_le_bytes());
            packed.extend(length(address));
            packed.extend(address);
        }
        packed.extend(length(self.application_data));
        packed.extend(self.application_data);
        packed
    }

    /// MD5 of it: the value of `MsvAvChannelBindings`, and Bnd in the authenticator of Kerberos.
    pub fn hash(&self) -> [u8; 16] {
        md5(&[&self.packed()])
    }
}

/// The value of `MsvAvChannelBindings`: MD5 of a `gss_channel_bindings_struct` without addresses, whose application
/// data is the hash of the certificate behind its type ([MS-NLMP] 2.2.2.1, RFC 4121 4.1.1.2).
pub fn channel_bindings(endpoint_hash: &[u8], trace: &mut Trace) -> [u8; 16] {
    const TYPE: &[u8] = b"tls-server-end-point:";
    let bindings = ChannelBindings {
        application_data: &[TYPE, endpoint_hash].concat(),
        ..ChannelBindings::default()
    };
    let value = bindings.hash();
    trace.record(|| {
        ComputationStep::new(
            "MsvAvChannelBindings",
            "MD5(Z(16) ‖ length of application data ‖ \"tls-server-end-point:\" ‖ tls-server-end-point)",
            "[MS-NLMP] 2.2.2.1",
            [Operand::plain("tls-server-end-point", endpoint_hash)],
            Operand::plain("MsvAvChannelBindings", value),
        )
    });
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    #[test]
    fn a_published_example() {
        let hash = hex!("e3ca49271e5089cc48ce82109f1324f41dbeddc29a777410c738f7868c4ff405");
        let value = channel_bindings(&hash, &mut Trace::off());
        assert_eq!(value, hex!("6ea19df066da4622051f9c4f92c6df74"));
    }

    #[test]
    fn bindings_are_packed_with_their_addresses() {
        let nothing = ChannelBindings::default();
        assert_eq!(nothing.packed(), [0; 20]);
        assert_eq!(nothing.hash(), hex!("441018525208457705bf09a8ee3c1093"));
        let all = ChannelBindings {
            initiator: (2, &[127, 0, 0, 1]),
            acceptor: (255, &[]),
            application_data: b"x:y",
        };
        let expected = hex!("02000000 04000000 7f000001 ff000000 00000000 03000000 783a79");
        assert_eq!(all.packed(), expected);
    }

    #[test]
    fn the_hashes_are_those_of_fips_180() {
        let hash = |hash| endpoint_hash(hash, b"abc", &mut Trace::off());
        assert_eq!(hash(EndpointHash::Sha256)[..4], hex!("ba7816bf"));
        assert_eq!(hash(EndpointHash::Sha224)[..4], hex!("23097d22"));
        assert_eq!(hash(EndpointHash::Sha384)[..4], hex!("cb00753f"));
        assert_eq!(hash(EndpointHash::Sha512)[..4], hex!("ddaf35a1"));
    }
}
