//! Connections, each request behind its length (RFC 4120 7.2.2).

use crate::crowd::{Crowd, Seat};
use crate::served_kdc::Kdc;
use double_hop::hosts::services::kdc_client::{KdcInbox, ReplyTooLong, framed};
use double_hop::wire::kerberos::error_code::KRB_ERR_FIELD_TOOLONG;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Serves for ever. A connection ends when it has been silent for `idle`, or takes longer than that for one request.
pub fn serve(listener: &TcpListener, crowd: &Arc<Crowd>, kdc: &Arc<Kdc>, idle: Duration) {
    let kdc = Arc::clone(kdc);
    crowd.serve_each(listener, move |stream, seat| {
        converse(stream, seat, &kdc, idle)
    });
}

fn converse(mut stream: &TcpStream, seat: &Seat, kdc: &Kdc, idle: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(idle))?;
    let peer = stream.peer_addr()?;
    let mut inbox = KdcInbox::default();
    let mut buffer = [0; 16 << 10];
    let mut deadline = Instant::now() + idle;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        stream.set_read_timeout(Some(left))?;
        let count = match stream.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        if count == 0 {
            return Ok(());
        }
        let mut arrived = inbox.push(buffer.get(..count).unwrap_or_default());
        while let Ok(Some(request)) = arrived {
            seat.alive();
            stream.write_all(&framed(&kdc.answer(&request, peer)))?;
            deadline = Instant::now() + idle;
            arrived = inbox.push(&[]);
        }
        if arrived == Err(ReplyTooLong) {
            return stream.write_all(&framed(&kdc.error(KRB_ERR_FIELD_TOOLONG)));
        }
    }
}
