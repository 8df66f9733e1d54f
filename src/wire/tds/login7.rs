//! LOGIN7: who signs in, from where, to what ([MS-TDS] 2.2.6.4).

use super::VERSION;
use super::characters::read_text;
use crate::value_kind::ValueKind;
use crate::wire::{Reader, TooLong, Writer, field_name, text};

/// A sign-in: with a token of SSPI, or with a name and a password of SQL Server's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Login7 {
    /// The highest version that the client speaks.
    pub tds_version: u32,
    /// The packet size that it asks for, in bytes.
    pub packet_size: u32,
    /// The version of the client's library.
    pub client_prog_ver: u32,
    /// ClientPID: the client's process, as it says.
    pub client_pid: u32,
    /// The connection, of a server that takes several as one.
    pub connection_id: u32,
    /// OptionFlags1, OptionFlags2, TypeFlags and OptionFlags3.
    pub flags: [u8; 4],
    /// The client's time zone, in minutes; ignored.
    pub time_zone: u32,
    /// ClientLCID: the client's language by its number in Windows, such as 0x409 for American English.
    pub lcid: u32,
    /// HostName: the client's computer, as it says.
    pub host_name: String,
    /// The name to sign in with; empty with SSPI.
    pub user_name: String,
    /// The password, which is sent scrambled and not encrypted; empty with SSPI.
    pub password: String,
    /// AppName: the program that connects, as it calls itself.
    pub app_name: String,
    /// The server, as the client calls it.
    pub server_name: String,
    /// Offset of the block of extensions, in 4 bytes; empty without one.
    pub extension: Vec<u8>,
    /// CltIntName: the client's library, as it calls itself.
    pub library: String,
    /// The language to begin with.
    pub language: String,
    /// Database: the one to open first; empty for the login's own.
    pub database: String,
    /// ClientID: the address of the client's network card, six bytes.
    pub client_id: [u8; 6],
    /// The first token of SSPI.
    pub sspi: Vec<u8>,
    /// A file to attach as a database.
    pub attach: String,
    /// The password that is to replace this one; empty as a rule.
    pub new_password: String,
}

const SPEC: &str = "[MS-TDS] 2.2.6.4";

/// `fIntSecurity` of OptionFlags2: sign in with SSPI.
const INTEGRATED: u8 = 0x80;
/// Length of all that is before the data, in bytes.
const FIXED: usize = 94;

/// What the data is: characters, scrambled ones, or bytes; and the names of its place, its length and itself.
const PLACES: [(Kind, [&str; 3]); 12] = [
    (Kind::Text, ["ibHostName", "cchHostName", "HostName"]),
    (Kind::Text, ["ibUserName", "cchUserName", "UserName"]),
    (Kind::Scrambled, ["ibPassword", "cchPassword", "Password"]),
    (Kind::Text, ["ibAppName", "cchAppName", "AppName"]),
    (Kind::Text, ["ibServerName", "cchServerName", "ServerName"]),
    (Kind::Bytes, ["ibExtension", "cbExtension", "Extension"]),
    (Kind::Text, ["ibCltIntName", "cchCltIntName", "CltIntName"]),
    (Kind::Text, ["ibLanguage", "cchLanguage", "Language"]),
    (Kind::Text, ["ibDatabase", "cchDatabase", "Database"]),
    (Kind::Bytes, ["ibSSPI", "cbSSPI", field_name::SSPI]),
    (Kind::Text, ["ibAtchDBFile", "cchAtchDBFile", "AtchDBFile"]),
    (
        Kind::Scrambled,
        ["ibChangePassword", "cchChangePassword", "ChangePassword"],
    ),
];
/// ClientID stands before the place with this number.
const CLIENT_ID_BEFORE: usize = 9;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Scrambled,
    Bytes,
}

impl Login7 {
    /// A sign-in with SSPI, in the language of the United States.
    pub fn integrated(sspi: Vec<u8>) -> Self {
        Self {
            tds_version: VERSION,
            packet_size: 4096,
            // fUseDB, fDatabase and fSetLang; fLanguage and fODBC.
            flags: [0xE0, 0x03 | INTEGRATED, 0, 0],
            lcid: 0x409,
            sspi,
            ..Self::default()
        }
    }

