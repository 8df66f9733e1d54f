//! The tokens of a server's answer ([MS-TDS] 2.2.7).

use super::characters::{Count, read_counted, read_text, write_counted};
use crate::wire::{Reader, TooLong, Value, Writer, field_name, text};

/// A token of a server's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// 0x81: the columns of the rows that follow ([MS-TDS] 2.2.7.4).
    Columns(Vec<ColumnData>),
    /// 0xAA: something failed ([MS-TDS] 2.2.7.10).
    Error(Complaint),
    /// 0xAB: something is told ([MS-TDS] 2.2.7.13).
    Info(Complaint),
    /// 0xAD: the client is signed in ([MS-TDS] 2.2.7.14).
    LoginAck {
        /// The dialect of SQL: 1 is Transact-SQL.
        interface: u8,
        /// The version that is spoken from now on.
        tds_version: u32,
        /// ProgName: the server's program, such as `Microsoft SQL Server`.
        program: String,
        /// Its version: major, minor, and build, big-endian.
        program_version: [u8; 4],
    },
    /// 0xD1: a row, of which NULL is a value too ([MS-TDS] 2.2.7.20).
    Row(Vec<Option<String>>),
    /// 0xE3, type 1: another database is open ([MS-TDS] 2.2.7.9).
    Database {
        /// The one that is open now.
        new: String,
        /// The one that was open until now.
        old: String,
    },
    /// 0xED: the server's token of SSPI ([MS-TDS] 2.2.7.22).
    Sspi(Vec<u8>),
    /// 0xFD: a statement is done ([MS-TDS] 2.2.7.6).
    Done {
        /// Bits of [`done`].
        status: u16,
        /// CurCmd: the kind of statement, by its number.
        command: u16,
        /// How many rows it gave, where [`done::COUNT`] is set.
        rows: u64,
    },
}

/// An error, or what is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Its number in the server's list.
    pub number: u32,
    /// Tells causes of the same number apart; of a failed login the client is told 1, whatever the cause.
    pub state: u8,
    /// How severe it is; above 10 it is an error.
    pub class: u8,
    /// What is said, in words.
    pub message: String,
    /// The server's name, as it calls itself.
    pub server: String,
    /// The stored procedure, if one was running.
    pub procedure: String,
    /// The line of the batch, from 1.
    pub line: u32,
}

/// A column of texts, NVARCHAR: no other type is read here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnData {
    /// Its name; empty for what was computed.
    pub name: String,
    /// The most bytes that a value takes.
    pub max_length: u16,
}

/// Bits of DONE's status ([MS-TDS] 2.2.7.6).
pub mod done {
    /// An error ended the statement.
    pub const ERROR: u16 = 0x02;
    /// The count of rows means something.
    pub const COUNT: u16 = 0x10;
}

/// The number of an ERROR: the caller is known and may not sign in.
pub const LOGIN_FAILED: u32 = 18456;
/// The number of an ERROR: nobody vouches for the caller.
pub const UNTRUSTED_LOGIN: u32 = 18452;

const COLMETADATA: u8 = 0x81;
const ERROR: u8 = 0xAA;
const INFO: u8 = 0xAB;
const LOGINACK: u8 = 0xAD;
const ROW: u8 = 0xD1;
const ENVCHANGE: u8 = 0xE3;
const SSPI: u8 = 0xED;
const DONE: u8 = 0xFD;

/// The type of a column, and what is said of its values: nullable, sorted as Latin1_General_CI_AS.
const NVARCHAR: u8 = 0xE7;
const NULLABLE: u16 = 0x21;
const COLLATION: [u8; 5] = [0x09, 0x04, 0xD0, 0x00, 0x34];
/// The length of a value that is NULL.
const NULL: u16 = u16::MAX;
/// Type 1 of ENVCHANGE: the database.
const DATABASE: u8 = 1;

