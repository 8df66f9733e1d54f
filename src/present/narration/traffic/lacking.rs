//! What is lacking in traffic, and how to get it.

use super::protocol_name;
use crate::hosts::Endpoint;
use crate::present::evidence::{MissingInfo, Remedy, Shortage};
use crate::present::narration::text::count as counted;
use crate::traffic::leg::{NoAnswer, Transport};

/// What is lacking: a sentence.
pub fn shortage(shortage: &Shortage) -> String {
    let Shortage {
        lack,
        of,
        count,
        by,
    } = shortage;
    let of = match of.as_str() {
        "" => "a server that the file does not name",
        of => of,
    };
    let times = match count {
        1 => String::new(),
        count => format!(" ({count} times)"),
    };
    match lack {
        MissingInfo::Unreached(why, over, port) => {
            let why = match why {
                NoAnswer::Silence => "does not answer",
                NoAnswer::Refusal => "answers that nobody listens",
                NoAnswer::Unreachable => "cannot be reached, as ICMP says",
            };
            let over = match over {
                Transport::Tcp => "TCP",
                Transport::Udp => "UDP",
            };
            let attempts = counted(*count, "attempt", "attempts");
            let by = by.as_deref().unwrap_or("somebody");
            let follows = match *port {
                Endpoint::KDC => " Without a KDC clients fall back to NTLM, or get in nowhere.",
                _ => "",
            };
            format!("{of} {why} ({attempts} over {over} from {by}).{follows}")
        }
        MissingInfo::Encrypted { .. } | MissingInfo::EncryptedSql => {
            format!(
                "What goes through TLS to {of} is encrypted{times}: sign-ins in it are not seen."
            )
        }
        MissingInfo::FinalOnly => format!(
            "Of sign-ins to {of} the browser’s file has only the final response{times}: there is no token in it."
        ),
        MissingInfo::Stripped => {
            format!("Whoever wrote the file took out the tokens to and from {of}{times}.")
        }
        MissingInfo::NoToken => format!(
            "What goes to and from {of} in the place of a token is none, as it is no base64{times}."
        ),
        MissingInfo::LastLeg => format!(
            "Of sign-ins to {of} the browser’s file has only the last request{times}: what came before is left out."
        ),
        MissingInfo::Legs => {
            format!("Messages of sign-ins to {of}, or parts of them, are missing{times}.")
        }
        MissingInfo::OneDirection => format!(
            "Of sign-ins to {of} only what the server sends was captured{times}: the client’s messages are missing."
        ),
        MissingInfo::NotTried => {
            format!(
                "A client that is asked to sign in to {of} sends nothing{times}. The file does not tell why."
            )
        }
        MissingInfo::NotPassedOn => format!(
            "A server that calls {of} for somebody is asked to sign in there, and sends nothing{times}: that is the double hop."
        ),
        MissingInfo::NoTicketGiven => format!(
            "{of} asks the client to sign in, and the client sends nothing{times}: the KDC gave it no ticket for that service."
        ),
        MissingInfo::RpcOverHttp => format!(
            "Of RPC over HTTP to {of} the sign-in to the proxy is read{times}; the one of RPC, inside the channels, is not."
        ),
        MissingInfo::Unfinished => {
            format!("A sign-in to {of} was begun{times}, and the log has no end of it.")
        }
        MissingInfo::Answer => format!("The end of sign-ins to {of} is not seen{times}."),
        MissingInfo::OverTcp => format!(
            "What the KDC answers to a request for {of} goes over TCP, as it is too long for UDP, and is not seen{times}."
        ),
        MissingInfo::Judgement => format!(
            "How the proof shown to {of} was judged is not seen{times}: for an account of the domain, that server asks a domain controller over Netlogon’s secure channel, unless it is one."
        ),
        MissingInfo::Ticket => {
            format!(
                "Who signs in to {of} is told only inside the ticket, which is encrypted{times}."
            )
        }
        MissingInfo::Cut => format!(
            "Packets in {of} were not captured to their end: what is behind the cut is not seen."
        ),
        MissingInfo::Fragments => format!(
            "Packets in {of} were sent in fragments, and not all of those were captured: what such packets carry is not seen."
        ),
        MissingInfo::Rest => format!("Not all of {of} was read."),
        MissingInfo::Dialect => format!(
            "In {of} only the first packet can be found: it is damaged, or a pcap in the form of an old system, as Red Hat’s, SuSE’s or Nokia’s."
        ),
        MissingInfo::Begun => {
            format!("{of} is damaged, or cut before the first thing in it that could be read.")
        }
        MissingInfo::Requests => format!("There are no requests in {of}, only the head of a log."),
        MissingInfo::Packets => {
            format!("There are no packets in {of}, only the head of a capture.")
        }
        MissingInfo::SignIns => format!(
            "No event in {of} tells how a sign-in went: what every one begins with, as KDC_ERR_PREAUTH_REQUIRED, tells nothing."
        ),
        MissingInfo::TooLarge => format!("{of} holds more than is read."),
        MissingInfo::Locked => format!("Parts of {of} are encrypted with a password."),
        MissingInfo::LinkType => {
            format!(
                "Packets in {of} are of a kind of link, or in a kind of envelope, that is not read."
            )
        }
        MissingInfo::NoIp => {
            format!("None of the packets in {of} is of IP, which carries every sign-in.")
        }
        MissingInfo::Wireless => {
            format!("Packets in {of} are encrypted by the wireless network.")
        }
        MissingInfo::Tunnel => {
            format!(
                "Packets in {of} are in IPsec’s ESP, which mostly encrypts them and is not read."
            )
        }
        MissingInfo::NoProtocol => format!(
            "In {of} no protocol that is read here was recognised: HTTP, SMB, LDAP, DCE/RPC, Kerberos, TDS, SMTP, IMAP, POP3, TKEY of DNS, and what TLS tells of itself."
        ),
        MissingInfo::UnderWay => format!(
            "In {of} no protocol that is read here was recognised: all connections were under way before the recording began."
        ),
        MissingInfo::NothingSent => {
            format!("In {of} connections are opened or closed, and nothing is sent over them.")
        }
        MissingInfo::NobodySignsIn(protocol) => {
            let protocol = protocol_name(*protocol);
            format!("{protocol} to {of} is read{times}, and nobody signs in there.")
        }
        MissingInfo::NoPacketsInTrace => {
            format!("{of} is a trace of Windows, and no packets are read in it.")
        }
        MissingInfo::BinaryEvents => {
            format!("{of} is an event log as Windows kept it before Vista, which is not read.")
        }
        MissingInfo::Language => format!(
            "{of} describes events in another language than English; what it says of them is not read."
        ),
        MissingInfo::Shortened => {
            format!("Of each event {of} has only the beginning, as PowerShell prints a table.")
        }
        MissingInfo::KeysAlone => {
            format!("{of} has keys of TLS and no traffic; TLS is not opened here.")
        }
        MissingInfo::HexDump => {
            format!("{of} has packets as text, with their bytes in hexadecimal, which is not read.")
        }
        MissingInfo::Dissections => format!(
            "{of} has packets as Wireshark takes them apart (JSON, PDML), which is not read: the capture itself is."
        ),
        MissingInfo::Packed => format!("{of} is packed in a way that is not read."),
        MissingInfo::Names => format!("{of} has no column of names: who signs in is not told."),
        MissingInfo::Web => format!(
            "Lines in {of} are of mail, FTP, HTTP.sys or Exchange: those are not read. HTTP.sys writes of no sign-ins, but of tokens that are too long (400 with RequestLength or FieldLength): paste such lines under Diagnose."
        ),
        MissingInfo::Time => format!(
            "Times in {of} are not read: they are in a form of another language or program."
        ),
        MissingInfo::Zone => format!("The times in {of} have no zone; they are taken as UTC."),
        MissingInfo::DayOrder => format!(
            "Nothing in {of} tells whether day or month comes first in its dates; the month is taken to."
        ),
        MissingInfo::Klist => {
            format!("In {of} klist failed: mostly no ticket was given, and its error says why.")
        }
        MissingInfo::Tickets => format!("{of} lists no tickets."),
        MissingInfo::Empty => format!("{of} is empty."),
        MissingInfo::Unreadable => format!("The browser cannot read {of}."),
        MissingInfo::Unknown => format!("Nothing in {of} is of a kind that is read here."),
    }
}

