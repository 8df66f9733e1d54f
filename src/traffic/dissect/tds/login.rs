//! LOGIN7, as far as it is there: who signs in, to what, with what ([MS-TDS] 2.2.6.4).

use crate::traffic::dissect::part;
use crate::wire::ByteOrder::Little;
use crate::wire::text::from_utf16le_lossy;

/// Where the places of the data are told, in bytes from the start.
const USER: usize = 40;
const PASSWORD: usize = 44;
const SERVER: usize = 52;
const DATABASE: usize = 68;
const SSPI: usize = 78;
const SSPI_LONG: usize = 90;
const EXTENSION: usize = 56;
/// OptionFlags3, and its bit for an extension.
const OPTION_FLAGS_3: usize = 27;
const HAS_EXTENSION: u8 = 0x10;
/// FEDAUTH among the features ([MS-TDS] 2.2.6.4).
const FEDERATED: u8 = 2;

/// What a client says to sign in.
pub struct Login7Fields<'a> {
    /// Of SQL Server's own accounts; empty with SSPI.
    pub user: String,
    /// In clear: LOGIN7 only obfuscates it ([MS-TDS] 2.2.6.4). Empty with SSPI.
    pub password: String,
    /// The server, as the client calls it.
    pub server: String,
    /// The database to open; empty for the login's own.
    pub database: String,
    /// The first token of SSPI; empty without.
    pub sspi: &'a [u8],
    /// Whether a token of Microsoft Entra ID signs in.
    pub is_federated: bool,
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
            sspi: match (Little.u16(data, SSPI + 2), Little.u32(data, SSPI_LONG)) {
                // A token of 64 KB or more says its length elsewhere.
                (Some(u16::MAX), Some(long)) if long > 0 => {
                    let at = Little.u16(data, SSPI).unwrap_or_default();
                    part(data, at.into(), long as usize).unwrap_or_default()
                }
                _ => place(data, SSPI, 1),
            },
            is_federated: is_federated(data).unwrap_or_default(),
        }
    }
}

/// Whether FEDAUTH is among the features, each of which has a number and its length before it.
fn is_federated(data: &[u8]) -> Option<bool> {
    if data.get(OPTION_FLAGS_3)? & HAS_EXTENSION == 0 {
        return Some(false);
    }
    let at = Little.u32(place(data, EXTENSION, 1), 0)?;
    let mut rest = data.get(usize::try_from(at).ok()?..)?;
    loop {
        match rest.split_first()? {
            (&FEDERATED, _) => return Some(true),
            (_, behind) => {
                let length = usize::try_from(Little.u32(behind, 0)?).ok()?;
                rest = behind.get(length.checked_add(4)?..)?;
            }
        }
    }
}

/// The bytes that an offset and a length point at, the length in units of so many bytes; as far as they are there.
fn place(data: &[u8], at: usize, unit: usize) -> &[u8] {
    let (Some(offset), Some(length)) = (Little.u16(data, at), Little.u16(data, at + 2)) else {
        return &[];
    };
    let from = data.get(usize::from(offset)..).unwrap_or_default();
    from.get(..usize::from(length) * unit).unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_entra_id_is_a_feature_behind_others() {
        let mut data = vec![0; 94];
        (data[OPTION_FLAGS_3], data[EXTENSION], data[EXTENSION + 2]) = (HAS_EXTENSION, 94, 4);
        data.extend(98_u32.to_le_bytes());
        let mut other = data.clone();
        data.extend([1, 2, 0, 0, 0, 7, 7, 2, 1, 0, 0, 0, 4, 255]);
        other.extend([1, 2, 0, 0, 0, 7, 7, 255]);
        assert!(Login7Fields::read(&data).is_federated);
        assert!(!Login7Fields::read(&other).is_federated);
        data[OPTION_FLAGS_3] = 0;
        assert!(!Login7Fields::read(&data).is_federated);
    }
}
