//! What kind of program wrote an archive of HTTP, as far as it changes what the archive can show.

/// What this program calls itself in files that it writes.
pub const OURS: &str = "Double Hop";

/// What a capture says behind that which we made of a browser's file.
const MADE_OF: &str = ", from a file of ";

/// What a capture of ours is said to be written by, where it was made of what that browser shows.
pub fn application(browser: Option<&str>) -> String {
    match browser {
        Some(browser) => format!("{OURS}{MADE_OF}{browser}"),
        None => OURS.to_owned(),
    }
}

/// A kind of program, by what such programs leave out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WriterKind {
    /// Chrome, Edge and others with Chromium's developer tools, and what records by them.
    Chromium,
    /// Firefox.
    Firefox,
    /// Another browser's developer tools.
    OtherBrowser,
    /// A proxy or anything else that takes down what it sees; also what does not say who it is.
    #[default]
    Other,
}

/// How they call themselves, by the beginning. Playwright records with any browser, which it names.
const NAMES: [(&str, WriterKind); 8] = [
    ("WebInspector", WriterKind::Chromium),
    ("Chrom", WriterKind::Chromium),
    ("chrom", WriterKind::Chromium),
    ("Edge", WriterKind::Chromium),
    ("Firefox", WriterKind::Firefox),
    ("firefox", WriterKind::Firefox),
    ("WebKit", WriterKind::OtherBrowser),
    ("Safari", WriterKind::OtherBrowser),
];

impl WriterKind {
    /// Of the program that calls itself that, and the browser that it names; a name that nobody knows tells nothing.
    pub fn of(creator: Option<&str>, browser: Option<&str>) -> Self {
        let known = |name: &str| {
            let mut all = NAMES.into_iter();
            all.find_map(|(it, kind)| name.starts_with(it).then_some(kind))
        };
        let recorded = |name: &str| name.starts_with("Playwright").then_some(Self::OtherBrowser);
        (creator.and_then(known))
            .or_else(|| browser.and_then(known))
            .or_else(|| creator.and_then(recorded))
            .unwrap_or_default()
    }

    /// Of what wrote a capture: one of ours shows no more than the browser's file that it was made of.
    pub fn of_application(name: &str) -> Self {
        let ours = name.strip_prefix(OURS);
        Self::of(None, ours.and_then(|it| it.strip_prefix(MADE_OF)))
    }

    /// The browser that an archive names which was made of one of these, and so shows no more; none for what shows all.
    pub fn browser(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("Chromium"),
            Self::Firefox => Some("Firefox"),
            Self::OtherBrowser => Some("WebKit"),
            Self::Other => None,
        }
    }

    /// Whether it has a request as it was first asked and the last answer, and of a request without what proves anything as
    /// people save it.
    pub fn shows_last_answers_only(self) -> bool {
        self == Self::Chromium
    }

    /// Whether it has the last request, and its answer, of those that a sign-in took.
    pub fn shows_last_requests_only(self) -> bool {
        self == Self::Firefox
    }

    /// Whether it leaves out requests of a sign-in.
    pub fn leaves_out_requests(self) -> bool {
        self != Self::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrote_a_file_is_told_by_its_name_or_else_by_the_browser_that_it_names() {
        for (creator, browser, kind) in [
            (Some("WebInspector 537.36"), None, WriterKind::Chromium),
            (
                Some("WebInspector 537.36"),
                Some("B 1"),
                WriterKind::Chromium,
            ),
            (
                Some("Playwright 1.50"),
                Some("chromium 133"),
                WriterKind::Chromium,
            ),
            (
                Some("Playwright 1.50"),
                Some("firefox 135"),
                WriterKind::Firefox,
            ),
            (
                Some("Playwright 1.50"),
                Some("webkit 18"),
                WriterKind::OtherBrowser,
            ),
            (Some("Playwright 1.50"), None, WriterKind::OtherBrowser),
            (
                Some("Firefox 128.0"),
                Some("Firefox 128.0"),
                WriterKind::Firefox,
            ),
            (
                Some("WebKit Web Inspector 1.0"),
                None,
                WriterKind::OtherBrowser,
            ),
            (Some("mitmproxy 10"), None, WriterKind::Other),
            (None, None, WriterKind::Other),
        ] {
            assert_eq!(WriterKind::of(creator, browser), kind, "{creator:?}");
            let ours = Some("Double Hop 1.0");
            assert_eq!(WriterKind::of(ours, kind.browser()), kind, "{kind:?}");
            let capture = application(kind.browser());
            assert_eq!(WriterKind::of_application(&capture), kind, "{capture}");
        }
    }
}
