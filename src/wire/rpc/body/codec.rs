//! Bodies from and to bytes.

use super::super::syntax::Syntax;
use super::super::{ptype, status};
use super::{Body, ContextResult, PresentationContext};
use crate::wire::{ErrorKind, Reader, TooLong, Writer, field_name, text};

impl Body {
    /// Reads a body that ends at `end`.
    pub(in crate::wire::rpc) fn read(reader: &mut Reader<'_>, kind: u8, end: usize) -> Self {
        let rest = |reader: &Reader<'_>| end.saturating_sub(reader.position());
        match kind {
            ptype::REQUEST => Self::Request {
                alloc_hint: reader.u32(field_name::ALLOC_HINT, REQUEST),
                context_id: reader.u16("p_cont_id", REQUEST),
                opnum: reader.u16("opnum", REQUEST),
                stub: stub(reader, REQUEST, rest(reader)),
            },
            ptype::RESPONSE => {
                let alloc_hint = reader.u32(field_name::ALLOC_HINT, RESPONSE);
                let context_id = reader.u16("p_cont_id", RESPONSE);
                reader.u8("cancel_count", RESPONSE);
                reader.u8("reserved", RESPONSE);
                Self::Response {
                    alloc_hint,
                    context_id,
                    stub: stub(reader, RESPONSE, rest(reader)),
                }
            }
            ptype::FAULT => {
                let alloc_hint = reader.u32(field_name::ALLOC_HINT, FAULT);
                let context_id = reader.u16("p_cont_id", FAULT);
                reader.u8("cancel_count", FAULT);
                reader.u8("reserved", FAULT);
                let status = reader.u32("status", FAULT);
                reader.mark_name(status::name(status));
                reader.take("reserved2", FAULT, 4);
                Self::Fault {
                    alloc_hint,
                    context_id,
                    status,
                    stub: stub(reader, FAULT, rest(reader)),
                }
            }
            ptype::BIND => read_bind(reader),
            ptype::BIND_ACK => read_bind_ack(reader),
            ptype::AUTH3 => Self::Auth3 {
                pad: reader.array("pad", "[MS-RPCE] 2.2.2.10"),
            },
            _ => Self::Unknown {
                ptype: kind,
                bytes: stub(reader, "[C706] 12.6.4", rest(reader)),
            },
        }
    }

    pub(in crate::wire::rpc) fn write(&self, writer: &mut Writer) -> Result<(), TooLong> {
        match self {
            Self::Bind {
                max_xmit_frag,
                max_recv_frag,
                assoc_group_id,
                contexts,
            } => {
                writer.u16(*max_xmit_frag).u16(*max_recv_frag);
                writer.u32(*assoc_group_id);
                writer.u32(count("n_context_elem", contexts.len())?.into());
                for context in contexts {
                    let transfers = count("n_transfer_syn", context.transfer.len())?;
                    writer.u16(context.id).u8(transfers).u8(0);
                    context.interface.write(writer);
                    for transfer in &context.transfer {
                        transfer.write(writer);
                    }
                }
            }
            Self::BindAck {
                max_xmit_frag,
                max_recv_frag,
                assoc_group_id,
                secondary_address,
                results,
            } => {
                writer.u16(*max_xmit_frag).u16(*max_recv_frag);
                writer.u32(*assoc_group_id);
                write_address(writer, secondary_address)?;
                writer.u32(count("n_results", results.len())?.into());
                for result in results {
                    writer.u16(result.result).u16(result.reason);
                    result.transfer.write(writer);
                }
            }
            Self::Auth3 { pad } => {
                writer.put(pad);
            }
            Self::Request {
                alloc_hint,
                context_id,
                opnum,
                stub,
            } => {
                writer.u32(*alloc_hint).u16(*context_id).u16(*opnum);
                writer.put(stub);
            }
            Self::Response {
                alloc_hint,
                context_id,
                stub,
            } => {
                writer.u32(*alloc_hint).u16(*context_id).u16(0).put(stub);
            }
            Self::Fault {
                alloc_hint,
                context_id,
                status,
                stub,
            } => {
                writer.u32(*alloc_hint).u16(*context_id).u16(0);
                writer.u32(*status).u32(0).put(stub);
            }
            Self::Unknown { bytes, .. } => {
                writer.put(bytes);
            }
        }
        Ok(())
    }
}

