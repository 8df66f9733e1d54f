//! `[MS-NLMP]` 2.2.2.5: the 32 bits of `NegotiateFlags`.

use bitflags::bitflags;

bitflags! {
    /// `[MS-NLMP]` 2.2.2.5 NEGOTIATE. Every bit is known, so every value survives decoding and encoding.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct NegotiateFlags: u32 {
        /// A: strings are UTF-16LE, those of a NEGOTIATE excepted.
        const UNICODE = 0x0000_0001;
        /// B: strings are in the OEM character set, unless [`Self::UNICODE`] is set too.
        const OEM = 0x0000_0002;
        /// C: the CHALLENGE shall carry a TargetName.
        const REQUEST_TARGET = 0x0000_0004;
        /// Reserved: must be zero.
        const R10 = 0x0000_0008;
        /// D: session key negotiation for message signatures.
        const SIGN = 0x0000_0010;
        /// E: session key negotiation for message confidentiality.
        const SEAL = 0x0000_0020;
        /// F: connectionless authentication.
        const DATAGRAM = 0x0000_0040;
        /// G: the LAN Manager session key computation; excludes [`Self::EXTENDED_SESSION_SECURITY`], which wins.
        const LM_KEY = 0x0000_0080;
        /// Reserved; NetWare in older systems.
        const R9 = 0x0000_0100;
        /// H: the NTLM v1 session security protocol.
        const NTLM = 0x0000_0200;
        /// Reserved; no LM response in older systems.
        const R8 = 0x0000_0400;
        /// J: the connection should be anonymous.
        const ANONYMOUS = 0x0000_0800;
        /// K: the NEGOTIATE carries a DomainName.
        const OEM_DOMAIN_SUPPLIED = 0x0000_1000;
        /// L: the NEGOTIATE carries a Workstation.
        const OEM_WORKSTATION_SUPPLIED = 0x0000_2000;
        /// Reserved (r7); the server says by it that client and server are one machine, and that its
        /// Reserved field holds a context handle.
        const LOCAL_CALL = 0x0000_4000;
        /// M: a signature on all messages, even a dummy one.
        const ALWAYS_SIGN = 0x0000_8000;
        /// N: TargetName is a domain.
        const TARGET_TYPE_DOMAIN = 0x0001_0000;
        /// O: TargetName is a server.
        const TARGET_TYPE_SERVER = 0x0002_0000;
        /// Reserved; TargetName is a share, in older systems.
        const R6 = 0x0004_0000;
        /// P: the NTLM v2 session security, also known as NTLM2.
        const EXTENDED_SESSION_SECURITY = 0x0008_0000;
        /// Q: an identify-level token.
        const IDENTIFY = 0x0010_0000;
        /// Reserved: must be zero.
        const R5 = 0x0020_0000;
        /// R: the key made of the LMOWF.
        const REQUEST_NON_NT_SESSION_KEY = 0x0040_0000;
        /// S: TargetInfo is filled in.
        const TARGET_INFO = 0x0080_0000;
        /// Reserved: must be zero.
        const R4 = 0x0100_0000;
        /// T: Version is filled in. Whether there is room for it is another matter.
        const VERSION = 0x0200_0000;
        /// Reserved: must be zero.
        const R3 = 0x0400_0000;
        /// Reserved: must be zero.
        const R2 = 0x0800_0000;
        /// Reserved: must be zero.
        const R1 = 0x1000_0000;
        /// U: 128-bit session keys.
        const KEY_128 = 0x2000_0000;
        /// V: explicit key exchange: the client sends a session key of its own choice, encrypted.
        const KEY_EXCH = 0x4000_0000;
        /// W: 56-bit encryption.
        const KEY_56 = 0x8000_0000;
    }
}

/// What one bit is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagName {
    /// The one bit that it is about.
    pub flag: NegotiateFlags,
    /// Its letter in the figure of 2.2.2.5, or `r1` to `r10`.
    pub letter: &'static str,
    /// Its name in the specification; `None` where it is reserved or has a letter only.
    pub spec: Option<&'static str>,
    /// What older systems and other implementations call it where the specification has no name.
    pub historic: Option<&'static str>,
}

impl FlagName {
    /// The best name there is: the specification's, else the historic one, else the letter.
    pub fn name(&self) -> &'static str {
        self.spec.or(self.historic).unwrap_or(self.letter)
    }
}

impl NegotiateFlags {
    /// Both names of a NEGOTIATE: by them a server knows a client on its own computer.
    pub const NAMES_SUPPLIED: Self =
        Self::OEM_DOMAIN_SUPPLIED.union(Self::OEM_WORKSTATION_SUPPLIED);