/// A token's name, and where it is specified.
fn known(token: u8) -> Option<(&'static str, &'static str)> {
    Some(match token {
        COLMETADATA => ("COLMETADATA", "[MS-TDS] 2.2.7.4"),
        ERROR => ("ERROR", "[MS-TDS] 2.2.7.10"),
        INFO => ("INFO", "[MS-TDS] 2.2.7.13"),
        LOGINACK => ("LOGINACK", "[MS-TDS] 2.2.7.14"),
        ROW => ("ROW", "[MS-TDS] 2.2.7.20"),
        ENVCHANGE => ("ENVCHANGE", "[MS-TDS] 2.2.7.9"),
        SSPI => ("SSPI", "[MS-TDS] 2.2.7.22"),
        DONE => ("DONE", "[MS-TDS] 2.2.7.6"),
        _ => return None,
    })
}

/// Reads tokens to the end.
pub fn read(reader: &mut Reader<'_>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut columns = 0;
    while reader.remaining() > 0 && !reader.failed() {
        let kind = reader.peek(1).and_then(|it| it.first().copied());
        let (name, spec) = kind
            .and_then(known)
            .unwrap_or(("TokenType", "[MS-TDS] 2.2.7"));
        tokens.push(reader.group(name, spec, |reader| {
            let kind = reader.u8("TokenType", spec);
            reader.mark_name(known(kind).map(|(name, _)| name));
            match kind {
                COLMETADATA => {
                    let found = read_columns(reader, spec);
                    columns = found.len();
                    Token::Columns(found)
                }
                ROW => Token::Row(read_row(reader, spec, columns)),
                DONE => Token::Done {
                    status: reader.u16("Status", spec),
                    command: reader.u16("CurCmd", spec),
                    rows: reader.u64("DoneRowCount", spec),
                },
                _ => counted(reader, kind, spec),
            }
        }));
    }
    tokens
}

/// A token that says its length.
fn counted(reader: &mut Reader<'_>, kind: u8, spec: &'static str) -> Token {
    if known(kind).is_none() {
        reader.expected("a token of a sign-in or of a row");
    }
    let length = usize::from(reader.u16("Length", spec));
    let end = reader.position().saturating_add(length);
    let outer = reader.end_at(end);
    let token = match kind {
        LOGINACK => Token::LoginAck {
            interface: reader.u8("Interface", spec),
            tds_version: {
                let version = u32::from_be_bytes(reader.array("TDSVersion", spec));
                reader.mark(Value::Number(version.into()));
                version
            },
            program: read_counted(reader, "ProgName", spec, Count::Byte),
            program_version: reader.array("ProgVersion", spec),
        },
        ENVCHANGE => {
            if reader.u8("Type", spec) != DATABASE {
                reader.expected("1: the database");
            }
            Token::Database {
                new: read_counted(reader, "NewValue", spec, Count::Byte),
                old: read_counted(reader, "OldValue", spec, Count::Byte),
            }
        }
        ERROR | INFO => {
            let complaint = Complaint {
                number: reader.u32("Number", spec),
                state: reader.u8("State", spec),
                class: reader.u8("Class", spec),
                message: read_counted(reader, "MsgText", spec, Count::Word),
                server: read_counted(reader, "ServerName", spec, Count::Byte),
                procedure: read_counted(reader, "ProcName", spec, Count::Byte),
                line: reader.u32("LineNumber", spec),
            };
            match kind {
                ERROR => Token::Error(complaint),
                _ => Token::Info(complaint),
            }
        }
        _ => Token::Sspi(reader.take(field_name::SSPI_BUFFER, spec, length).to_vec()),
    };
    if reader.remaining() > 0 && !reader.failed() {
        reader.take(field_name::UNDECODED, spec, reader.remaining());
        reader.expected("the end of the token");
    }
    reader.restore(outer);
    token
}

