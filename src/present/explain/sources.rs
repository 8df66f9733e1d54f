//! Where a statement can be looked up. No link is fetched.

/// A source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, with the section where there is one.
    pub label: String,
    /// Where it stands; none for articles that were withdrawn from their place.
    pub url: Option<&'static str>,
}

fn source(label: String, url: &'static str) -> Source {
    Source {
        label,
        url: Some(url),
    }
}

/// NT LAN Manager authentication.
pub fn nlmp(section: &str) -> Source {
    let url = "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-nlmp/";
    source(format!("[MS-NLMP] {section}"), url)
}

/// NTLM over HTTP.
pub fn ntht() -> Source {
    let url = "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-ntht/";
    source("[MS-NTHT] 2.2".to_owned(), url)
}

/// Microsoft's extensions to RPC.
pub fn rpce(section: &str) -> Source {
    let url = "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-rpce/";
    source(format!("[MS-RPCE] {section}"), url)
}

/// Authentication at a domain controller.
pub fn apds(section: &str) -> Source {
    let url = "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-apds/";
    source(format!("[MS-APDS] {section}"), url)
}

/// Netlogon.
pub fn nrpc(section: &str) -> Source {
    let url = "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-nrpc/";
    source(format!("[MS-NRPC] {section}"), url)
}

/// Windows error codes.
pub fn erref(section: &str) -> Source {
    let url = "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-erref/";
    source(format!("[MS-ERREF] {section}"), url)
}

/// The mailbox calls.
pub fn oxcrpc(section: &str) -> Source {
    let url = "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcrpc/";
    source(format!("[MS-OXCRPC] {section}"), url)
}

/// Exchange's error codes.
pub fn oxcdata(section: &str) -> Source {
    let url = "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcdata/";
    source(format!("[MS-OXCDATA] {section}"), url)
}

/// DCE RPC.
pub fn c706(section: &str) -> Source {
    let url = "https://pubs.opengroup.org/onlinepubs/9629399/";
    source(format!("[C706] {section}"), url)
}

/// HTTP semantics.
pub fn http(section: &str) -> Source {
    let url = "https://www.rfc-editor.org/rfc/rfc9110";
    source(format!("RFC 9110 {section}"), url)
}

/// The Basic scheme.
pub fn basic(section: &str) -> Source {
    let url = "https://www.rfc-editor.org/rfc/rfc7617";
    source(format!("RFC 7617 {section}"), url)
}

/// An article of the Microsoft Knowledge Base.
pub fn kb(number: u32) -> Source {
    Source {
        label: format!("KB{number}"),
        url: None,
    }
}

/// Another text.
pub fn other(label: &str) -> Source {
    Source {
        label: label.to_owned(),
        url: None,
    }
}

/// Eric Glass's description, older than Microsoft's own.
pub fn glass() -> Source {
    let url = "https://davenport.sourceforge.net/ntlm.html";
    source("E. Glass, The NTLM Authentication Protocol".to_owned(), url)
}