    /// The names of all bits, from the lowest.
    pub const NAMES: [FlagName; 32] = [
        named(Self::UNICODE, "A", "NTLMSSP_NEGOTIATE_UNICODE"),
        named(Self::OEM, "B", "NTLM_NEGOTIATE_OEM"),
        named(Self::REQUEST_TARGET, "C", "NTLMSSP_REQUEST_TARGET"),
        reserved(Self::R10, "r10", None),
        named(Self::SIGN, "D", "NTLMSSP_NEGOTIATE_SIGN"),
        named(Self::SEAL, "E", "NTLMSSP_NEGOTIATE_SEAL"),
        named(Self::DATAGRAM, "F", "NTLMSSP_NEGOTIATE_DATAGRAM"),
        named(Self::LM_KEY, "G", "NTLMSSP_NEGOTIATE_LM_KEY"),
        reserved(Self::R9, "r9", Some("NTLMSSP_NEGOTIATE_NETWARE")),
        named(Self::NTLM, "H", "NTLMSSP_NEGOTIATE_NTLM"),
        reserved(Self::R8, "r8", Some("NTLMSSP_NEGOTIATE_NT_ONLY")),
        reserved(Self::ANONYMOUS, "J", Some("NTLMSSP_NEGOTIATE_ANONYMOUS")),
        named(
            Self::OEM_DOMAIN_SUPPLIED,
            "K",
            "NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED",
        ),
        named(
            Self::OEM_WORKSTATION_SUPPLIED,
            "L",
            "NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED",
        ),
        reserved(Self::LOCAL_CALL, "r7", Some("NTLMSSP_NEGOTIATE_LOCAL_CALL")),
        named(Self::ALWAYS_SIGN, "M", "NTLMSSP_NEGOTIATE_ALWAYS_SIGN"),
        named(Self::TARGET_TYPE_DOMAIN, "N", "NTLMSSP_TARGET_TYPE_DOMAIN"),
        named(Self::TARGET_TYPE_SERVER, "O", "NTLMSSP_TARGET_TYPE_SERVER"),
        reserved(Self::R6, "r6", Some("NTLMSSP_TARGET_TYPE_SHARE")),
        named(
            Self::EXTENDED_SESSION_SECURITY,
            "P",
            "NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY",
        ),
        named(Self::IDENTIFY, "Q", "NTLMSSP_NEGOTIATE_IDENTIFY"),
        reserved(Self::R5, "r5", None),
        named(
            Self::REQUEST_NON_NT_SESSION_KEY,
            "R",
            "NTLMSSP_REQUEST_NON_NT_SESSION_KEY",
        ),
        named(Self::TARGET_INFO, "S", "NTLMSSP_NEGOTIATE_TARGET_INFO"),
        reserved(Self::R4, "r4", None),
        named(Self::VERSION, "T", "NTLMSSP_NEGOTIATE_VERSION"),
        reserved(Self::R3, "r3", None),
        reserved(Self::R2, "r2", None),
        reserved(Self::R1, "r1", None),
        named(Self::KEY_128, "U", "NTLMSSP_NEGOTIATE_128"),
        named(Self::KEY_EXCH, "V", "NTLMSSP_NEGOTIATE_KEY_EXCH"),
        named(Self::KEY_56, "W", "NTLMSSP_NEGOTIATE_56"),
    ];

    /// The names of the bits that are set, from the lowest.
    pub fn names(self) -> impl Iterator<Item = FlagName> {
        Self::NAMES
            .into_iter()
            .filter(move |name| self.contains(name.flag))
    }

    /// The specification's name of a single bit; `None` for a reserved bit and for several bits.
    pub fn spec_name(self) -> Option<&'static str> {
        Self::NAMES
            .iter()
            .find(|name| name.flag == self)
            .and_then(|name| name.spec)
    }
}

const fn named(flag: NegotiateFlags, letter: &'static str, spec: &'static str) -> FlagName {
    FlagName {
        flag,
        letter,
        spec: Some(spec),
        historic: None,
    }
}

const fn reserved(
    flag: NegotiateFlags,
    letter: &'static str,
    historic: Option<&'static str>,
) -> FlagName {
    FlagName {
        flag,
        letter,
        spec: None,
        historic,
    }
}

#[cfg(test)]
mod tests {
    use super::NegotiateFlags;

    #[test]
    fn all_32_bits_are_named_in_order() {
        for (bit, name) in NegotiateFlags::NAMES.iter().enumerate() {
            assert_eq!(name.flag.bits(), 1 << bit, "{}", name.name());
        }
        assert_eq!(NegotiateFlags::all().bits(), u32::MAX);
    }

    #[test]
    fn reserved_bits_say_what_older_systems_meant() {
        let local = NegotiateFlags::LOCAL_CALL;
        assert_eq!(local.bits(), 0x4000);
        assert_eq!(local.spec_name(), None);
        let names: Vec<_> = local.names().collect();
        assert_eq!(names[0].letter, "r7");
        assert_eq!(names[0].name(), "NTLMSSP_NEGOTIATE_LOCAL_CALL");
    }
}
