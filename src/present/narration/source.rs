//! Where a statement can be looked up. No link is fetched.

use std::borrow::Cow;

/// A work that is cited: a specification, an article, a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CitedWork {
    /// Its name, as a citation begins.
    name: &'static str,
    /// Where it stands; none for what this page itself says.
    url: Option<&'static str>,
}

/// A work, and the place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    work: &'static CitedWork,
    /// Empty where the work is cited as a whole.
    section: &'static str,
}

impl CitedWork {
    pub(super) const fn new(name: &'static str, url: &'static str) -> Self {
        Self {
            name,
            url: Some(url),
        }
    }

    /// Without an address of its own.
    pub(super) const fn named(name: &'static str) -> Self {
        Self { name, url: None }
    }

    /// A section of it, as the work numbers them.
    pub const fn section(&'static self, section: &'static str) -> Source {
        Source {
            work: self,
            section,
        }
    }

    /// The work as a whole, where no section is to be named.
    pub const fn whole(&'static self) -> Source {
        self.section("")
    }
}

impl Source {
    /// The citation: the work's name, with the section where there is one.
    pub fn label(&self) -> String {
        match (self.work, self.section) {
            (work, "") => work.name.to_owned(),
            (work, number) if *work == KB => format!("KB{number}"),
            (work, section) => format!("{} {section}", work.name),
        }
    }

    /// Where it can be read; none for what this page itself says.
    pub fn url(&self) -> Option<Cow<'static, str>> {
        if *self.work == KB {
            return Some(article(self.section));
        }
        self.work.url.map(Cow::Borrowed)
    }
}

/// Where an article of the Knowledge Base can be read: Microsoft moved a few and withdrew most, of which others keep
/// copies.
fn article(number: &str) -> Cow<'static, str> {
    let folder = number.get(..3).unwrap_or(number);
    match number {
        "943891" => STATUS_CODES.into(),
        "896861" | "918710" => format!("https://mskb.pkisolutions.com/kb/{number}").into(),
        "181739" | "195849" => {
            let file = number.get(3..).unwrap_or(number);
            format!("https://ftp.zx.net.nz/pub/archive/ftp.microsoft.com/MISC/KB/en-us/{folder}/{file}.HTM").into()
        }
        _ => format!("https://jeffpar.github.io/kbarchive/kb/{folder}/Q{number}/").into(),
    }
}

/// What became of KB943891.
const STATUS_CODES: &str = "https://learn.microsoft.com/en-us/troubleshoot/developer/webapps/iis/www-administration-management/http-status-code";

/// An article of Microsoft's Knowledge Base.
pub const fn kb(number: &'static str) -> Source {
    KB.section(number)
}

static KB: CitedWork = CitedWork::named("Microsoft Knowledge Base");
/// The article that this lab is about.
pub static THE_ARTICLE: Source = kb("183545");

macro_rules! works {
    ($($id:ident = $name:literal, $url:literal;)*) => {
        $(#[doc = $name] pub static $id: CitedWork = CitedWork::new($name, $url);)*
    };
}

works! {
    MS_NLMP = "[MS-NLMP]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-nlmp/";
    MS_NTHT = "[MS-NTHT]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-ntht/";
    MS_RPCE = "[MS-RPCE]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-rpce/";
    MS_APDS = "[MS-APDS]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-apds/";
    MS_NRPC = "[MS-NRPC]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-nrpc/";
    MS_ERREF = "[MS-ERREF]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-erref/";
    MS_OXCRPC = "[MS-OXCRPC]", "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcrpc/";
    MS_OXCDATA = "[MS-OXCDATA]", "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcdata/";
    MS_SPNG = "[MS-SPNG]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-spng/";
    MS_KILE = "[MS-KILE]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-kile/";
    MS_SFU = "[MS-SFU]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-sfu/";
    RFC_4120 = "RFC 4120", "https://www.rfc-editor.org/rfc/rfc4120";
    RFC_4121 = "RFC 4121", "https://www.rfc-editor.org/rfc/rfc4121";
    RFC_4559 = "RFC 4559", "https://www.rfc-editor.org/rfc/rfc4559";
    KERBEROS_BY_ADDRESS = "Microsoft Learn, Configuring Kerberos for IP Address", "https://learn.microsoft.com/en-us/windows-server/security/kerberos/configuring-kerberos-over-ip";
    SETSPN = "Setspn", "https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/setspn";
    MS_TDS = "[MS-TDS]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-tds/";
    SQL_ERROR_18456 = "MSSQLSERVER_18456 (SQL Server, events and errors)", "https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/mssqlserver-18456-database-engine-error";
    C706 = "[C706]", "https://pubs.opengroup.org/onlinepubs/9629399/";
    RFC_9110 = "RFC 9110", "https://www.rfc-editor.org/rfc/rfc9110";
    RFC_7616 = "RFC 7616", "https://www.rfc-editor.org/rfc/rfc7616";
    RFC_7617 = "RFC 7617", "https://www.rfc-editor.org/rfc/rfc7617";
    MS_SAMR = "[MS-SAMR]", "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-samr/";
    LOGON_METHOD_IIS_6 = "LogonMethod, IIS 6.0 metabase reference (ms525650)", "https://learn.microsoft.com/en-us/previous-versions/iis/6.0-sdk/ms525650(v=vs.90)";
    LOGON_METHOD_IIS_5 = "LogonMethod, IIS 5.0 reference (cc338330, in Japanese)", "https://learn.microsoft.com/ja-jp/previous-versions/iis/iis-5.0/cc338330(v=msdn.10)";
    LEVEL_POLICY = "Network security: LAN Manager authentication level (Windows security policy settings)", "https://learn.microsoft.com/en-us/previous-versions/windows/it-pro/windows-10/security/threat-protection/security-policy-settings/network-security-lan-manager-authentication-level";
    GLASS = "E. Glass, The NTLM Authentication Protocol", "https://davenport.sourceforge.net/ntlm.html";
}

/// What this lab's decoder says.
pub static DECODER: CitedWork = CitedWork::named("the decoder of this lab");
/// What follows from the log alone.
pub static THIS_PAGE: CitedWork = CitedWork::named("this page");
