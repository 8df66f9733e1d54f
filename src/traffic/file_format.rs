//! What kind of file something was read from, and what more that file tells of it.

use std::borrow::Cow;
use std::fmt;

/// A kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// A capture of libpcap, in any order of bytes, in microseconds, nanoseconds, or Kuznetzov's form.
    Pcap,
    /// A capture with blocks (draft-ietf-opsawg-pcapng).
    Pcapng,
    /// A capture of Solaris (RFC 1761).
    Snoop,
    /// A capture of Microsoft Network Monitor, 1 or 2.
    NetMon,
    /// Something in gzip (RFC 1952).
    Gzip,
    /// An archive of HTTP in JSON.
    Har,
    /// A log of Chromium's network code.
    NetLog,
    /// Sessions that Fiddler saved, in a zip.
    Saz,
    /// A zip in which none of the others is known.
    Zip,
    /// Items of Burp Suite in XML.
    Burp,
    /// Events of Windows in XML, JSON, CSV or text.
    WindowsEvents,
    /// Events of Windows as their own binary log, since Vista.
    Evtx,
    /// The same before Vista.
    Evt,
    /// A trace of Windows (ETW), in which netsh and pktmon capture packets.
    Etl,
    /// A log of IIS in the W3C extended form.
    Iis,
    /// A log of IIS in its own form.
    IisNative,
    /// A log of a web server in NCSA's form, as Apache and nginx write it too.
    Ncsa,
    /// Something packed, but neither by gzip nor as zip.
    Packed,
    /// What `klist` prints, of Windows, MIT or Heimdal.
    Klist,
    /// Secrets of TLS as NSS writes them (SSLKEYLOGFILE).
    KeyLog,
    /// Flows of mitmproxy in its own form.
    Mitmproxy,
    /// Packets printed as text, with their bytes in hexadecimal.
    HexDump,
    /// Packets as Wireshark or tshark took them apart, in JSON or XML.
    Dissections,
    /// Text that is none of these.
    Text,
    /// Nothing that is known here.
    #[default]
    Unknown,
}

impl Format {
    /// Whether there are packets in it.
    pub fn is_capture(self) -> bool {
        matches!(
            self,
            Self::Pcap | Self::Pcapng | Self::Snoop | Self::NetMon | Self::Etl
        )
    }

    /// Its name for people, such as `pcapng` or `IIS W3C log`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pcap => "pcap",
            Self::Pcapng => "pcapng",
            Self::Snoop => "snoop",
            Self::NetMon => "Network Monitor",
            Self::Gzip => "gzip",
            Self::Har => "HAR",
            Self::NetLog => "NetLog",
            Self::Saz => "SAZ",
            Self::Zip => "zip",
            Self::Burp => "Burp XML",
            Self::WindowsEvents => "Windows events",
            Self::Evtx => "EVTX",
            Self::Evt => "EVT",
            Self::Etl => "ETL",
            Self::Iis => "IIS W3C log",
            Self::IisNative => "IIS log",
            Self::Ncsa => "NCSA log",
            Self::Packed => "packed",
            Self::Klist => "klist",
            Self::KeyLog => "TLS key log",
            Self::Mitmproxy => "mitmproxy flows",
            Self::HexDump => "hex dump",
            Self::Dissections => "packet dissections",
            Self::Text => "text",
            Self::Unknown => "unknown",
        }
    }
}

/// What a file is: its kind, and what more it tells of that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileFormat {
    /// What kind of file it is, told by its content.
    pub kind: Format,
    /// Which version or form of that kind, as its makers call it: `1.2` of a HAR, `CSV` of events.
    pub variant: Option<Cow<'static, str>>,
    /// Whether it was in gzip.
    pub gzip: bool,
}

impl From<Format> for FileFormat {
    fn from(kind: Format) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}

impl FileFormat {
    /// Events of Windows in that form.
    pub fn of_events(form: &'static str) -> Self {
        Self {
            kind: Format::WindowsEvents,
            variant: Some(form.into()),
            gzip: false,
        }
    }
}

/// For people: `HAR 1.2`, `Windows events, XML`, `pcapng, gzip`.
impl fmt::Display for FileFormat {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind == Format::Unknown && self.gzip {
            return to.write_str(Format::Gzip.name());
        }
        to.write_str(self.kind.name())?;
        if let Some(variant) = &self.variant {
            let between = match self.kind {
                Format::WindowsEvents => ", ",
                _ => " ",
            };
            write!(to, "{between}{variant}")?;
        }
        to.write_str(if self.gzip { ", gzip" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_said_with_what_the_file_tells_of_it() {
        let mut har = FileFormat::from(Format::Har);
        assert_eq!(har.to_string(), "HAR");
        har.variant = Some("1.2".into());
        har.gzip = true;
        assert_eq!(har.to_string(), "HAR 1.2, gzip");
        let events = FileFormat::of_events("XML");
        assert_eq!(events.to_string(), "Windows events, XML");
    }
}
