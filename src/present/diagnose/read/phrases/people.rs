//! From where it fails, for whom, and what settings are called.

use super::contrast::Contrast;
use super::{Entry, Says, Word};
use crate::lab::{AddressKind, Observable as O, Restriction as R, SettingFinding as F, SpnHolder};
use crate::present::causes::Pick as P;
use crate::present::causes::Symptom as S;
use Says::{All, Any, Nothing, Pick, Symptom};

/// By one of the server's names people are asked: of a name with dots a browser takes it for the internet's.
const ONE_NAME_ASKS: Says = All(&[
    Word::Any(&[O::OtherNameWorks]),
    Word::Lacks(O::Is(F::Address(AddressKind::Short))),
    Word::Symptom(S::AsksWhoIsLoggedOn),
]);

/// Words of where it fails and where it works.
pub(super) const WHERE: &[Entry] = &[
    (
        "iis express|visual studio|in debug|debug mode",
        Symptom(S::DevelopmentServer),
    ),
    (
        "fails everywhere|fails on the server too|fails on the server as well|also fails on the server",
        Pick(P::FailsEverywhere),
    ),
    (
        "only machine^only computer^only box^only pc&server itself^machine itself^computer itself^box itself^local machine^local computer^same machine|server itself^on the server^locally^localhost&another machine and it works^other machine and it works^machine it works^client it works^clients it works^pc it works^desk it works^works from every^works from any^works from all^works remotely^remotely it works^remote users have no problem^clients have no problem^clients are fine^works everywhere else",
        Pick(P::FailsOnServerOnly),
    ),
    (
        "401^fails^denied^prompts^asks&only when^only if&on the web server^on the server|fails on the server only|fails only on the server|fails on the server, works|fails on the server itself|from a desk it works|works from a workstation|works from workstations|works from other machines|works from another computer|works from a client|fine from clients|fine from desks|works from a desk|from desks it works|works from desks|from other computers it works|works from other computers|works from clients|401.1 on the server itself",
        Pick(P::FailsOnServerOnly),
    ),
    (
        "works on the server|works on the app|works on the web server|works on the iis|works on the box|works locally|works from the server|works only on the server|only on the server^only on server^just on the server&not work from^not open from^not from|works on localhost^works via localhost^works via https://localhost^works with localhost&!dns name^host name^hostname^fqdn^full name^machine name^computer name^own name^hosts file|works when i browse|works when browsing on|fails from other machines|fails from other computers|fails from clients|fails remotely|only works on the server",
        Pick(P::WorksOnServer),
    ),
    (
        "fully qualified^fqdn^full name^full dns name^long name&short^netbios^bare host name^single label&prompt^asks^asking^asked^login box^popup^pop-up^credentials^log in",
        ONE_NAME_ASKS,
    ),
    (
        "internet zone|\"local intranet^under local intranet^to local intranet^in local intranet&added^add^list^sites|to the local intranet&fixes^fixed^solves^solved|not in the local intranet|not in the intranet zone|short name works|one name works|netbios name works|works by the short name|works with the short name|works by short name|short name&fqdn|silently^silent^automatically&asks for^prompts^pops up^enter credentials&http://^https://|hostname works|host name works|fqdn prompts|fqdn fails|fqdn does not",
        Pick(P::OneNameWorks),
    ),
];

/// Where the server itself is. A report server is called the site where this is read.
const SERVER: &str = "on the server|on the web server|on our web server|on the app server|on the iis|on the web box|on the box|on the wfe|on the reporting server|on the sharepoint server|wfe itself|box itself|server itself|on localhost|\
    with localhost|via localhost|http://localhost|https://localhost|locally|rdp to|rdp into|rdp on|remote desktop to|remote desktop on|\
    remote into|run it on the site|run them on the site|run the report on the site|run reports on the site|log on to the server|log onto the server|logged on to the server|from the server|on the host itself|on the same machine|local browser";
const DESK: &str = "from a client|from clients|from the client|from my desk|from a desk|from desks|clients|client machine|workstation|from my pc|\
    from another|from other|other machine|other computer|another machine|another computer|remote users|remotely|anywhere else|\
    everywhere else|from outside|from desktop|from a desktop|from my desktop|my pc|other pc|another pc|from any|to all users|for all users|for all other users";

