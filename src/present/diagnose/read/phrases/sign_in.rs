//! Words of the first hop: tickets, how people sign in, and what the browser does.

use super::contrast::Contrast;
use super::{Entry, OF_A_SERVER, OF_A_SHARE, SOME_LOGON_FAILURE, Says, Word};
use crate::hosts::{Package, Scheme};
use crate::lab::{KeyOwner, Observable as O, SentToken, SettingFinding as F, SpnHolder};
use crate::present::causes::Pick as P;
use crate::present::causes::Symptom as S;
use Says::{All, Any, Contrasted, Nothing, Pick, Symptom};

const MODIFIED: Says = Any(&[O::TicketRejected(41)]);
const BY_KERBEROS: Says = Any(&[O::FrontEndKnowsBy(Package::Kerberos)]);
const BY_NTLM: Says = Any(&[
    O::FrontEndKnowsBy(Package::Ntlm),
    O::Sends(SentToken::Ntlm),
    O::Sends(SentToken::NegotiateNtlm),
]);

/// The service runs as an account of its own, and cannot open what comes.
const POOL_KEY: Says = All(&[
    Word::Any(&[O::TicketRejected(41)]),
    Word::Any(&[
        O::Is(F::OpensWith(KeyOwner::Pool)),
        O::Is(F::Spn(SpnHolder::Pool)),
    ]),
]);

