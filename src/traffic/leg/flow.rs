//! A connection, and who is at its ends.

use std::net::IpAddr;

/// An end of a connection, as far as the file knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Party {
    /// The address that packets or a log show; none where a file has names alone.
    pub address: Option<IpAddr>,
    /// The TCP or UDP port; a client's tells connections of one host apart.
    pub port: Option<u16>,
    /// Its name, as the file or the other end has it.
    pub name: Option<String>,
}

/// What is spoken on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// HTTP, also to a proxy, and WinRM.
    Http,
    /// HTTP in TLS, as a browser or a proxy that ends the TLS sees it.
    Https,
    /// SMB 1 ([MS-CIFS], [MS-SMB]), over NetBIOS or TCP.
    Smb1,
    /// SMB 2 and 3 ([MS-SMB2]), as far as they are not encrypted.
    Smb2,
    /// LDAP (RFC 4511): simple, SASL or Sicily binds.
    Ldap,
    /// DCE/RPC ([MS-RPCE]) over TCP or in a pipe of SMB.
    Rpc,
    /// Kerberos with a KDC, over UDP or TCP.
    Kerberos,
    /// TDS, the protocol of SQL Server ([MS-TDS]).
    Tds,
    /// SMTP with AUTH (RFC 4954).
    Smtp,
    /// IMAP with LOGIN or AUTHENTICATE (RFC 9051).
    Imap,
    /// POP3 with USER and PASS or AUTH (RFC 5034).
    Pop,
    /// DNS with keys agreed on by GSS-API (RFC 3645).
    Dns,
    /// TLS, with something inside that is not seen.
    Tls,
    /// What a computer wrote into its own log.
    Log,
}

impl Protocol {
    /// Whether it is HTTP, in TLS or not.
    pub fn is_http(self) -> bool {
        matches!(self, Self::Http | Self::Https)
    }
}

/// A connection, or what stands for one where the file knows none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The file that it was seen in, from 0.
    pub file: usize,
    /// The end that opened it, or that asks in it.
    pub client: Party,
    /// The end that it was opened to.
    pub server: Party,
    /// What is spoken on it.
    pub protocol: Protocol,
    /// Whether the end it was opened to is seen to be a proxy, which hands on what is meant for others.
    pub by_proxy: bool,
    /// Whom the client, where it is a proxy, says that it calls for (the PROXY protocol).
    pub caller: Option<IpAddr>,
    /// Which part of what the client and the server sent over TCP a capture has.
    pub stretches: [Option<Stretch>; 2],
}

impl Flow {
    /// One of the only file, or of a file that has no number yet.
    pub fn new(client: Party, server: Party, protocol: Protocol) -> Self {
        Self {
            file: 0,
            client,
            server,
            protocol,
            by_proxy: false,
            caller: None,
            stretches: [None; 2],
        }
    }
}

/// What an end of a connection sent, as far as a capture has it, by the sequence numbers of TCP (RFC 9293 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The number of the first byte.
    pub first: u32,
    /// The number of the byte behind the last; the same where nothing was sent yet.
    pub next: u32,
}
