//! Words of the browser: what works in which, by which name, and what the page shows.

use super::contrast::Contrast;
use super::{Entry, Says, Word};
use crate::lab::{
    AddressKind, DelegationTrust as T, Observable as O, SettingFinding as F, SpnHolder,
};
use crate::present::causes::Pick as P;
use crate::present::causes::Symptom as S;
use Says::{All, Any, Nothing, Pick, Symptom};

const OTHER_BROWSER: Says = Pick(P::OtherBrowserWorked);
const FOLLOWS_ALIAS: Says = All(&[
    Word::Any(&[O::AsksOtherName]),
    Word::Symptom(S::AliasFollowed),
]);

/// Words of browsers: which one works, and what it is set to.
pub(super) const BROWSER: &[Entry] = &[
    (
        "ie^internet explorer&retired^retirement^end of life&edge^chrome|ie works^ie worked&edge^chrome|works from ie|works with ie|worked with ie|worked from ie|in ie&edge|in ie&chrome|with ie&edge|with ie&chrome|worked in ie|works in ie|internet explorer&edge|internet explorer&chrome|worked in internet explorer|works in internet explorer|edge^chrome&not delegate&ie|from ie^from internet explorer&to edge^to chrome",
        OTHER_BROWSER,
    ),
    (
        "firefox&edge|firefox&chrome|not in edge|not in chrome|not from edge|not from chrome|fails in edge|fails in chrome|only in edge|only in chrome|edge&not chrome^not firefox|chrome&not edge^not firefox|webview2|works in firefox",
        ANOTHER_BROWSER,
    ),
    (
        "authnegotiatedelegateallowlist&until authneg^until the authneg^until i set^until we set^helps^fixes^fixed^solves^solved^set it worked^set it works&!still^did not^does not help|authnegotiatedelegateallowlist it worked|authnegotiatedelegateallowlist it works",
        All(&[
            Word::Any(&[O::Is(F::BrowserDelegates(false))]),
            Word::Any(&[O::OtherBrowserWorks]),
        ]),
    ),
    // With another name it worked, and only a TGT that is forwarded needs it.
    (
        "authnegotiatedelegateallowlist&no longer^renamed^removed^deprecated^gone&update^upgrade^since&!we set^is set^rolled out^error is gone^prompt is gone^never removed^we removed^added^constrained^resource-based^kcd",
        All(&[
            Word::Any(&[O::Is(F::BrowserDelegates(false))]),
            Word::Any(&[O::Is(F::Trust(T::Unconstrained))]),
        ]),
    ),
    (
        "authnegotiatedelegateallowlist&not^never|authnegotiatedelegateallowlist&empty|authnegotiatedelegateallowlist&missing|no authnegotiatedelegateallowlist|delegation-uris&empty|delegation-uris&not|nothing for authnegotiatedelegateallowlist|not on the delegate allowlist|not on the delegation allowlist",
        Any(&[O::Is(F::BrowserDelegates(false))]),
    ),
    (
        "authnegotiatedelegateallowlist&mandatory^recommended^is set to^set to *^has the site^lists the site^contains",
        Any(&[O::Is(F::BrowserDelegates(true))]),
    ),
];