/// One's own computer, by the name that is nobody else's.
const LOCALHOST: &str = "localhost|127.0.0.1|loopback address";
/// Where else somebody may sit.
const ELSEWHERE: &str = "client|from my|desk|workstation|from another|other machine|other computer|other pc|another machine|another computer|another pc|\
    remote|anywhere else|everywhere else|outside|network|colleague|users|people|phone|laptop";
/// Other names that it has.
const OWN_NAME: &str = "dns name|host name|hostname|machine name|computer name|server name|full name|short name|fqdn|fully qualified|own name|its name|real name|\
    the name|host header|alias|cname|hosts file|ip address";

/// Where it works, and where it does not.
pub(super) const PLACES: &[Contrast] = &[
    Contrast {
        works: "dev machine|development machine|dev box|my machine|my own machine|my own pc|local machine|my laptop|f5|debugging|debugger",
        fails: "",
        about: "deploy|publish|production|prod|staging|live|server|iis|there|once",
        // The key that starts a debugger, and a balancer.
        unless: "balancer|big-ip|virtual server|reverse proxy|linked server|ssms|management studio",
        says: Symptom(S::DevelopmentServer),
    },
    Contrast {
        works: DESK,
        fails: SERVER,
        about: "",
        unless: "",
        says: Pick(P::FailsOnServerOnly),
    },
    // Who calls is the same computer: from another one it would not be called so.
    Contrast {
        works: LOCALHOST,
        fails: OWN_NAME,
        about: "",
        unless: ELSEWHERE,
        says: Pick(P::FailsOnServerOnly),
    },
    Contrast {
        works: "",
        fails: "hosts file|redirects to localhost|points to localhost|point to localhost|resolves to localhost|maps to localhost",
        about: "localhost|127.0.0.1|local machine|own machine|own computer|same machine|same computer",
        unless: ELSEWHERE,
        says: Pick(P::FailsOnServerOnly),
    },
    Contrast {
        works: SERVER,
        fails: "",
        about: "",
        unless: "",
        says: Pick(P::WorksOnServer),
    },
];