/// Words of tickets, schemes and the browser's part in them.
pub(super) const FIRST_HOP: &[Entry] = &[
    (
        "anonymous authentication^anonymous access^anonymousauthentication&is enabled^is on^enabled in^turned on^switched on^left on^also enabled^both enabled^are enabled^enabled together^enabled=\"true\"&!disabled^turned off^switched off^enabled=\"false\"^not enabled^smtp^mongo^ldap^ftp|logon_user^auth_user^remote_user^user.identity.name^identity.name^isauthenticated&is empty^is blank^is null^empty string^always empty^comes back empty^returns empty^returns null^is false^returns false^=\"\"",
        Symptom(S::NobodyAsked),
    ),
    (
        "modified^error 41^41 for some&some users^only for some",
        Symptom(S::ModifiedForSome),
    ),
    (
        "krb_ap_err_modified&at the back end^on the back end^back end's^backend's^api's^second server's^mssqlsvc",
        Symptom(S::BackEndSpn),
    ),
    (
        "krb_ap_err_modified|ap_err_modified|decrypt integrity check failed|err_modified|bad_integrity|checksum failed&gss^krb^kerberos|failed to decrypt the ticket|error 41&password^spn^svc^kerberos|wrong_principal|target principal name is incorrect|target account name is incorrect",
        MODIFIED,
    ),
    (
        "rc4 with hmac is not supported|encryption type rc4&not supported",
        Symptom(S::NoAesKey),
    ),
    (
        "err_skew^clock skew&gettgt^get tgt^as exchange^as-req^kinit^initial credentials^preauth^pre-auth",
        Any(&[O::Is(F::ClockOff(true))]),
    ),
    (
        "err_skew|clock skew|time skew|sec_e_time_skew",
        Any(&[O::TicketRejected(37)]),
    ),
    (
        "in sync&clock^clocks^time|clock is fine|clocks are fine|clocks agree",
        All(&[Word::Lacks(O::Is(F::ClockOff(true)))]),
    ),
    (
        "drift&clock^time^clocks&!milliseconds^few seconds^two seconds^2 seconds^a second^a little^a bit|clock&by hand^corrected|other time than|different time than|wrong time|time wrong|time was wrong|time is wrong|clock wrong|clock was wrong|minutes^hour&earlier than^later than|is off^are off^way off^minutes off^off by^ahead^behind^fast^slow^apart^differ^out of sync&clock&clock is^clock was^clock on^clock of^clocks^server^dc^domain controller^computer^client^desk^kdc|time&out of sync|minutes fast^minutes slow^minutes ahead^minutes behind&time^pcs^laptops^server^dc^domain controller^computer^client^desk^kdc|is different&time at the primary domain controller",
        Any(&[O::Is(F::ClockOff(true))]),
    ),
    (
        "groups^group memberships&400^431^bad request|hundreds of&group^groups&400^431^bad^long|http 431^431 request header^error 431|request too long|request headers is too long|header or cookie too large|requestlength|fieldlength|headers too long|header too large|header is too large|headers too large|many ad groups|token size of|header too long|header field too long|header field is too long|header fields too large|full head|maxtokensize|token bloat|too many groups|bad request&too long|sspi package generated an output token|big kerberos token&!could be^ruled out|large kerberos token&!could a^ruled out|large number of group&token^400^fails^bad&!jwt^claims^has only",
        Pick(P::RequestTooLong),
    ),
    (
        "extended protection^extendedprotection^epa ^epa,^epa)^tokenchecking^channel binding&disable^disabled^disabling^off^none^rolled back^rolling back&works^succeeds^resolved^fixes^fixed^solves^solved^goes away^helps^fine",
        Symptom(S::BadBindings),
    ),
    (
        "extended protection^extendedprotection^tokenchecking&set to off^set to none^=none^: none^: off&!bad_bindings",
        Nothing,
    ),
    (
        "epa ^epa,^epa)&required^require^enabled^turned on^kerberos^ntlm^negotiate^windows auth|bad_bindings|tokenchecking&require|extended protection|extendedprotection|exchangeextendedprotection|channel binding|antivirus^tls inspect^ssl inspect^https inspect^tls-inspect^ssl-inspect^breaks tls^opens tls^tls-inspecting^ssl-inspecting&prompt^asks^password^401^cannot",
        Symptom(S::BadBindings),
    ),
    // It is the database's that is wanted.
    (
        "no service ticket^no ticket^no kerberos ticket^falls back to ntlm^fell back to ntlm^fallback to ntlm&18452^untrusted domain^mssqlsvc&!iis^web^site^page^portal",
        Symptom(S::BackEndSpn),
    ),
    (
        "target_unknown|target is not known|target is unknown|no ticket^no http ticket^no kerberos ticket^no service ticket&!18452^18456^mssqlsvc^database",
        Any(&[O::NoTicket]),
    ),
    (
        "no domain controller|no connection to a dc|no connection to a domain|no connection to the dc|no connection to the domain|no line of sight&domain controller^dc^kdc|domain controller&not reach|cannot reach&domain controller|no authenticating authority|no_authenticating_authority",
        Symptom(S::NoController),
    ),
    (
        "negotiate&yet ntlm^in fact it's ntlm^in fact ntlm^actually ntlm^really ntlm^it is ntlm^but it's ntlm|falls back to ntlm|fell back to ntlm|fallback to ntlm",
        Any(&[O::Sends(SentToken::NegotiateNtlm)]),
    ),
    // Its error messages have codes of their own.
    (
        "winrm&0x80090322^spn^http/^service principal&!winrm cannot process^enter-pssession^new-pssession^invoke-command^session^\\\\|winrm^remoting^enter-pssession^new-pssession^invoke-command^icm &http spn^http/^spn for http&service account^domain account^domain user^pool^svc^gmsa&fails^failed^broke^broken^breaks^stopped^does not work^no longer^cannot&!\\\\",
        Symptom(S::WinRm),
    ),
    (
        "registration^spn&stayed with^stayed on^still with&computer object^old server^server a|http/^spn&sits on^hangs on^is still on^still hangs^registered on&not on^instead of^the old|another account^wrong account^different account^other account^old account^wrong service account^old service account^previous account&spn",
        Any(&[O::Is(F::Spn(SpnHolder::Other))]),
    ),
    (
        "on the computer account^on the machine account^on the computer object^on the server account^belongs to the computer&spn^spns&pool identity^app pool^application pool^runs as&!not on^kernel^moved^both^was on^were on^now it^should^or the",
        Any(&[O::Is(F::Spn(SpnHolder::Computer))]),
    ),
    // What is kept from before.
    (
        "klist purge&helps^helped^fixes^fixed^solves^solved^works again^it works&!did nothing^did not^does not^has not^have not^never^no help^nothing^still^tried^run klist^for a day^a group^new group^membership^delegation|klist purge&until&fail^fails^refused^denied^401^prompt^prompted&!wait until^did nothing^did not^does not^has not^have not^never^no help^nothing^still^tried^run klist^for a day^a group^new group^membership^delegation",
        All(&[Word::Symptom(S::OldTicket), Word::Symptom(S::StillFails)]),
    ),
    // The list of the pool's account.
    ("allowedtodelegateto&pool&spn", Nothing),
    (
        "runs under^runs as^running as&spn&on that account^on this account^on the same account|pool account&spn|app pool&spn|pool's account&spn|spn is on svc|service account&has the spn&servers^farm^load balanc|app pool^application pool^gmsa&registered the spn^spn for it^setspn -s^setspn -a^setspn -l",
        Any(&[O::Is(F::Spn(SpnHolder::Pool))]),
    ),
    (
        "pool^service&besides^other than^except^unless^only works^works only^only work&network service^networkservice^local system^localsystem^applicationpoolidentity^app pool identity&!sql^database^delegat^second^password is^password was|pool^service runs^service is running&runs under^running under^run under^runs as^running as^run as&domain account^domain user^service account&prompt^prompted^asks^401^login box^login window^access is denied&!network service^delegat^spn^http/^kernel^second^back end^backend^anonymous^login failed^password is^password was^useapppoolcredentials",
        POOL_KEY,
    ),
    (
        "pool&identity^account&changed^changing^switched^moving^moved^new&prompt^login window^login box^asks^asked^401&!kernel^spn^setspn^password was^changed the password",
        MODIFIED,
    ),
    (
        "blocked audit^blocked in the domain audit^would be blocked&ntlm",
        BY_NTLM,
    ),
    (
        "ntlm&disabled it^disabled^switched off^turned off&breaks^broke^broken|restrict ntlm|incoming ntlm&deny|outgoing ntlm&deny|deny all&ntlm|blocked&ntlm|disabled ntlm|turned off ntlm|ntlm_blocked|restricted by policy&ntlm|ntlm&banned^forbidden^prohibited^not allowed^not permitted|ntlm is disabled|ntlm disabled|ntlm was disabled",
        Symptom(S::NtlmBlocked),
    ),
    (OF_A_SERVER, Nothing),
];