/// Whether people are asked for a name and a password.
pub(super) const ASKED: &[Entry] = &[
    (
        "no prompt|never prompts|does not prompt|not asked again|not prompted|never prompted|without a prompt|without prompt",
        Pick(P::NotAskedAgain),
    ),
    // Asked for by a cloud, which knows its people itself.
    (
        "mfa^multi-factor^multifactor^two-factor^2fa&prompt^asks^asking^asked&!negotiate^ntlm^kerberos^windows auth^integrated^sso^iis^intranet^sharepoint^three times^3 times^again and again^401^http://^the site^fqdn",
        Nothing,
    ),
    ("asked for three prompts", Nothing),
    (
        "prompt^prompts^prompted^asks^asked^popup^pop-up^login box^login window&multiple times^several times^indefinitely^continuously^over and over^again and again^endless^without end^never ends^never accepts^in a loop^repeatedly^constantly|3 prompts|three prompts|authentication loops|auth loops|login loop^logon loop^sign-in loop^authentication loop&!oauth^saml^oidc^openid^a spa^our spa|prompts endlessly|prompted three times|prompted 3 times|prompts three times|prompts 3 times|endless prompt|asked three times|asked 3 times|keeps prompting|keeps asking|keep^keeps^kept^keeping&prompting^getting prompted^popping^asking&prompt^password^login^log in^credentials&!short^fqdn^fully qualified|prompted again|asked again|prompts again|repeated prompts|login box keeps|box comes back^box appears again^window comes back^window appears again&password^credential^login^sign in^prompt|prompt comes back|prompt appears again|3 times^three times&prompts^prompted for^asks^asked for a^asked for the^asked for their^popup^pop-up^login box^login window^password box^type their^type the password^type my^types the^enter their^enter the password^enter my^enter credentials&!within^per day^a day^a week",
        Pick(P::AskedAgain),
    ),
    // Where no domain controller is near, or the name is another.
    (
        "prompt^prompts^prompted^asked^asks^login box^login window&vpn^from home^home office^working remotely^outside the office&in the office^on site^onsite^on-site^on the lan^internal network^in house&!three^again^loop^anonymous^sql^database^nobody^no one^without^no matter",
        All(&[
            Word::Any(&[O::Asked]),
            Word::Symptom(S::AsksWhoIsLoggedOn),
            Word::Symptom(S::NoController),
        ]),
    ),
    (
        "prompt^prompts^prompted^asks for^asked for^login window^login box^login popup^login dialog^password box^credential dialog&although^even though^despite^already logged^logged on to^logged in to^logged into^logged onto^domain joined^domain-joined^single sign^sso^seamless^silently^automatically&!three^3 times^again^loop^fails^anonymous",
        Symptom(S::AsksWhoIsLoggedOn),
    ),
    (
        "auth-server-allowlist^auth-server-allowedlist^authserverallowlist^trusted-uris^trusted sites&works^allows auto^automatic^empty^fixes^fixed^solves^solved&!authnegotiatedelegate^delegation-uris^anonymous^sql^database",
        Symptom(S::AsksWhoIsLoggedOn),
    ),
    (
        "login form^login mask^login page^login screen&sso^single sign^kerberos^spnego&auto login^automatic&does not work^not working^instead of&!saml^oidc^openid|prompts for a password|prompts for password|prompts for credentials|prompts users|prompts the user|prompted for a password|prompted for password|prompted for a user^prompted for user^prompted for a login^prompted for login^prompted for their|prompted for credentials|prompt for credentials|prompt for a password|prompt for password|password prompt|credentials prompt|credential prompt|login prompt|logon prompt|authentication prompt|login popup|login pop-up|login window|login dialog|login box|logon box|sign-in box|sign-in window|sign in window|password box|password window|password dialog|credential dialog|authentication dialog|authentication popup|asks for a password|asks for password|asks for a user^asks for user^asks for their^asks for credentials^asks for my&password^name^credentials^login|asked for a password|asked for credentials|asked for username^asked for a user^asked for user&name|asks everybody^asks everyone^asks all^asks people^asks users^asks them^asks us^asks me^asking everybody^asking everyone^asking people^asking users&username^user name^password^credentials^login|get the popup^get a popup^gets the popup^gets a popup^get the pop-up^get a pop-up^get the login^get a login^gets the login^gets a login&popup^pop-up^login box^login window^login dialog",
        Pick(P::Asked),
    ),
];

const ANOTHER_BROWSER: Says = Any(&[O::OtherBrowserWorks]);

/// Which browser works, and which does not.
pub(super) const BROWSERS: &[Contrast] = &[
    Contrast {
        works: "ie|internet explorer|explorer|blue e|old microsoft browser|old browser",
        fails: "edge|chrome|chromium|firefox|webview",
        about: "",
        unless: "",
        says: OTHER_BROWSER,
    },
    Contrast {
        works: "firefox",
        fails: "edge|chrome|chromium|ie|internet explorer",
        about: "",
        unless: "",
        says: ANOTHER_BROWSER,
    },
    Contrast {
        works: "edge|chrome|chromium",
        fails: "firefox|webview|ie|internet explorer",
        about: "",
        unless: "",
        says: ANOTHER_BROWSER,
    },
    Contrast {
        works: "edge",
        fails: "chrome",
        about: "",
        unless: "",
        says: ANOTHER_BROWSER,
    },
    Contrast {
        works: "chrome",
        fails: "edge",
        about: "",
        unless: "",
        says: ANOTHER_BROWSER,
    },
];

