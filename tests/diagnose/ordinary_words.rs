//! Failures told by people who do not know the words for them: by what they see, what was changed, and who is affected.

use super::{diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

const NO_DELEGATION: &[Cause] = &[Cause::MayNotDelegate, Cause::ComesByNtlm];

/// What is told, and its causes, one of which is among the first three.
const TOLD: &[(&str, &[Cause])] = &[
    (
        "IIS 10, custom pool identity CORP\\svc_bi, SPN HTTP/bi.corp.example properly on svc_bi and only there, \
         checked twice. Password prompt loop for everybody with Negotiate. I untick \"Enable Kernel-mode \
         authentication\" in advanced settings and it works right away. Tick it again, broken. Why, and is it \
         safe to leave off?",
        &[
            unusual(U::SpnOnPoolInKernelMode),
            unusual(U::PoolKeyWithoutSpn),
        ],
    ),
    (
        "we did register the names for new report portal and i see people arriving with kerberos, so far so good \
         i thought. but the numbers from finance cube (is on other server) still not coming thru under their own \
         name. nobody ever touched anything about trusting the pool account in AD, before that we had not even \
         this tab. must we?",
        NO_DELEGATION,
    ),
    (
        "Weird, with \"Basic\" ticked in IIS the users type their password once and everything works, including \
         the documents coming from the storage server. With \"Windows authentication\" they dont need to type \
         anything, they see the start page, but no documents. My boss prefers the no typing version. why is the \
         more modern option worse",
        NO_DELEGATION,
    ),
    (
        "CIO cannot open CRM attachments (file server), all other staff OK. His account has box ticked re \
         \"sensitive\" since pentest last yr. Related? pls advise",
        &[unusual(U::Sensitive), unusual(U::Protected)],
    ),
    (
        "After the power cut on Sunday nobody on the 3rd floor web server can sign in with their Windows session. \
         Somebody noticed that the taskbar of this server shows a quarter of an hour earlier than all our PCs. \
         Could that be it or am I looking at the wrong thing.",
        &[unusual(U::Clock)],
    ),
    (
        "DBA here. The web guys claim their new Blazor Server portal uses \"Windows login of each user\". In my \
         audit trace there is exactly one login from that box all day long: CORP\\svc_webpool. Two hundred people \
         used it yesterday. So whose login is it using?",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    (
        "Since the merger the people from the acquired company (own domain, own forest, two way trust) use our \
         project portal. They log on nicely,\nportal shows PARTNER\\... at the top. Our own people get their \
         project lists from the SQL server, theirs stay empty with an authentication failure. Exactly same PC \
         model, same browser policy.",
        &[unusual(U::OtherForest), Cause::Outside(Out::SelectiveTrust)],
    ),
    (
        "Changed the identity of our application pool from the old service user to a new one on Tuesday as \
         auditors wanted. From this moment on the login window comes and comes again, three times then white \
         page. The funny thing is if you type the IP address of the server and your password you get in. The name \
         of the site still hangs on the old user in AD as far as I see.",
        &[
            unusual(U::SpnElsewhere),
            unusual(U::PoolKeyWithoutSpn),
            unusual(U::SpnOnPoolInKernelMode),
        ],
    ),
    (
        "if i write http://hrweb the page opens at once. if i write http://hrweb.litware.com i get asked for user \
         and password everytime. its the same page same pc. password is accepted. how to get rid of the question",
        &[
            unusual(U::InternetZone),
            unusual(U::IpAddress),
            unusual(U::UnregisteredName),
        ],
    ),
    (
        "Half of our intranet is broken since Saturday. Pages that read from DBPROD1 are fine, as always, and \
         show the right data per person. The HR database was moved to DBPROD2 on the weekend and everything that \
         goes there fails for everyone. Connection string is right, I can log on to DBPROD2 from my workstation \
         with the same account, and the colleagues from HR too. The AD team says our service account is only \
         allowed to hand people on to certain named servers but that was set up in 2017 and nobody has changed it \
         since.",
        &[unusual(U::NotListed)],
    ),
    (
        "So everybody can run the reports except five of us in the infrastructure team. We have the MOST rights \
         in the whole company and yet we are the ones who get nothing!! Same PCs, same browser, if a normal user \
         logs on at my machine it works for him. A colleague who moved to infra last month lost it the day his \
         account was put in the protected group like ours.",
        &[unusual(U::Sensitive), unusual(U::Protected)],
    ),
    (
        "We rotate passwords of service accounts every 90 days. Yesterday was the day for the one that runs the \
         apache/tomcat SSO. The Windows users can not come in since, login box or error about \"specified version \
         of key is not available\". The keytab file on the linux box is dated from March.",
        &[unusual(U::OldKey)],
    ),
    (
        "Hi all,\nthis is urgent: a customer advisor called because she saw the pay slip of a colleague in our \
         self-service portal. She did not log in with another name. We can reproduce it a bit: with many people \
         at the same time, after reload the name in the upper corner changes to someone else. Since two weeks \
         there is a new load balancer in front that reuses its connections to the servers.",
        &[
            Cause::Outside(Out::SharedConnections),
            unusual(U::NoKeepAlive),
        ],
    ),
    (
        "My user swears nothing changed but she changed her domain password on friday. Since then the intranet \
         page pops up the login, and she says when she clicks ok on what's already filled in it comes back. If \
         she goes to the neighbours PC and types the new one she gets in. There seems to be an old entry saved on \
         her PC.",
        &[unusual(U::WrongPassword)],
    ),
    (
        "new starter can log in to the reporting site, her name is at top right, but she has only \"you dont have \
         permission\" when a report wants data from the warehouse. the other 30 people in her team are fine. DBA \
         sees her being refused by her own name",
        &[unusual(U::NotAdmitted)],
    ),
    (
        "Security baseline got applied to the web servers, among others \"Network security: Restrict NTLM: \
         Incoming NTLM traffic = Deny all accounts\". Now everybody who opens the site by IP address, and all the \
         Macs not joined to the domain, are thrown out. The domain PCs with the proper name are OK.",
        &[Cause::Outside(Out::NtlmBlocked)],
    ),
    (
        "We want that our IIS site runs with a domain account so we did the setspn for this account like in the \
         book. If the pool is NetworkService (and no entry) it works. With the domain account users get triple \
         prompts. Somebody on the forum said the check of the ticket isn't done by the pool at all but deep in \
         windows with the machine's own password, and there is a setting for this with \"useAppPoolCredentials\". \
         I don't get it, could you explain if it is my case?",
        &[
            unusual(U::SpnOnPoolInKernelMode),
            unusual(U::PoolKeyWithoutSpn),
        ],
    ),
    (
        "We put a WAF in between which terminates https and opens a new https to the IIS. All users with Windows \
         Auth get endless prompts, Basic ok. In IIS advanced settings Extended Protection = Required. Bypassing \
         WAF by hosts file -> no prompts.",
        &[Cause::Outside(Out::ExtendedProtection)],
    ),
    (
        "Manager of claims team: My people use Google Chrome because the supplier recommended it. Half of what \
         they need is empty in it. In the old Microsoft browser with the blue e it's all there. I have 60 people \
         complaining and I'm not a technician, so forgive the wording.\nIT says server is set up correctly and \
         \"proves\" it with the blue e. Can anyone tell me what IT needs to change so that we needn't go back?",
        &[unusual(U::BrowserDoesNotDelegate), unusual(U::InternetZone)],
    ),
    (
        "SharePoint. On Sunday the farm admin reset the password of the service account directly in ADUC and \
         typed the new one in one of the two front ends. Users who land on front end 1 are in without asking. \
         Those who land on 2 get login boxes until they give up. Which one you get is luck.",
        &[unusual(U::OldKey)],
    ),
    (
        "the web service account has 2 entries under \"services to which this account can present delegated \
         credentials\". both are MSSQLSvc entries with short names of the SQL boxes. new cluster listener SQLAG01 \
         isnt there. apps pointed to the listener fail, apps pointed to the nodes directly work",
        &[unusual(U::NotListed)],
    ),
    (
        "Lady from accounting can't sign in the intranet anymore since about 9.20, she had tried a few times with \
         caps lock on. Now also with right password it refuses. On monday this happened to her also and after \
         half an hour it was good by itself.",
        &[
            Cause::Outside(Out::Locked),
            Cause::Outside(Out::PasswordExpired),
        ],
    ),
    (
        "new gmsa for the web farm, we created it with its own password and everything and switched the pools on \
         both nodes. now the users get a popup they can't satisfy. i see in ADUC attribute editor that the name \
         of the farm (http/farm...) sits on the COMPUTER object of node 1, not on gmsa. useAppPoolCredentials is \
         true",
        &[
            unusual(U::SpnElsewhere),
            unusual(U::PoolKeyWithoutSpn),
            unusual(U::SpnOnPoolInKernelMode),
        ],
    ),
    (
        "Single sign-on to our Jenkins-behind-IIS died this morning. Colleague told me at lunch that he had \
         \"also\" added the web name to his new test account yesterday since he wanted to try something. The old \
         entry on the real account is still there. Can one name be there two times?",
        &[unusual(U::SpnTwice)],
    ),
    (
        "Our file server was replaced, FS-OLD became FS-NEW, all shares copied, permissions the same, login \
         scripts changed, everyone happy. Except the document viewer on the intranet, which opens no file any \
         more for nobody. From Explorer the same people open the same files. I spent the day comparing share and \
         NTFS permissions left and right and they are identical to the letter. The viewer's supplier remoted in, \
         entered the new path in his config and declared himself finished.\n\n I remember dimly that in AD, on \
         the web server object, there was a list of computers with \"cifs\" in it and the old name was there.",
        &[unusual(U::NotListed)],
    ),
    (
        "i changed authentication in IIS from Windows to Basic only for a test and suddenly users can see their \
         mails/calendar in our portal (exchange is other server). changed back to windows - calendar gone. \
         logging in as such ok with both. please enlighten",
        NO_DELEGATION,
    ),
    (
        "Every regular employee can export from the BI portal to the share. The board members can't. There are 7 \
         of them, and IT gave them special hardened accounts in spring which \"may not be passed on\". They don't \
         believe me it's their accounts and blame the portal. I am the portal guy.",
        &[unusual(U::Sensitive), unusual(U::Protected)],
    ),
    (
        "Sometimes, maybe one of fifty times, when I open the leave planner I am Petra. I am not Petra. I can see \
         her holidays and could even cancel them. F5 and I'm me again. It frightens me a little, because if I see \
         hers then somebody sees mine. My colleague Tom had the same thing on Wednesday but he was me.\nThis \
         began when networking turned on some speed-up option (they call it multiplexing, OneConnect) on their \
         box in front of web servers.",
        &[
            Cause::Outside(Out::SharedConnections),
            unusual(U::NoKeepAlive),
        ],
    ),
    (
        "Our multifunction printers \"scan to web folder\" on IIS worked with a domain user. After new domain \
         controllers (2025) they all fail, user and pwd are right, we can log in with it from a notebook. Vendor \
         says firmware only speaks NTLM version 1.",
        &[unusual(U::LevelsDisagree)],
    ),
    (
        "After renaming the web address from \"apps\" to \"workplace\" in DNS (A record, new name only) the \
         customers' orders cannot be loaded by the intranet any more. Old address still works if you put it in \
         the hosts file. Login as such is silent on both. Admin says he changed DNS and the IIS binding, and \
         nothing else, in particular nothing in AD.",
        &[unusual(U::SpnMissing), unusual(U::UnregisteredName)],
    ),
    (
        "files which people upload thru our intranet land on \\\\stor4\\inbox with owner DOMAIN\\svc-upload, all \
         of them. manager wants to see who uploaded. windows login is on in iis, anonymous off",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    (
        "I added the missing entry to the list of the service account ten mins ago and ADUC shows it on all DCs. \
         Page has still the same error for me and for the tester. Neither of us rebooted anything, and the IIS \
         server hasn't been restarted either.",
        &[Cause::Outside(Out::NegativeCache)],
    ),
    (
        "Why does my Windows laptop make me sign in to the lunch ordering page each day but my collegue next to \
         me is let in automaticly? we both can order fine. he says his IT guy once added the page to some list in \
         internet settings under \"local intranet\".",
        &[
            unusual(U::InternetZone),
            unusual(U::IpAddress),
            unusual(U::UnregisteredName),
        ],
    ),
    (
        "Everything on the intranet opens but the folder with the construction plans. There it asks for my \
         password and then says no permission because of ACL on the directory. I see the folder belongs to \
         Administrators only since the backup restore yesterday.",
        &[Cause::Outside(Out::FileAcl)],
    ),
    (
        "The web service on the second server gets my user, his log even shows \"authenticated as CONTOSO\\fred \
         via Kerberos, delegated\" and then \"403 user is not in role Reader\". Why 403?",
        &[unusual(U::NotAdmitted)],
    ),
    (
        "from my pc: remote powershell to WEBFARM1 okay, then in this session Import-Module from \\\\tools\\ps or \
         Get-ADUser both say denied or unable to contact. local on WEBFARM1 both okay. before someone says \"you \
         arent admin\": i am",
        &[Cause::Outside(Out::RemoteSession)],
    ),
    (
        "Migration of the reporting DB. Logins were forgotten for the group \"Controlling\". Website passes on \
         who you are (I see each name come in on the SQL side, with Kerberos). Controlling people are refused, \
         Sales people see their numbers.",
        &[unusual(U::NotAdmitted)],
    ),
    (
        "We are told NTLM is going away, so infra disabled it through group policy in the test domain to see what \
         breaks. What broke: the web UI of our build server if opened by IP, and one intranet page whose name was \
         never registered in AD. Everything else lives. Just looking for confirmation that this and nothing else \
         is the reason.",
        &[Cause::Outside(Out::NtlmBlocked)],
    ),
    (
        "The site moved from server A to server B, keeping its name. The registration of the name in AD stayed \
         with server A's computer object. All visitors now get a password popup no password satisfies. If I visit \
         by B's own name, silent login. A is still switched on but without IIS.",
        &[
            unusual(U::SpnElsewhere),
            unusual(U::PoolKeyWithoutSpn),
            unusual(U::SpnOnPoolInKernelMode),
        ],
    ),
    (
        "People came back from daylight saving weekend, somebody \"corrected\" the clock of the domain controller \
         by hand by 1 hour instead of the timezone. Today nobody gets in on the web portal and shares are flaky \
         too. PCs show other time than the DC.",
        &[unusual(U::Clock)],
    ),
    (
        "My boss asks why the shop floor screen shows \"no orders\" while his own screen in the server room shows \
         all of them. \n- Server room screen = the web server itself.\n- All other PCs in the factory = no \
         orders.\n The orders come from the SAP gateway on a different machine. We log in at both with the same \
         user. IT intern said it is one jump versus two jumps.",
        NO_DELEGATION,
    ),
    (
        "Linux box with apache + mod_auth_gssapi, works for years. AD colleague did a \"reset password\" for the \
         http service user as part of cleaning. Since then all Windows users fall on the fallback login form. He \
         says he set it to same complexity so shouldn't matter lol.",
        &[unusual(U::OldKey)],
    ),
    (
        "\"Access to the path '\\\\fs3\\quotes' is denied.\" When I give the computer object of the web server \
         (FS side: WEB3$) rights on the share then it suddenly works for everybody, also for those who shouldn't. \
         So the users' names are not used at all?",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    (
        "Tableau-like home grown reporting tool, IIS, impersonation switched on. DB on same VM in test: perfect. \
         In production DB is on its own VM: login failed, user is blank / anonymous. Nothing has been configured \
         in Active Directory for any of it, it's a 20 person company and I do IT on the side.",
        NO_DELEGATION,
    ),
    (
        "An external auditor's login worked till 31st and as of the 1st it doesn't, neither web nor VPN. Password \
         is right, he says, he can prove it. His account in AD was created with an end date in the contract \
         month.",
        &[
            Cause::Outside(Out::Locked),
            Cause::Outside(Out::PasswordExpired),
        ],
    ),
    (
        "Our users sit in the accounts forest, the web server and the CRM SQL sit in the resource forest \
         (selective trust? maybe one way). Users from the resource forest itself, few test accounts, go all the \
         way. Real users from accounts forest reach the page and no further.",
        &[unusual(U::OtherForest), Cause::Outside(Out::SelectiveTrust)],
    ),
    (
        "klist get HTTP/vacation.proseware.com\nError calling API LsaCallAuthenticationPackage (GetTicket \
         substatus): 0x80090303, the target is not known. setspn -Q finds nothing for it either. Browser quietly \
         does NTLM instead.",
        &[unusual(U::SpnMissing), unusual(U::UnregisteredName)],
    ),
    (
        "Customer portal via HAProxy. Complaint 1: two users saw each other's invoices. Complaint 2: nobody can \
         reproduce with only one user. Windows login on the IIS behind it, http-reuse always.",
        &[
            Cause::Outside(Out::SharedConnections),
            unusual(U::NoKeepAlive),
        ],
    ),
    (
        "With IIS 6 this worked, exact same account for the pool, exact same name registered on it. On the new \
         2019 server we only get prompts. Unless I turn off a checkmark about the kernel in the authentication's \
         Advanced Settings. I hate to turn off things I don't understand, what is it and is there a cleaner way?",
        &[
            unusual(U::SpnOnPoolInKernelMode),
            unusual(U::PoolKeyWithoutSpn),
        ],
    ),
    (
        "SSRS 2019 native mode, report data sources set to \"Windows integrated security\", data is on another \
         server. Reports run fine when I RDP on the report server, everyone else gets the anonymous logon error. \
         rsreportserver.config has only <RSWindowsNTLM/> under AuthenticationTypes. What am I missing?",
        NO_DELEGATION,
    ),
    (
        "Our web app passes the users through to SQL Server without a problem, but the new feature which saves \
         PDFs onto the file server as the same user fails with access denied. The web server's account has \
         \"Trust this user for delegation to specified services only\" and the list contains just the two \
         MSSQLSvc entries. Do I have to put cifs in there as well?",
        &[unusual(U::NotListed)],
    ),
    (
        "KCD works when the connection string points at the node name SQLN1 and fails as soon as we use the \
         availability group listener name. The listener has its own SPNs registered on the SQL service account \
         (checked with setspn -L). In msDS-AllowedToDelegateTo of the web account I can only see the entries for \
         SQLN1 and SQLN2.",
        &[unusual(U::NotListed)],
    ),
    (
        "Our web API reads from \\\\stor01\\projects with plain File.ReadAllBytes. On the NAS log the access \
         comes from the application pool account, so everybody sees either all folders or none. The API knows who \
         the caller is (HttpContext.User is right), we want the NAS to check the caller's own permissions. What \
         do we have to change in code?",
        &[Cause::Outside(Out::NoImpersonation)],
    ),
    (
        "We gave the intranet the name portal.contoso.com (A record) and run the pool as CONTOSO\\svc_portal with \
         useAppPoolCredentials=true. Clients always fall back to NTLM, there's no ticket in klist for it. setspn \
         -Q HTTP/portal.contoso.com returns \"No such SPN found.\" So I suppose we have to register it on \
         svc_portal?",
        &[unusual(U::SpnMissing), unusual(U::UnregisteredName)],
    ),
    (
        "Fresh 2019 server with SharePoint. From any client PC http://portal.contoso.com opens, but when I browse \
         to the same address on the server itself I'm asked three times for credentials and end up with a blank \
         page. Search crawl on this box fails too.",
        &[unusual(U::LoopbackByOtherName)],
    ),
    (
        "If I switch the virtual directory to Basic authentication (over https) and type my password, the \
         application reads from the file server perfectly under my name. With Windows authentication I get into \
         the app but reading the share gives access denied. I don't want people typing passwords. Why is there a \
         difference?",
        NO_DELEGATION,
    ),
    (
        "Old multifunction scanner and a Java 6 client post to our IIS site using NTLM. They worked until the \
         security team set \"LAN Manager authentication level\" to \"Send NTLMv2 response only. Refuse LM & \
         NTLM\" on the domain controllers, since then these two can't log on while Windows 10 PCs have no \
         problem.",
        &[unusual(U::LevelsDisagree)],
    ),
    (
        "We put an nginx reverse proxy in front of an IIS site with NTLM. Users are prompted repeatedly, and what \
         scares me more, twice somebody was shown as being logged on as a different colleague. Direct access to \
         IIS is fine. I've read nginx reuses upstream connections, is that it?",
        &[
            Cause::Outside(Out::SharedConnections),
            unusual(U::NoKeepAlive),
        ],
    ),
    (
        "We've taken over a company and set up a trust to their forest. Our own users get from the web front end \
         through to the SQL Server as themselves, users in FABRIKAM can log on to the web page but the hop to the \
         database comes in as anonymous. Web and SQL are both in our CONTOSO forest.",
        &[unusual(U::OtherForest), Cause::Outside(Out::SelectiveTrust)],
    ),
    (
        "Document portal, constrained delegation set up by a colleague who has left.\n\n* pages reading from SQL: \
         OK as the user\n* pages reading files from \\\\filer-eu\\scans: access denied, though user has rights \
         there\n\nThe Delegation tab of svc-portal shows two MSSQLSvc entries and nothing else. Do I need \
         something there for files?",
        &[unusual(U::NotListed)],
    ),
    (
        "Power BI Report Server, live connection to a SSAS cube. It worked until the DBAs moved the cube to a new \
         host, OLAP07. Delegation for the service account is constrained and still names the old host.\nSo now \
         everybody gets \"cannot create a connection to data source\". The account itself was not touched.",
        &[unusual(U::NotListed)],
    ),
    (
        "SSRS was once running under the machine account and a DBA then switched it to a domain account.\n\nWith \
         the short name reports.. users get a login box and no password is accepted. With the IP address it lets \
         them in.\n\nsetspn -L REPSRV$ lists HTTP/reports and HTTP/reports.corp.local. setspn -L svc_rs lists \
         nothing. Delete or add?",
        &[
            unusual(U::SpnElsewhere),
            unusual(U::PoolKeyWithoutSpn),
            unusual(U::SpnOnPoolInKernelMode),
        ],
    ),
    (
        "Jenkins on Windows behind IIS, works with NTLM only. I've done everything in the browser - intranet \
         zone, allowlist - and I have set delegation on the account, but I have never registered any name for the \
         site in AD. Is that step really mandatory?",
        &[unusual(U::SpnMissing), unusual(U::UnregisteredName)],
    ),
    (
        "http://intranet opens straight away. http://intranet.litware.org asks for user name and password, and if \
         I type them I get in normally. Same server, same site. Users hate it, how do I stop the box?",
        &[
            unusual(U::InternetZone),
            unusual(U::IpAddress),
            unusual(U::UnregisteredName),
        ],
    ),
    (
        "Sign in stopped for one branch only. Their PCs show the time about 11 minutes behind ours since the \
         hypervisor move. Related??",
        &[unusual(U::Clock)],
    ),
    (
        "The page can list folders on the share as me. My colleague Petra sees \"access denied\" in the same page \
         and she also can't open that folder from Explorer on her own machine, she was never in the group for it. \
         Developers insist it's Kerberos. I doubt it.",
        &[unusual(U::NotAdmitted)],
    ),
    (
        "DBA question. The web guys say the front end is good: SPN there, delegation there. On my instance \
         sys.dm_exec_connections says NTLM for everybody who connects over TCP, even from SSMS on a workstation, \
         and the ERRORLOG at startup has a line that the SQL Server Network Interface library could not register \
         the Service Principal Name. Is this mine to fix?",
        &[
            Cause::Outside(Out::BackEndSpn),
            unusual(U::BackEndTakesNtlm),
        ],
    ),
    (
        "If I switch the site to Basic authentication and type my password, the report behind it gets its data \
         from the other server. Switch back to Windows Authentication and the data part is denied. Same user, \
         same page, nothing else changed!",
        NO_DELEGATION,
    ),
    (
        "HAProxy in front of two IIS nodes, mode http. Windows auth over NTLM loops: 401, 401, 401. Going \
         straight to either node by hosts file is ok. I see in the capture that the type 3 message arrives at the \
         server on a different TCP connection than the type 1.",
        &[
            Cause::Outside(Out::SharedConnections),
            unusual(U::NoKeepAlive),
        ],
    ),
    (
        "Web server in the DMZ. Since a firewall change nobody can log in to any site on it with a domain \
         account, the local administrator can.\n\nnltest /sc_query gives ERROR_NO_LOGON_SERVERS. Sites with \
         anonymous access are unaffected.",
        &[Cause::Outside(Out::NoController)],
    ),
    (
        "I added the SPN and ticked the delegation box maybe ten minutes ago, checked twice that both are right, \
         did not reboot or log off anything. Same failure as before on my PC - but a colleague who has just \
         logged on says it works for him. How long do I have to wait?",
        &[Cause::Outside(Out::NegativeCache)],
    ),
];

/// What people tell besides, such as a greeting, may stay unread.
#[test]
fn ordinary_words_lead_to_the_causes() {
    let mut wrong = Vec::new();
    for (text, to) in TOLD {
        let (reading, diagnosis) = diagnosed(text);
        let first: Vec<Cause> = diagnosis.causes.iter().take(3).map(|it| it.cause).collect();
        if !first.iter().any(|cause| to.contains(cause)) {
            wrong.push(format!("{text}\n{:#?}\n{first:?}", reading.observations));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
