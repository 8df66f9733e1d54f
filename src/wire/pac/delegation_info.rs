//! Through which services a delegated ticket came ([MS-PAC] 2.9).

use super::ndr::{self, Ndr, Referents, RpcUnicodeString};
use crate::wire::{Decoded, Reader};

/// S4U_DELEGATION_INFO: the KDC adds it to a ticket that it gives for S4U2proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DelegationInfo {
    /// S4U2proxyTarget: the service that the ticket is for.
    pub target: RpcUnicodeString,
    /// S4UTransitedServices: who delegated, the last one last, as `account@REALM`.
    pub transited: Vec<RpcUnicodeString>,
    /// How the pointers of the decoded structure were numbered.
    pub referents: Referents,
}

impl DelegationInfo {
    /// A ticket for `target` that came through these services.
    pub fn new(target: &str, transited: &[&str]) -> Self {
        Self {
            target: RpcUnicodeString::terminated(target),
            transited: transited
                .iter()
                .map(|service| RpcUnicodeString::terminated(service))
                .collect(),
            referents: Referents::default(),
        }
    }

    /// Reads a buffer of the kind DELEGATION_INFO.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The buffer: NDR with the headers of type serialization version 1 (`[MS-RPCE]` 2.2.6), little-endian.
    pub fn encode(&self) -> Vec<u8> {
        let mut info = self.clone();
        ndr::write(&self.referents, SPEC, &mut |ndr| info.describe(ndr))
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let mut info = Self::default();
        info.referents = ndr::read(reader, "S4U_DELEGATION_INFO", SPEC, &mut |ndr| {
            info.describe(ndr);
        });
        info
    }

    fn describe(&mut self, ndr: &mut Ndr<'_, '_>) {
        let target = ndr.text_head("S4U2proxyTarget", &self.target);
        let count = ndr.count("TransitedListSize", self.transited.len());
        let transited = ndr.array_pointer("S4UTransitedServices", count, 1);
        ndr.text_body("S4U2proxyTarget", target, &mut self.target);
        ndr.texts(
            "S4UTransitedServices",
            transited,
            count,
            &mut self.transited,
        );
    }
}

const SPEC: &str = "[MS-PAC] 2.9";