/// How people sign in.
pub(super) const HOW: &[Entry] = &[
    // A field of an event, whatever it was; and a proxy that asks is no web server.
    (
        "package name (ntlm only)|proxy auth using|proxy using|proxy with|proxy authentication required|(407)|http 407|by default&firefox^chrome^edge^browser|such as ntlm",
        Nothing,
    ),
    // It was to be used, and failed.
    (
        "using kerberos^via kerberos^over kerberos^with kerberos&cannot connect^cannot log^cannot sign^unable to^failed to connect^failed to log^failed to auth^fails to connect^could not connect|cannot authenticate using kerberos|cannot authenticate with kerberos|cannot authenticate via kerberos|with kerberos does not work|with kerberos is not working|via kerberos does not work|kerberos does not work|kerberos is not working",
        Nothing,
    ),
    // What somebody wants or has set up, and not what came.
    (
        "using kerberos^uses kerberos^use kerberos^via kerberos^over kerberos&i'm using^i am using^we're using^we are using^issue using^issues using^problem using^problems using^trouble using^error using^trying to^try to^tried to^want to^wants to^wants kerberos^should use^configured for^configured to^set up to^set up for&!authenticationtype^authentication package^come^comes^came^arrive^arriving^logged in^log in^signed in^klist",
        Nothing,
    ),
    (
        "error occurred while using kerberos|occurred while using kerberos authentication",
        Nothing,
    ),
    // What a proxy asks for says nothing of what IIS offers.
    (
        "basic auth^basic header&in front of^at the^on the^by the^does basic^does the basic^adds^sets^sends&nginx^haproxy^proxy^f5^balancer^gateway^netscaler^big-ip^traefik&!behind^works",
        Nothing,
    ),
    // At one end it says nothing.
    ("lmcompatibilitylevel&reg_dword", Nothing),
    (
        "ntlm version 1^ntlmv1^ntlm v1^lm only&fail^fails^refused^not^no longer|lmcompatibilitylevel|refuse lm|lan manager authentication level|ntlmv1&refused|ntlmv2 only|only ntlmv2|ntlmv1&ntlmv2",
        Any(&[O::Is(F::LevelsDisagree(true))]),
    ),
    // Nobody comes to the back end by NTLM.
    ("authentication package: ntlm&anonymous logon", Nothing),
    // What fails is another way to sign in.
    (
        "basic&windows auth^integrated^ntlm^kerberos^negotiate&it works^everything works^all works^works fine^works with basic^perfectly^gets through^comes through",
        All(&[Word::Lacks(O::Sends(SentToken::Basic))]),
    ),
    ("4624&ntlm&!kerberos^anonymous^basic", BY_NTLM),
    (
        "providers&negotiate, ntlm^negotiate,ntlm^negotiate and ntlm^negotiate then^negotiate first^negotiate is first^negotiate on top^negotiate is on top^negotiate above&!missing^empty",
        Any(&[O::Is(F::Offers(Some(Scheme::Negotiate)))]),
    ),
    (
        "klist&401&http/^http ticket&!no http^not^never^missing^only^no ticket^error^instead of^alias^back end^backend^second^200^first^normal^event 401",
        All(&[
            Word::Any(&[O::Sends(SentToken::Ticket)]),
            Word::Any(&[O::FirstHopRefused]),
        ]),
    ),
    (
        "klist&shows^has^lists^there is^see&http/^http ticket&!no http^not^never^missing^only^no ticket^error^instead of^alias",
        BY_KERBEROS,
    ),
    (
        "does not use ntlm|, not ntlm^and not ntlm&kerberos is used^uses kerberos^used kerberos^by kerberos^via kerberos&!want^need^force^should^how^get ^back end^backend^event 4624",
        BY_KERBEROS,
    ),
    // What works, whatever is offered.
    (
        "works with ntlm only|works by ntlm only|works only with ntlm|works only by ntlm|only works with ntlm|only works by ntlm",
        BY_NTLM,
    ),
    (
        "ntlm first hop|ntlm client",
        Any(&[O::FrontEndKnowsBy(Package::Ntlm)]),
    ),
    (
        "nt challenge/response|never kerberos|not kerberos|no kerberos&!no kerberos credentials|kerberos is not used|always ntlm|instead of kerberos|came by ntlm|came with ntlm|comes by ntlm|comes with ntlm|come by ntlm|come with ntlm|in by ntlm|in with ntlm|in via ntlm|on with ntlm|authenticates with ntlm|authenticated with ntlm|via ntlm|using ntlm|uses ntlm|over ntlm|iis logs ntlm|iis shows ntlm|iis says ntlm|authentication package: ntlm|authenticationtype: ntlm|authenticationtype&shows ntlm^\"ntlm\"^'ntlm'|authenticationtype is ntlm|authenticationtype ntlm|ntlmssp_|goes ntlm|goes by ntlm|goes with ntlm",
        BY_NTLM,
    ),
    (
        "kerberos works for one hop|kerberos works for the first hop|first hop&by kerberos^with kerberos^is kerberos^uses kerberos^kerberos works|came by kerberos|came with kerberos|comes by kerberos|comes with kerberos|come by kerberos|come with kerberos|in by kerberos|in with kerberos|in via kerberos|on with kerberos|authenticates with kerberos|authenticated with kerberos|via kerberos|using kerberos|uses kerberos|over kerberos|authentication package: kerberos|authenticationtype: kerberos|authenticationtype is kerberos|authenticationtype kerberos",
        BY_KERBEROS,
    ),
    (
        "ntlm only|only ntlm|offers ntlm|only offers ntlm|ntlm is listed above|ntlm above negotiate|ntlm before negotiate|ntlm is first|ntlm is at the top|ntlm on top",
        Any(&[O::Is(F::Offers(Some(Scheme::Ntlm)))]),
    ),
    (
        "digest authentication|digest only|only digest|digest is the only|uses digest|by digest",
        Any(&[O::Is(F::Offers(Some(Scheme::Digest)))]),
    ),
    (
        "basic&domain\\|basic&default domain|type the domain",
        All(&[
            Word::Any(&[O::Sends(SentToken::Basic)]),
            Word::Any(&[O::LogonFailed(0xC000_0064)]),
        ]),
    ),
    (
        "basic&network logon|basic&logon type&network|basic&logon method|logonmethod&network",
        All(&[
            Word::Any(&[O::FrontEndKnowsBy(Package::LogonUser)]),
            Word::Any(&[O::SecondHopFails]),
        ]),
    ),
    (
        "basic authentication|basic only|only basic|uses basic|by basic",
        Any(&[O::Is(F::Offers(Some(Scheme::Basic)))]),
    ),
    (
        "strips^drops^removes^swallows&www-authenticate&!nothing^but not|anonymous only|only anonymous|no www-authenticate|offers no scheme|no authentication is enabled",
        Any(&[O::Is(F::Offers(None))]),
    ),
    // What an application reads from another computer, where its caller is nobody.
    (OF_A_SHARE, Nothing),
    // So an event or a box says both; which of the two, its codes say.
    (
        "unknown user name or bad password|user name or password is incorrect|user name or password is not correct|username or password is incorrect|user name or the password is incorrect",
        Any(&[
            O::LogonFailed(0xC000_0064),
            O::LogonFailed(0xC000_006A),
            O::LogonFailed(0xC000_006D),
            O::TgtRefused(24),
            O::TgtRefused(6),
        ]),
    ),
    (
        "old password^saved password^stored password^saved credential^stored credential^cached credential^credential manager^old entry^saved on her^saved on his&prompt^asks^comes back^pops up^401^login&!anonymous logon^login failed for user|wrong password|bad password|is wrong&password&!application pool^app pool|is incorrect&password|wrong credentials&!sending^sends|status_wrong_password",
        Any(&[O::LogonFailed(0xC000_006A), O::TgtRefused(24)]),
    ),
    // A password that some program still has.
    (
        "changed my password^changed his password^changed her password^changed their password^changed my windows password&since^after^until&!service^pool^nobody^anonymous^even after^etype^delegation^admin",
        Any(&[O::LogonFailed(0xC000_006A), O::TgtRefused(24)]),
    ),
    ("logon_denied|status_logon_failure", Any(SOME_LOGON_FAILURE)),
    (
        "no such user|user does not exist|unknown user name|status_no_such_user",
        Any(&[O::LogonFailed(0xC000_0064), O::TgtRefused(6)]),
    ),
    (
        "usekernelmode=\"false\"|usekernelmode=false|usekernelmode: false|useapppoolcredentials=true|kernel mode is off|kernel mode off|kernel-mode off|kernel mode^kernel-mode&disabled^turned off|useapppoolcredentials=\"true\"|useapppoolcredentials is true",
        Any(&[O::Is(F::OpensWith(KeyOwner::Pool))]),
    ),
    (
        "useapppoolcredentials&prompt^401^login box&setspn^spn&domain account^service account^gmsa&!is true^=true^=\"true",
        All(&[
            Word::Any(&[O::Is(F::OpensWith(KeyOwner::Computer))]),
            Word::Any(&[O::Is(F::Spn(SpnHolder::Pool))]),
        ]),
    ),
    (
        "kernel&untick^uncheck^disable^switch off^turn off^tick it again&works^helps^fixes^goes away^unless",
        All(&[
            Word::Any(&[O::Is(F::OpensWith(KeyOwner::Computer))]),
            Word::Any(&[O::Is(F::Spn(SpnHolder::Pool))]),
        ]),
    ),
    (
        "kernel mode^kernel-mode&not enabled^is unchecked^was unchecked^not checked^is unticked^was unticked^not ticked^is cleared^is disabled",
        Any(&[O::Is(F::OpensWith(KeyOwner::Pool))]),
    ),
    (
        "usekernelmode=\"true\"|usekernelmode=true|usekernelmode: true|useapppoolcredentials=false|useapppoolcredentials: false|kernel mode is on|kernel mode on|kernel-mode on|kernel mode authentication^kernel-mode authentication&is checked^still checked^is ticked^is active^is on|kernel-mode&enabled|kernel mode&enabled|useapppoolcredentials=\"false\"|useapppoolcredentials is false",
        Any(&[O::Is(F::OpensWith(KeyOwner::Computer))]),
    ),
    (
        "401.3|acl&directory^folder^file&permission^denied^no access&!share",
        Symptom(S::FileAcl),
    ),
    // The back end's.
    (
        "returned an error: (401)|request failed with http status 401|does not indicate success: 401|401&httpclient^second server^back end^backend^web api^other server's^another server^api server^api-server^rest service^other box^another box&!directly to^direct to^bypass",
        Nothing,
    ),
    (
        "err_invalid_auth_credentials|401.1&credentials that you supplied",
        Any(&[
            O::LogonFailed(0xC000_0064),
            O::LogonFailed(0xC000_006A),
            O::LogonFailed(0xC000_006D),
            O::LogonFailed(0xC000_006E),
            O::TgtRefused(24),
            O::TgtRefused(6),
            O::TicketRejected(41),
            O::TicketRejected(37),
        ]),
    ),
    (
        "invalid authentication headers",
        Any(&[
            O::Is(F::Offers(None)),
            O::TicketRejected(41),
            O::TicketRejected(37),
        ]),
    ),
    // A token of an application's, which no Windows logon has to do with.
    (
        "401&bearer^invalid_token^api token^api key^access token^oauth^jwt&!negotiate^ntlm^kerberos^windows auth^integrated^401.1^401.2^not involved^or not^intranet^spn",
        Nothing,
    ),
    // Where it has no scheme to ask with it shows the server's first answer.
    (
        "firefox&401^unauthorized^unauthorised&edge does^in edge it^edge works^works in edge^chrome does^in chrome it^chrome works^works in chrome^chromium&!only in firefox^firefox works^works in firefox^works with firefox^in firefox it^with firefox it",
        Contrasted,
    ),
    // So a server asks.
    (
        "http/1.1 200&http 401|401&ntlmssp_challenge|401 with negotiate^401 with ntlm^401 unauthorized with negotiate^401 unauthorized with ntlm|401&with www-authenticate^and www-authenticate",
        Nothing,
    ),
    // By the configuration nobody was asked for a proof, or none came that it takes.
    (
        "401.2&!401.1^401.3^0x80070005^2 5",
        Any(&[O::Is(F::Offers(None)), O::Is(F::KeepsAlive(false))]),
    ),
    (
        "401.1|401.2|error 401|401 error|http 401|status 401|with a 401|401 unauthorized|401 - unauthorized|401 stays|iis answers 401|iis answers with 401|iis returns 401|iis still returns 401|iis still answers 401|iis still answers with 401|gets 401|gets a 401|get 401|get a 401|err_missing_auth_credentials|err_unsupported_auth_scheme",
        Pick(P::StaysAt401),
    ),
];

