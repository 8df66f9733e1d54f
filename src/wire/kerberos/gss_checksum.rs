//! What GSS-API puts into the checksum of an authenticator (RFC 4121 4.1.1): no checksum, but channel bindings, flags
//! and the forwarded ticket.

use super::cred::KrbCred;
use super::elements::decoded;
use crate::wire::der::{self, OCTET_STRING, context};
use crate::wire::{Decoded, Reader, Value, Writer};

const SPEC: &str = "RFC 4121 4.1.1";
/// The flags of GSS-API, lowest bit first (RFC 2744 A, RFC 4757 7.1, RFC 5896 3).
const FLAGS: [(u32, &str); 13] = [
    (GssChecksum::DELEG, "GSS_C_DELEG_FLAG"),
    (GssChecksum::MUTUAL, "GSS_C_MUTUAL_FLAG"),
    (0x4, "GSS_C_REPLAY_FLAG"),
    (0x8, "GSS_C_SEQUENCE_FLAG"),
    (0x10, "GSS_C_CONF_FLAG"),
    (0x20, "GSS_C_INTEG_FLAG"),
    (0x40, "GSS_C_ANON_FLAG"),
    (0x80, "GSS_C_PROT_READY_FLAG"),
    (0x100, "GSS_C_TRANS_FLAG"),
    (0x1000, "GSS_C_DCE_STYLE"),
    (0x2000, "GSS_C_IDENTIFY_FLAG"),
    (0x4000, "GSS_C_EXTENDED_ERROR_FLAG"),
    (0x8000, "GSS_C_DELEG_POLICY_FLAG"),
];
/// The bytes before what is optional.
const FIXED: usize = 24;

/// The value of a checksum of type 0x8003. Its numbers are little-endian.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GssChecksum {
    /// Bnd: the MD5 of the channel bindings, or zero.
    pub bindings: [u8; 16],
    /// Flags: what the client wants of the context, such as [`GssChecksum::MUTUAL`].
    pub flags: u32,
    /// Deleg: a KRB-CRED. Nothing without [`GssChecksum::DELEG`].
    pub deleg: Option<Vec<u8>>,
    /// Exts: what stands behind, kept as it came.
    pub extensions: Vec<u8>,
}

impl GssChecksum {
    /// cksumtype of what GSS-API puts in a checksum's place (RFC 4121 4.1.1).
    pub const TYPE: i64 = 0x8003;
    /// GSS_C_DELEG_FLAG: a TGT of the client is handed over in `deleg`.
    pub const DELEG: u32 = 0x1;
    /// GSS_C_MUTUAL_FLAG: the service is to prove itself with an AP-REP.
    pub const MUTUAL: u32 = 0x2;

    /// Reads the value of a checksum.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        decoded(bytes, Self::read)
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        if reader.u32("Lgth", SPEC) != 16 {
            reader.expected("16");
        }
        let bindings = reader.array("Bnd", SPEC);
        let flags = reader.u32("Flags", SPEC);
        let names = FLAGS.iter().filter(|(bit, _)| flags & bit != 0);
        let names: Vec<_> = names.map(|(_, name)| *name).collect();
        reader.mark(Value::Flags(flags.into(), names.join(", ").into()));
        let mut deleg = None;
        if flags & Self::DELEG != 0 && der::more(reader) {
            if reader.u16("DlgOpt", SPEC) != 1 {
                reader.expected("1");
            }
            let length = reader.u16("Dlgth", SPEC);
            deleg = Some(read_deleg(reader, length.into()));
        }
        let rest = if reader.failed() {
            0
        } else {
            reader.remaining()
        };
        let extensions = match rest {
            0 => Vec::new(),
            rest => reader.take("Exts", SPEC, rest).to_vec(),
        };
        Self {
            bindings,
            flags,
            deleg,
            extensions,
        }
    }

    /// Its bytes. A Deleg that is too long for its length of 16 bits is cut.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::new();
        out.u32(16).put(&self.bindings).u32(self.flags);
        if let Some(deleg) = &self.deleg {
            let deleg = deleg.get(..0xffff).unwrap_or(deleg);
            out.u16(1).u16(deleg.len() as u16).put(deleg);
        }
        out.put(&self.extensions);
        out.finish()
    }
}

fn read_deleg(reader: &mut Reader<'_>, length: usize) -> Vec<u8> {
    let deleg = reader.peek(length).unwrap_or_default();
    let one = der::element(deleg).is_some_and(|it| it.tag == 0x76 && it.rest.is_empty());
    if !one {
        return reader.take("Deleg", SPEC, length).to_vec();
    }
    let outer = reader.end_at(reader.position() + length);
    reader.group("Deleg", SPEC, |reader| {
        reader.apart(|reader| {
            KrbCred::read(reader);
        });
    });
    reader.restore(outer);
    deleg.to_vec()
}

/// Reads the value behind a context tag, which keeps its bytes also where they are something else.
pub(super) fn read_in(reader: &mut Reader<'_>, tag: u8) -> Vec<u8> {
    let tags = [context(tag), OCTET_STRING];
    der::fields(reader, "checksum", SPEC, &tags, &mut |reader| {
        if reader.remaining() >= FIXED {
            GssChecksum::read(reader);
        }
    })
    .to_vec()
}
