//! LOGIN7, as far as it is there: who signs in, to what, with what ([MS-TDS] 2.2.6.4).

use crate::traffic::dissect::numbers::{le16, le32, part};
use crate::wire::text::from_utf16le_lossy;

/// Where the places of the data are told, in bytes from the start.
const USER: usize = 40;
const PASSWORD: usize = 44;
const SERVER: usize = 52;
const DATABASE: usize = 68;
const SSPI: usize = 78;
const SSPI_LONG: usize = 90;

/// What a client says to sign in.
pub struct Login7Fields<'a> {
    /// Of SQL Server's own accounts; empty with SSPI.
    pub user: String,
    /// In clear: LOGIN7 only obfuscates it ([MS-TDS] 2.2.6.4). Empty with SSPI.
    pub password: String,
    /// The server, as the client calls it.
    pub server: String,
    /// The database to open.
    pub database: String,
    /// The first token of SSPI; empty without.
    pub sspi: &'a [u8],
}

impl<'a> Login7Fields<'a> {
    /// Reads a message without the header of its packet.
    pub fn read(data: &'a [u8]) -> Self {
        let characters = |at| from_utf16le_lossy(place(data, at, 2));
        // The halves of each byte change places, and a mask is laid over it.
        let password = place(data, PASSWORD, 2).iter();
        let password: Vec<u8> = password.map(|it| (it ^ 0xa5).rotate_left(4)).collect();
        Self {
            user: characters(USER),
            password: from_utf16le_lossy(&password),
            server: characters(SERVER),
            database: characters(DATABASE),
            sspi: match (le16(data, SSPI + 2), le32(data, SSPI_LONG)) {
                // A token of 64 KB or more says its length elsewhere.
                (Some(u16::MAX), Some(long)) if long > 0 => {
                    let at = le16(data, SSPI).unwrap_or_default();
                    part(data, at.into(), long as usize).unwrap_or_default()
                }
                _ => place(data, SSPI, 1),
            },
        }
    }
}

/// The bytes that an offset and a length point at, the length in units of so many bytes; as far as they are there.
fn place(data: &[u8], at: usize, unit: usize) -> &[u8] {
    let (Some(offset), Some(length)) = (le16(data, at), le16(data, at + 2)) else {
        return &[];
    };
    let from = data.get(usize::from(offset)..).unwrap_or_default();
    from.get(..usize::from(length) * unit).unwrap_or(from)
}