    /// Whether it signs in with SSPI.
    pub fn is_integrated(&self) -> bool {
        let [_, second, ..] = self.flags;
        second & INTEGRATED != 0
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let start = reader.position();
        let mut login = Self::default();
        reader.u32("Length", SPEC);
        login.tds_version = reader.u32("TDSVersion", SPEC);
        login.packet_size = reader.u32("PacketSize", SPEC);
        login.client_prog_ver = reader.u32("ClientProgVer", SPEC);
        login.client_pid = reader.u32("ClientPID", SPEC);
        login.connection_id = reader.u32("ConnectionID", SPEC);
        login.flags = ["OptionFlags1", "OptionFlags2", "TypeFlags", "OptionFlags3"]
            .map(|name| reader.u8(name, SPEC));
        login.time_zone = reader.u32("ClientTimeZone", SPEC);
        login.lcid = reader.u32("ClientLCID", SPEC);
        let places = reader.group("OffsetLength", SPEC, |reader| {
            let mut places = [(0, 0); PLACES.len()];
            for (number, (place, (_, [offset, length, _]))) in
                places.iter_mut().zip(PLACES).enumerate()
            {
                if number == CLIENT_ID_BEFORE {
                    login.client_id = reader.array("ClientID", SPEC);
                }
                let offset = usize::from(reader.u16(offset, SPEC));
                *place = (offset, u32::from(reader.u16(length, SPEC)));
            }
            // A token of 64 KB or more says its length here.
            let long = reader.u32("cbSSPILong", SPEC);
            if let Some((_, length)) = places.get_mut(CLIENT_ID_BEFORE)
                && *length == u32::from(u16::MAX)
                && long > 0
            {
                *length = long;
            }
            places
        });
        reader.group("Data", SPEC, |reader| {
            for (((offset, length), (kind, [_, _, name])), value) in
                places.into_iter().zip(PLACES).zip(login.values())
            {
                if length == 0 || reader.failed() {
                    continue;
                }
                let length = usize::try_from(length).unwrap_or(usize::MAX);
                reader.seek(start + offset);
                match value {
                    Data::Bytes(bytes) => *bytes = reader.take(name, SPEC, length).to_vec(),
                    Data::Text(text) if kind == Kind::Text => {
                        *text = read_text(reader, name, SPEC, length * 2);
                    }
                    Data::Text(text) => *text = read_password(reader, name, length * 2),
                }
            }
        });
        login
    }

    pub(super) fn write(&self, writer: &mut Writer) -> Result<(), TooLong> {
        let mut own = self.clone();
        let mut data = Vec::new();
        let mut places = Writer::new();
        for (number, ((kind, [_, name, _]), value)) in
            PLACES.into_iter().zip(own.values()).enumerate()
        {
            if number == CLIENT_ID_BEFORE {
                places.put(&self.client_id);
            }
            let bytes = match value {
                Data::Bytes(bytes) => std::mem::take(bytes),
                Data::Text(text) if kind == Kind::Text => text::utf16le(text),
                Data::Text(text) => scrambled(&text::utf16le(text)),
            };
            let unit = if kind == Kind::Bytes { 1 } else { 2 };
            places.u16(TooLong::check(name, FIXED + data.len())?);
            places.u16(TooLong::check(name, bytes.len() / unit)?);
            data.extend(bytes);
        }
        writer.u32(u32::try_from(FIXED + data.len()).unwrap_or(u32::MAX));
        for number in [
            self.tds_version,
            self.packet_size,
            self.client_prog_ver,
            self.client_pid,
            self.connection_id,
        ] {
            writer.u32(number);
        }
        writer.put(&self.flags).u32(self.time_zone).u32(self.lcid);
        writer.put(&places.finish()).u32(0).put(&data);
        Ok(())
    }

    /// What the data becomes, in the order of [`PLACES`].
    fn values(&mut self) -> [Data<'_>; PLACES.len()] {
        [
            Data::Text(&mut self.host_name),
            Data::Text(&mut self.user_name),
            Data::Text(&mut self.password),
            Data::Text(&mut self.app_name),
            Data::Text(&mut self.server_name),
            Data::Bytes(&mut self.extension),
            Data::Text(&mut self.library),
            Data::Text(&mut self.language),
            Data::Text(&mut self.database),
            Data::Bytes(&mut self.sspi),
            Data::Text(&mut self.attach),
            Data::Text(&mut self.new_password),
        ]
    }
}

enum Data<'a> {
    Text(&'a mut String),
    Bytes(&'a mut Vec<u8>),
}

fn read_password(reader: &mut Reader<'_>, name: &'static str, length: usize) -> String {
    let bytes: Vec<u8> = reader.take(name, SPEC, length).to_vec();
    let clear: Vec<u8> = bytes
        .into_iter()
        .map(|byte| (byte ^ MASK).rotate_left(4))
        .collect();
    let password = text::from_utf16le_lossy(&clear);
    reader.mark_text(&password);
    reader.mark_value_kind(ValueKind::Password);
    password
}

/// A password as it is sent: the halves of each byte change places, and a mask is laid over it. This hides nothing.
fn scrambled(clear: &[u8]) -> Vec<u8> {
    clear
        .iter()
        .map(|byte| byte.rotate_left(4) ^ MASK)
        .collect()
}

const MASK: u8 = 0xA5;