/// Which name of the server works, and which does not.
pub(super) const NAMES: &[Contrast] = &[
    Contrast {
        works: "short name|netbios|hostname|host name|server name|server's name|full name|fqdn|fully qualified|alias|the name",
        fails: "ip address|the ip|by ip|via ip",
        about: "",
        unless: "",
        says: Any(&[O::Is(F::Address(AddressKind::Ip))]),
    },
    Contrast {
        works: "ip address|the ip|by ip|via ip",
        fails: "short name|netbios|hostname|host name|host address|server name|server's name|computer name|machine name|dns name|domain name|full name|fqdn|fully qualified|by name|by its name|with the name|with its name",
        about: "",
        unless: "",
        // For an address nobody asks for a ticket: with NTLM it works.
        says: All(&[
            Word::Any(&[O::TicketRejected(41), O::TicketRejected(37)]),
            Word::Lacks(O::Is(F::Address(AddressKind::Ip))),
        ]),
    },
    Contrast {
        works: "old name|old address|old url",
        fails: "new name|new address|new url|after renaming|renamed",
        about: "",
        unless: "",
        says: Pick(P::OneNameWorks),
    },
    Contrast {
        works: "short name|netbios|hostname|host name|server name|server's name|ip address|the ip|by ip|via ip",
        fails: "full name|fqdn|fully qualified|alias|cname|host header",
        about: "",
        unless: "",
        says: Pick(P::OneNameWorks),
    },
    // The browser asks for a ticket by the name alone.
    Contrast {
        works: "ip address|the ip|by ip|via ip",
        fails: "browser|browsers|everyone|everybody|users|people",
        about: "prompt|pops up|popup|asks|asked|credentials|password|login|401",
        unless: "page|site opens|anonymous|second hop|sql|database|data|back end|backend|share|ping|nslookup|telnet|resolves|port",
        says: All(&[
            Word::Any(&[O::TicketRejected(41), O::TicketRejected(37)]),
            Word::Lacks(O::Is(F::Address(AddressKind::Ip))),
        ]),
    },
    // What else fails is told elsewhere.
    Contrast {
        works: "ip address|the ip|by ip|via ip",
        fails: "",
        about: "",
        unless: "page|site opens|anonymous|second hop|sql|database|data|back end|backend|share",
        says: Nothing,
    },
];

/// In the address bar, and in the name that is asked for.
pub(super) const ADDRESS: &[Entry] = &[
    // The client asks without it, and for that name nobody has an SPN.
    (
        "ignored^ignores^no effect^not used^does not help^without port^without the port^has no port&setspn^spn^registered^registering&http/&:8^:443^:444^:5^:3^:9",
        Any(&[O::Is(F::Spn(SpnHolder::Nobody))]),
    ),
    (
        "wrong host|ticket for&although^while^instead of&address^url|ticket is requested for&but&address^url|cname ^cname,^cname.^cname)^a cname^the cname^by cname^our cname&!@^cname-string|dns alias&!might|an alias|the alias",
        FOLLOWS_ALIAS,
    ),
    (
        ".net&port ^port,^port:^port number^:8^:44^the port|.net^dotnet^socketshttphandler&spn&:8^:44^:5^:9",
        All(&[Word::Any(&[O::AsksPort]), Word::Symptom(S::DotNetAsksPort)]),
    ),
    (
        "asks for&http/&:|tgs-req^ticket for^requests^asks the kdc for&http/&:8^:443^:444^:5^:9|spn with port|spn with the port|spn with a port|port in the spn|port number in the spn",
        Any(&[O::AsksPort]),
    ),
    (
        "netbios works^short name works^fqdn works^alias works^host name works^hostname works|works by ip|works with the ip|works by its ip|ip address works",
        Pick(P::OneNameWorks),
    ),
    ("ip address^the ip^by ip&get in^gets in", Nothing),
    (
        "by ip|server's ip|ip of the server|type the ip|by its ip|ip address in|via ip|using the ip|with the ip address|to the ip address|url is an ip|://10.^://172.^://192.168.&!jdbc:^ldap://^ldaps://",
        Any(&[O::Is(F::Address(AddressKind::Ip))]),
    ),
    (
        "host header|host name of its own|vanity name|load-balanced name|load balanced name",
        Any(&[O::Is(F::Address(AddressKind::Other))]),
    ),
];

/// Words of the page that comes, or does not.
pub(super) const PAGE: &[Entry] = &[
    (
        "page loads fine&but|page opens fine&but|data does not|data is missing",
        Pick(P::DataDoesNot),
    ),
    ("page loads fine|page opens fine", Nothing),
    (
        "page opens^page loads^site opens&!asked for^get asked^prompt^password^at once",
        Pick(P::DataDoesNot),
    ),
];

/// On which server it works, and on which not: then it is none of the browser's.
pub(super) const SERVERS: &[Contrast] = &[Contrast {
    works: "existing server|old server|other server|another server|previous server|first server|test server|old machine|existing machine",
    fails: "new server|this server|new machine|fresh server|second server|replacement",
    about: "prompt|asks|login|log in|password|credentials|401",
    unless: "sql|database|delegat|back end|backend|anonymous",
    says: All(&[
        Word::Any(&[O::FirstHopRefused, O::TicketRejected(41), O::NoTicket]),
        Word::Lacks(O::OtherBrowserWorks),
    ]),
}];
