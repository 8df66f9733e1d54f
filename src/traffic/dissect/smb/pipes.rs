//! DCE/RPC in named pipes: what is written to a file and read from it, where it looks like that.

use super::sessions::Sessions;
use crate::traffic::dissect::dce_rpc::{self, Rpc};
use crate::traffic::dissect::protocol_dissector::{Framing, ProtocolDissector, Recognition};
use crate::traffic::dissect::sink::Sink;
use crate::traffic::leg::Sender;
use std::collections::HashMap;

/// So many pipes are read at once.
const MOST_PIPES: usize = 64;

/// The pipes of a connection, by a number for their files.
#[derive(Default)]
pub struct Pipes(HashMap<u64, Pipe>);

/// A pipe: what each end has sent of a PDU that is not whole.
struct Pipe {
    rpc: Rpc,
    client: Vec<u8>,
    server: Vec<u8>,
}

impl Pipes {
    /// Takes what an end sends through a file.
    pub fn data(&mut self, sink: &mut Sink<'_>, file: u64, bytes: &[u8], sessions: &mut Sessions) {
        if !self.0.contains_key(&file) {
            if dce_rpc::recognise(bytes).0 != Recognition::Yes {
                return;
            }
            if self.0.len() >= MOST_PIPES {
                self.0.clear();
            }
        }
        let pipe = self.0.entry(file).or_insert_with(|| Pipe {
            // The number of a security context has 32 bits.
            rpc: Rpc::in_strand(sessions.new_strand() << 32),
            client: Vec::new(),
            server: Vec::new(),
        });
        let buffer = match sink.from {
            Sender::Client => &mut pipe.client,
            Sender::Server => &mut pipe.server,
        };
        buffer.extend_from_slice(bytes);
        let mut rest = buffer.as_slice();
        while !rest.is_empty() {
            match pipe.rpc.frame(sink.from, rest, 0) {
                Framing::Whole(length) if length > 0 => {
                    let Some((pdu, behind)) = rest.split_at_checked(length) else {
                        break;
                    };
                    pipe.rpc.message(sink, pdu);
                    rest = behind;
                }
                Framing::NoMessage => rest = &[],
                _ => break,
            }
        }
        let done = buffer.len() - rest.len();
        buffer.drain(..done);
    }
}