/// Whether the password that is typed is the right one.
pub(super) const PASSWORD: &[Entry] = &[(
    "correct user name^correct username^right user name^right username^correct user id&password^pwd|credentials are valid^credentials are certainly valid^credentials are definitely valid&!no|correct credentials|right credentials|credentials are right|valid credentials&!no valid credentials|correct password|right password|password is correct|credentials are correct",
    Any(&[O::Is(F::PasswordIsRight(true))]),
)];

/// Which scheme works, and which does not.
pub(super) const SCHEMES: &[Contrast] = &[
    Contrast {
        works: "basic",
        fails: "integrated|windows auth|ntlm|negotiate|kerberos|challenge/response|to windows|with windows|windows login|windows sign",
        about: "",
        unless: "",
        says: All(&[Word::Lacks(O::Sends(SentToken::Basic))]),
    },
    Contrast {
        works: "kerberos",
        fails: "ntlm",
        about: "back end|backend|second hop|second server|sql|database|share|api|data",
        unless: "",
        says: All(&[
            Word::Any(&[O::FrontEndKnowsBy(Package::Ntlm)]),
            Word::Any(&[O::SecondHopFails]),
        ]),
    },
];

/// As whom the service runs when it works, and when it does not.
pub(super) const ACCOUNTS: &[Contrast] = &[
    Contrast {
        works: "",
        fails: "winrm|remoting|pssession|enter-pssession|new-pssession|invoke-command|icm |winrs",
        about: "http spn|http/|spn for http|spns for http",
        unless: "http/1|http/2|\\\\|second hop|double hop|share",
        says: Symptom(S::WinRm),
    },
    Contrast {
        works: "network service|networkservice|local system|localsystem|local service|applicationpoolidentity|app pool identity|apppoolidentity|built-in account|virtual account",
        fails: "domain account|domain user|service account|custom account|specific user|specific account|own account|user account|svc|gmsa|managed account",
        about: "",
        unless: "anonymous|sql|database|delegat|second hop|back end|backend|other server|second server",
        says: POOL_KEY,
    },
];