/// Words of who is affected and who is not.
pub(super) const WHO: &[Entry] = &[
    (
        "one user&as long as^only while&signed in^logged in^at a time|sometime^sometimes&receive^receives^gets&user 1^user 2^user2^other user's|sometimes&sees user^logs in to another^signs in to another^becomes another^gets another|mixes sessions^mixes the sessions^mixes up sessions^mixing up sessions^swaps sessions&balancer^proxy^box^network^f5^haproxy^nginx^gateway|mixed up&users^sessions^identities^people|saw each other|see each other|different colleague|shown as^shown somebody^logged on as&different user^different person^other person|reuses upstream|multiplexing^oneconnect^connection reuse^reuses connections^reuses its connections^connection pooling^shares connections&balancer^proxy^box^network^f5^haproxy^nginx^networking^in front|another person's|someone else's|name&changes to&someone else^somebody else^another|saw the&of a colleague^of another|some users get&other user^other people^others'^another|as somebody else|other users' data|each other's data|as someone else|as another user|logged in as other^logged on as other^signed in as other&users^people^colleagues^accounts&!to test^when logged^when i^i logged|as a different user|wrong user|another user's|somebody else's|someone else's|other people's|session of another|session of somebody|as a different person",
        Symptom(S::AnotherUser),
    ),
    (
        "selective authentication|authentication firewall",
        Symptom(S::SelectiveTrust),
    ),
    // Whose own domain is well.
    (
        "from the other domain^from another domain^from a different domain^of the other domain^of another domain^in the other domain^in another domain^from the child domain^in the child domain^of the child domain^from a child domain&fail^fails^cannot^asked^prompt^prompted^s_principal_unknown&ours^our own^own domain^our domain^same domain^my domain&!forest^sql^anonymous^delegat^badoption^get in fine",
        All(&[
            Word::Symptom(S::SelectiveTrust),
            Word::Symptom(S::NoWayToDomain),
        ]),
    ),
    (
        "trusted forest|own forest|their forest|accounts forest|account forest|user forest|resource forest|one-way trust|two-way trust|one way trust|two way trust|a trust with|trusted domain&users|cross-realm|enabletgtdelegation|of forest|other forest|another forest|different forest|partner forest|cross-forest|across forests|forest trust",
        Pick(P::OtherForest),
    ),
    (
        "reset&password&service user^http user|reset^changed^renewed^new&password of the service account^password of the pool^password of the app pool^service account's password^service account password^password for the service account|since^after&password was changed^password change^password reset^password was reset^reset the password^changing the password^changed the password^password rotation|rotate&password&service^svc&since^yesterday^now|password&rotated^rolled^rollover|password was changed&now|password of&was changed^was reset&krb_ap_err_modified^not restarted^no restart|since the password",
        Pick(P::SincePasswordChange),
    ),
    (
        "app pool^application pool^apppool^app-pool&since^until^after^used to work^worked before&moved^move^moving^changed^change^changing^switched^switching^set to^runs as^run as^runs under^run under&account^identity^gmsa^svc&!password^kernel",
        Pick(P::SincePoolChange),
    ),
    (
        "works&except^but not^not for&domain admins^admin accounts^administrators^privileged|my admin account|our admin account|admin account fails|only domain admins|for domain admins|domain admins get|domain admins see|domain admins&fail^cannot^denied|admin accounts|only admins|only administrators|privileged accounts|ceo|cfo|delegation works&except^but one^but not|delegation fails^delegation does not work&one user^single user^one account",
        All(&[
            Word::Any(&[O::SomeUsersOnly]),
            Word::Any(&[O::Is(F::User(R::Sensitive)), O::Is(F::User(R::Protected))]),
        ]),
    ),
    (
        "some but not all|for some accounts&!payable^for everyone^for all|some accounts see|some accounts fail|some accounts cannot|some accounts get|some accounts work|every user but not^everyone but not^everybody but not^all but not^all users but not^everyone except^for all but|everybody^everyone^every user^all users&except five^except six^except us^except me^except our^except my^except him^except her^except for|the other&people^users^colleagues&fine^ok^work^no problem|all other&fine^ok^work|fails only for me|only fails for me|happens only to me|only happens to me|some users|with the exception of|some people|most people&but not^except^only|most users&but not^except^only|all users except|everyone except|everyone but|everybody but|everyone else is|everyone else can|everyone else has no|everyone else works|everyone else gets in|for everyone else|one user&!ran into^reported^their company|one account|single user&!hosts|only the &account&!spn|only my account|only&'s account&!delegat^spn^services|except one user|for one person|works for others|works for other users|works for everyone else|only the managers^only managers^only our managers^only the directors^only directors^only our directors^only my colleague^only my colleagues^only the boss^only my boss^only our boss&cannot^fail^fails^get^gets^see^sees^are^is|works for me^works fine for me^fine for me^works with my account&not for^but not^fails for^colleague^others^other users&!on the server^from the server",
        Pick(P::SomeUsers),
    ),
    (
        "works for every^works for all^works fine for^fine for every^fine for all^fine to all^fine to every",
        Nothing,
    ),
    (
        "all users|every user|nobody can|for everyone^for everybody|everyone^everybody&!everyone with^everybody with^everyone who^everybody who^everyone on^everybody on&fails^failed^gets^sees^affected^asked again^401^error^same|everyone is^everybody is^everyone has^everybody has",
        Pick(P::AllUsers),
    ),
];

/// Words of accounts' settings, in the directory and at IIS.
pub(super) const SETTINGS: &[Entry] = &[
    (
        "protected users|protected user",
        Any(&[O::Is(F::User(R::Protected))]),
    ),
    (
        "spn registration^the spn^spns&is correct^are correct^was correct^was configured correct^is configured correctly^are configured correctly&!whether^sure^verify^check that^check whether^check if^ensure^said^mssqlsvc^database^sql^back end",
        Any(&[
            O::Is(F::Spn(SpnHolder::Computer)),
            O::Is(F::Spn(SpnHolder::Pool)),
        ]),
    ),
    // Numbers of a key: the ticket's, and the service's.
    (
        "kvno&does not match^do not match^mismatch^differs|krb_ap_err_nokey|matching key not found|kvno&keytab&!kvno -^entry valid^disable^(ticket kvno^likely out of date^found in keytab but^cannot find key for|version of key is not available|badkeyver",
        Any(&[O::Is(F::KeyIsOld(true))]),
    ),
    (
        "krbtgt&sensitive|krbtgt&accountnotdelegated",
        Symptom(S::NoDelegationAtAll),
    ),
    (
        "not_delegated|sensitive and cannot be delegated|account is sensitive|marked sensitive|is sensitive|marked as sensitive",
        Any(&[O::Is(F::User(R::Sensitive))]),
    ),
    (
        "sensitive&box^flag^ticked^checked&account^accounts^user|protected group|hardened&accounts^account&!server^baseline",
        Any(&[O::Is(F::User(R::Sensitive)), O::Is(F::User(R::Protected))]),
    ),
];