const BIND: &str = "[C706] 12.6.4.3";
const BIND_ACK: &str = "[C706] 12.6.4.4";
const FAULT: &str = "[C706] 12.6.4.7";
const REQUEST: &str = "[C706] 12.6.4.9";
const RESPONSE: &str = "[C706] 12.6.4.10";

fn read_bind(reader: &mut Reader<'_>) -> Body {
    let max_xmit_frag = reader.u16("max_xmit_frag", BIND);
    let max_recv_frag = reader.u16("max_recv_frag", BIND);
    let assoc_group_id = reader.u32("assoc_group_id", BIND);
    let number = reader.u8("n_context_elem", BIND);
    reader.take("reserved", BIND, 3);
    let mut contexts = Vec::new();
    for _ in 0..number {
        contexts.push(reader.group("p_cont_elem", BIND, |reader| {
            let id = reader.u16("p_cont_id", BIND);
            let number = reader.u8("n_transfer_syn", BIND);
            reader.u8("reserved", BIND);
            let interface = Syntax::read(reader, "abstract_syntax", BIND);
            let mut transfer = Vec::new();
            for _ in 0..number {
                transfer.push(Syntax::read(reader, "transfer_syntax", BIND));
            }
            PresentationContext {
                id,
                interface,
                transfer,
            }
        }));
    }
    Body::Bind {
        max_xmit_frag,
        max_recv_frag,
        assoc_group_id,
        contexts,
    }
}

fn read_bind_ack(reader: &mut Reader<'_>) -> Body {
    let max_xmit_frag = reader.u16("max_xmit_frag", BIND_ACK);
    let max_recv_frag = reader.u16("max_recv_frag", BIND_ACK);
    let assoc_group_id = reader.u32("assoc_group_id", BIND_ACK);
    let secondary_address = reader.group("sec_addr", BIND_ACK, read_address);
    let number = reader.u8("n_results", BIND_ACK);
    reader.take("reserved", BIND_ACK, 3);
    let mut results = Vec::new();
    for _ in 0..number {
        results.push(reader.group("p_result", BIND_ACK, |reader| ContextResult {
            result: reader.u16("result", BIND_ACK),
            reason: reader.u16("reason", BIND_ACK),
            transfer: Syntax::read(reader, "transfer_syntax", BIND_ACK),
        }));
    }
    Body::BindAck {
        max_xmit_frag,
        max_recv_frag,
        assoc_group_id,
        secondary_address,
        results,
    }
}

/// The length counts the NUL at the end; what follows is aligned to 4 bytes in the PDU.
fn read_address(reader: &mut Reader<'_>) -> String {
    let length = usize::from(reader.u16("length", BIND_ACK));
    let mut address = String::new();
    if length > 0 {
        let bytes = reader.take("port_spec", BIND_ACK, length);
        if let Some((0, bytes)) = bytes.split_last() {
            address = text::from_latin1(bytes);
            reader.mark_text(&address);
        } else {
            reader.reject(ErrorKind::Unterminated);
        }
    }
    let pad = reader.position().next_multiple_of(4) - reader.position();
    if pad > 0 {
        reader.take("pad", BIND_ACK, pad);
    }
    address
}

fn write_address(writer: &mut Writer, address: &str) -> Result<(), TooLong> {
    let mut bytes: Vec<u8> = address
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect();
    if !bytes.is_empty() {
        bytes.push(0);
    }
    writer.u16(TooLong::check("sec_addr", bytes.len())?);
    writer.put(&bytes).align(4);
    Ok(())
}

fn stub(reader: &mut Reader<'_>, spec: &'static str, length: usize) -> Vec<u8> {
    if length == 0 {
        return Vec::new();
    }
    reader.take(field_name::STUB, spec, length).to_vec()
}

fn count(field: &'static str, number: usize) -> Result<u8, TooLong> {
    u8::try_from(number).map_err(|_| TooLong {
        field,
        length: number,
        limit: u8::MAX.into(),
    })
}