/// How to get what is lacking: a sentence.
pub fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::LetThrough => {
            "A firewall on the way, a wrong address, or a computer that is off: try Test-NetConnection HOST -Port PORT from the one that calls."
        }
        Remedy::Listen => {
            "The service is off, on another port or another computer, or a firewall refuses for it: see netstat -ano on the one that is called."
        }
        Remedy::Route => {
            "See the address, the route to it, and the firewalls on the way, which may answer so."
        }
        Remedy::NetLog => {
            "For a browser, record a NetLog at chrome://net-export with “Include cookies and credentials”, or use Fiddler or mitmproxy as a proxy. For anything else, save events 4624 and 4625 of the server as .evtx or XML, and add them."
        }
        Remedy::SqlServer => {
            "Ask SQL Server: its ERRORLOG has each login that failed, with a state that says why (paste such lines under Diagnose), and auth_scheme in sys.dm_exec_connections tells how who is connected signed in. Or save events 4624 and 4625 of the server as .evtx or XML, and add them."
        }
        Remedy::Keys => {
            "The file has the keys for TLS: open it with Wireshark, or record a NetLog at chrome://net-export with “Include cookies and credentials”."
        }
        Remedy::EarlierCapture => {
            "Start recording before the client connects, and stop after the answer."
        }
        Remedy::TcpToo => "Record TCP port 88 too, not only UDP.",
        Remedy::SignInAnew => {
            "Start recording before the client connects: who has signed in on a connection does so no more. A form of a site’s own, and a password in its address, are no sign-in that is read here."
        }
        Remedy::BothDirections => {
            "Capture both directions: without a filter for one address as the source, and at a switch with a mirror port for what comes and what goes."
        }
        Remedy::WhyNothing => {
            "Have the client tell: a browser in a NetLog from chrome://net-export, curl with -v and KRB5_TRACE=/dev/stderr. It names the service that it asks a ticket for, and the error of its security library."
        }
        Remedy::PassOn => {
            "Have people sign in to the first server with Kerberos, and let its account delegate to the second (constrained, or resource-based at the second): with NTLM there is nothing to pass on. Then see that its code impersonates them and sends credentials (UseDefaultCredentials in .NET). Or let it call as an account of its own."
        }
        Remedy::KdcError => {
            "See what the KDC answers to the requests for that ticket: mostly no account has that SPN, or the client uses another name of the server than the one that has it."
        }
        Remedy::BothEnds => {
            "Capture packets at the client and at the server at once (Windows does with netsh trace start capture=yes, and nothing to install): they show whether the client answers, and whether what it sends arrives on the same connection. A proxy or a load balancer in between may close connections, or share them."
        }
        Remedy::Events => {
            "Save events 4776 of the domain controller and 4624 or 4625 of the server as .evtx or XML, and add them."
        }
        Remedy::Keytab => "Add a keytab of the service’s account, or its password.",
        Remedy::WholePackets => {
            "Capture whole packets: in Wireshark without “Limit each packet to”, in tcpdump with -s 0, in pktmon with --pkt-size 0."
        }
        Remedy::WithoutPorts => {
            "Capture without a filter for ports: only the first fragment of a packet has them. Filter by host, or let fragments through too: port 88 or (ip[6:2] & 0x1fff != 0)."
        }
        Remedy::PlainPcap => {
            "Copy the file again, or make a plain pcap of it: editcap -F pcap IN OUT.pcap."
        }
        Remedy::WholeFile => "Copy the file again; what could be read is shown.",
        Remedy::LaterLog => {
            "Make a request, and look again: HTTP.sys writes lines after a while, or at once with netsh http flush logbuffer."
        }
        Remedy::SmallerFile => {
            "Cut out the minutes of the sign-in, for captures with editcap -A START -B STOP, and add that."
        }
        Remedy::Repack => "Unpack it, or pack it as zip or by gzip.",
        Remedy::NoPassword => "Save it again without a password.",
        Remedy::OtherLink => {
            "Record on one of the computers themselves, or on a wired port: Ethernet, loopback and raw IP are read."
        }
        Remedy::OtherInterface => {
            "Record on another interface, the one that the sign-in goes through, and without a filter that leaves IP out."
        }
        Remedy::OnComputer => {
            "Record on one of the computers themselves, without monitor mode: there the packets are in clear."
        }
        Remedy::BesideTunnel => {
            "Record at an end of the tunnel, on the interface where packets are not in it."
        }
        Remedy::OnTheWay => {
            "Record between the client and the server that it signs in to, without a filter that leaves that out."
        }
        Remedy::DumpAsCapture => {
            "Make a capture of it: text2pcap IN.txt OUT.pcap reads what tshark -x and Wireshark print, with -l 101 if packets begin with IP. What tcpdump -X prints it does not read: record again with tcpdump -w OUT.pcap."
        }
        Remedy::CaptureItself => {
            "In Wireshark open the capture and save it by File, Save As… as pcapng, not by Export Packet Dissections; or write it with tshark -r IN -w OUT.pcapng, without -T. Tokens in the text are found where it is pasted under Decode."
        }
        Remedy::TraceWithPackets => {
            "Record packets into it: netsh trace start capture=yes, or pktmon start --capture --pkt-size 0. If they are there and compressed, make a pcapng of it: etl2pcapng IN.etl OUT.pcapng for netsh trace, pktmon etl2pcap IN.etl for pktmon."
        }
        Remedy::EventsAsXml => {
            "Save the log itself: in Event Viewer by “Save All Events As…” as .evtx or XML, or with wevtutil epl Security security.evtx."
        }
        Remedy::EventsAsEvtx => {
            "Make a log of today of it: in Event Viewer open it and save it as .evtx, or with wevtutil epl FILE.evt FILE.evtx /lf:true."
        }
        Remedy::AsUtc => {
            "Beside other files they may be hours off. Events that are saved as .evtx or XML have UTC."
        }
        Remedy::LogNames => {
            "Have IIS log User Name (cs-username) too, under Logging, Select Fields."
        }
        Remedy::LaterDay => {
            "Export more, with a day after the 12th in it, or save events as .evtx or XML, which have dates that read one way."
        }
        Remedy::OtherSession => {
            "Sign in first, and run klist in the session that signs in: klist sessions lists them, and klist -li takes the logon ID of one."
        }
        Remedy::FileAgain => {
            "Choose the file again: it may have been moved or changed. Of a folder, choose the files in it."
        }
        Remedy::KnownFile => {
            "Captures (pcap, pcapng, snoop, Network Monitor, ETL), HAR, NetLog, SAZ, Burp XML, mitmproxy flows, logs of IIS (NCSA’s too), Windows events as .evtx, XML or JSON, or in English as CSV or text, and what klist prints are read, also in zip and gzip. Lines of another log, such as SQL Server’s ERRORLOG or NETLOGON.LOG, can be pasted under Diagnose."
        }
    }
}