fn read_columns(reader: &mut Reader<'_>, spec: &'static str) -> Vec<ColumnData> {
    let number = reader.u16("Count", spec);
    let mut columns = Vec::new();
    for _ in 0..number {
        if reader.failed() {
            break;
        }
        columns.push(reader.group("ColumnData", spec, |reader| {
            if reader.u32("UserType", spec) != 0 {
                reader.expected("0");
            }
            if reader.u16("Flags", spec) != NULLABLE {
                reader.expected("0x21: computed, and may be NULL");
            }
            if reader.u8("TYPE_INFO", spec) != NVARCHAR {
                reader.expected("0xE7: NVARCHAR");
            }
            let max_length = reader.u16("MaxLength", spec);
            if reader.array("COLLATION", spec) != COLLATION {
                reader.expected("Latin1_General_CI_AS");
            }
            ColumnData {
                name: read_counted(reader, "ColName", spec, Count::Byte),
                max_length,
            }
        }));
    }
    columns
}

/// The values of a row, as far as they are whole; none where it is NULL.
fn read_row(reader: &mut Reader<'_>, spec: &'static str, columns: usize) -> Vec<Option<String>> {
    let mut values = Vec::new();
    for _ in 0..columns {
        let value = reader.group(field_name::VALUE, spec, |reader| {
            let length = reader.u16("length", spec);
            (length != NULL).then(|| read_text(reader, "text", spec, length.into()))
        });
        if reader.failed() {
            break;
        }
        values.push(value);
    }
    values
}

/// Writes the tokens of an answer, in order; an error where something is longer than its length field can say.
pub fn write(writer: &mut Writer, tokens: &[Token]) -> Result<(), TooLong> {
    for token in tokens {
        match token {
            Token::Columns(columns) => {
                writer.u8(COLMETADATA);
                writer.u16(TooLong::check("Count", columns.len())?);
                for column in columns {
                    writer.u32(0).u16(NULLABLE).u8(NVARCHAR);
                    writer.u16(column.max_length).put(&COLLATION);
                    write_counted(writer, "ColName", &column.name, Count::Byte)?;
                }
            }
            Token::Row(values) => {
                writer.u8(ROW);
                for value in values {
                    match value {
                        None => writer.u16(NULL),
                        Some(value) => {
                            let value = text::utf16le(value);
                            writer
                                .u16(TooLong::check(field_name::VALUE, value.len())?)
                                .put(&value)
                        }
                    };
                }
            }
            Token::Done {
                status,
                command,
                rows,
            } => {
                writer.u8(DONE).u16(*status).u16(*command).u64(*rows);
            }
            Token::LoginAck { .. }
            | Token::Error(_)
            | Token::Info(_)
            | Token::Database { .. }
            | Token::Sspi(_) => write_counted_token(writer, token)?,
        }
    }
    Ok(())
}

fn write_counted_token(writer: &mut Writer, token: &Token) -> Result<(), TooLong> {
    let mut inner = Writer::new();
    let kind = match token {
        Token::LoginAck {
            interface,
            tds_version,
            program,
            program_version,
        } => {
            inner.u8(*interface).put(&tds_version.to_be_bytes());
            write_counted(&mut inner, "ProgName", program, Count::Byte)?;
            inner.put(program_version);
            LOGINACK
        }
        Token::Error(complaint) | Token::Info(complaint) => {
            inner.u32(complaint.number);
            inner.u8(complaint.state).u8(complaint.class);
            write_counted(&mut inner, "MsgText", &complaint.message, Count::Word)?;
            write_counted(&mut inner, "ServerName", &complaint.server, Count::Byte)?;
            write_counted(&mut inner, "ProcName", &complaint.procedure, Count::Byte)?;
            inner.u32(complaint.line);
            match token {
                Token::Error(_) => ERROR,
                _ => INFO,
            }
        }
        Token::Database { new, old } => {
            inner.u8(DATABASE);
            write_counted(&mut inner, "NewValue", new, Count::Byte)?;
            write_counted(&mut inner, "OldValue", old, Count::Byte)?;
            ENVCHANGE
        }
        Token::Sspi(token) => {
            inner.put(token);
            SSPI
        }
        Token::Columns(_) | Token::Row(_) | Token::Done { .. } => return Ok(()),
    };
    let inner = inner.finish();
    writer.u8(kind);
    writer
        .u16(TooLong::check("Length", inner.len())?)
        .put(&inner);
    Ok(())
}
