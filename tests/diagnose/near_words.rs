//! Words that stand near each other and mean something else together than each by itself.

use super::{diagnosed, first_causes, leads_to_one_of, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::lab::{Observable as O, SettingFinding as F};
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign, Symptom};

fn any(shows: O) -> Sign {
    Sign::Any(vec![shows])
}

/// Whether a text is heard to say that.
fn says(text: &str, sign: &Sign) -> bool {
    let (reading, _) = diagnosed(text);
    let mut signs = reading.observations.iter().flat_map(|it| &it.signs);
    signs.any(|it| it == sign)
}

#[track_caller]
fn all_say(texts: &[&str], sign: &Sign) {
    for text in texts {
        assert!(says(text, sign), "{text}");
    }
}

#[track_caller]
fn none_says(texts: &[&str], sign: &Sign) {
    for text in texts {
        assert!(!says(text, sign), "{text}");
    }
}

#[test]
fn a_client_that_is_unknown_is_no_service_that_is() {
    for text in [
        "KDC_ERR_C_PRINCIPAL_UNKNOWN",
        "AS-REQ returns KDC_ERR_C_PRINCIPAL_UNKNOWN for svc-web",
        "Fehler: KDC_ERR_C_PRINCIPAL_UNKNOWN bei der Anmeldung von alice",
    ] {
        leads_to_one_of(text, &[unusual(U::UnknownUser)]);
    }
}

#[test]
fn what_was_mended_for_a_while_or_elsewhere_is_so_still() {
    let modified = any(O::TicketRejected(41));
    all_say(
        &[
            "We get KRB_AP_ERR_MODIFIED on every request. It has not been fixed yet.",
            "KRB_AP_ERR_MODIFIED in the client's System log. It went away after klist purge but comes back within an hour.",
            "KRB_AP_ERR_MODIFIED in the client's System log. It went away for a day and reappeared.",
            "KRB_AP_ERR_MODIFIED on every request. That was resolved for internal users, external users still get it.",
        ],
        &modified,
    );
    all_say(
        &[
            "Users see Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'. It has never been resolved.",
            "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'. That was fixed temporarily by an iisreset, next morning the same.",
            "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'. That is solved for the reporting server but not for the intranet site.",
            "Users get Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'. It has been fixed in dev, prod still has it.",
        ],
        &any(O::BackEndAnonymous),
    );
    // And what is back is not always the error.
    none_says(
        &[
            "The duplicate SPN was removed, KRB_AP_ERR_MODIFIED is gone and everything is back to normal. Only SQL still says ANONYMOUS LOGON.",
            "KRB_AP_ERR_MODIFIED is fixed now, the KDC returned the right ticket. The remaining problem: ANONYMOUS LOGON at SQL.",
            "KRB_AP_ERR_MODIFIED was fixed by purging tickets, the clients returned to Kerberos.",
        ],
        &modified,
    );
    none_says(
        &["The clock of the DC was fixed, KRB_AP_ERR_SKEW is gone, dc01 is back online."],
        &any(O::TicketRejected(37)),
    );
}

#[test]
fn events_in_a_line_keep_their_values_and_leave_words_beside_them_alone() {
    all_say(
        &[
            "<13>Nov 30 host=db01 EventID=4624 LogonType=3 TargetUserName=\"ANONYMOUS LOGON\" AuthenticationPackageName=NTLM",
            "EventID=4624 LogonType=3 TargetUserName=ANONYMOUS LOGON TargetDomainName=NT AUTHORITY AuthenticationPackageName=NTLM",
            "2026-11-30T08:11:02Z db01 EventCode=4624 Logon_Type=3 Account_Name=\"ANONYMOUS LOGON\" Authentication_Package=NTLM",
            "On dc01: EventID=4769 Status=0x0 ServiceName=WEB01$ TargetUserName=alice and on the database Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'",
            "alice is fine; EventID=4771 TargetUserName=bob Status=0x18 IpAddress=10.0.0.7 - and the site itself says ANONYMOUS LOGON at SQL",
        ],
        &any(O::BackEndAnonymous),
    );
    leads_to_one_of(
        "LogName=Security EventCode=4625 ComputerName=web01 Logon_Type=3 Account_Name=alice Status=0xC000006D Sub_Status=0xC0000064",
        &[unusual(U::UnknownUser)],
    );
    leads_to_one_of(
        "Échec de la pré-authentification Kerberos. Code d’échec : 0x18 Nom du compte : alice",
        &[unusual(U::WrongPassword)],
    );
}

#[test]
fn a_condition_that_somebody_meets_is_no_rule() {
    all_say(
        &[
            "If an employee opens https://hr.contoso.com, authentication fails with KRB_AP_ERR_MODIFIED.",
            "If kernel mode authentication is turned on, authentication fails with KRB_AP_ERR_MODIFIED; turned off, it succeeds.",
        ],
        &any(O::TicketRejected(41)),
    );
    all_say(
        &["If alice logs in from her laptop, Kerberos fails with KRB_AP_ERR_SKEW"],
        &any(O::TicketRejected(37)),
    );
}

#[test]
fn what_a_cloud_asks_for_hides_no_prompt_of_the_sites() {
    all_say(
        &[
            "We use MFA. Every user is asked for a password three times when opening the intranet page, then 401.",
            "2FA is enabled, and the browser keeps prompting for credentials on the sharepoint site",
        ],
        &any(O::AskedAgain),
    );
    none_says(
        &[
            "We set AuthNegotiateDelegateAllowlist to *.contoso.com. Since then the error is gone.",
            "Since we rolled out AuthNegotiateDelegateAllowlist the prompt is gone",
        ],
        &any(O::Is(F::BrowserDelegates(false))),
    );
}

#[test]
fn one_word_of_a_cause_is_not_the_cause() {
    let first = |text: &str| first_causes(text).1;
    for text in [
        "This corporate app can't be accessed. Status code: GatewayTimeout",
        "This corporate app can't be accessed. You're not authorized to access this application.",
        "Tomcat: Login failed for: FTP alice",
    ] {
        assert!(first(text).is_empty(), "{text}");
    }
    none_says(
        &[
            "\\\\files\\data is a CNAME alias. From desks access denied; on the server itself it opens.",
            "\\\\alias\\share asks for credentials from my PC (prompt), on the server itself it works. alias is a CNAME.",
        ],
        &any(O::FailsOnServerOnly),
    );
    all_say(
        &["Clock drift is 400 seconds between web01 and dc01"],
        &any(O::Is(F::ClockOff(true))),
    );
    all_say(
        &[
            "referral ticket to OTHER.LOCAL was fine; the ticket for HTTP/web could not be decrypted, KRB_AP_ERR_MODIFIED",
            "We got a referral ticket for the other forest and then KRB_AP_ERR_MODIFIED from web01",
        ],
        &any(O::TicketRejected(41)),
    );
    for (text, not) in [
        (
            "401.1 for all users in Firefox, Chrome and Edge alike",
            unusual(U::BrowserDoesNotDelegate),
        ),
        (
            "We bypass the proxy for the intranet zone, users go directly to web01; it works, integrated auth; but the file share on fs01 refuses them (access denied)",
            unusual(U::NoKeepAlive),
        ),
        (
            "We ruled out a large Kerberos token.",
            Cause::Outside(Out::TokenSize),
        ),
    ] {
        assert!(!first(text).contains(&not), "{text}");
    }
    none_says(
        &["Some accounts are marked sensitive. It fails for everyone."],
        &any(O::SomeUsersOnly),
    );
}

#[test]
fn what_works_or_was_done_by_the_way_goes_on_to_nobody() {
    let onward = [Out::LinkedServer, Out::RemoteSession].map(Cause::Outside);
    for text in [
        "openquery works fine in SSMS. But our ASP.NET site gets Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        "SSMS on my desk: select * from srv.db.dbo.t works. The app: ANONYMOUS LOGON",
        "We deploy with Invoke-Command and ansible winrm. Our application then reports Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON' from the database.",
        "The model's output token count was too large to fit the window; also ANONYMOUS LOGON in SQL",
    ] {
        let (_, first) = first_causes(text);
        assert!(!onward.contains(&first[0]), "{text}: {first:?}");
        assert_ne!(first[0], Cause::Outside(Out::TokenSize), "{text}");
        assert!(says(text, &any(O::BackEndAnonymous)), "{text}");
    }
}

#[test]
fn what_is_said_of_something_else_in_the_next_sentence_takes_nothing_back() {
    for text in [
        "Users get 401 unauthorized on the portal. The mobile app uses JWT.",
        "The portal refuses everybody with 401 unauthorized. We use OAuth for another application.",
    ] {
        assert!(says(text, &any(O::FirstHopRefused)), "{text}");
    }
    let firefox = "Users get 401 unauthorized in the portal with Firefox. In Edge it works.";
    assert!(!says(firefox, &any(O::FirstHopRefused)), "{firefox}");
}

#[test]
fn who_is_asked_nothing_is_anybody() {
    for text in [
        "Login failed for user 'NT AUTHORITY\\IUSR'.",
        "The page impersonates NT AUTHORITY\\IUSR instead of the user",
        "WindowsIdentity.GetCurrent().Name is IUSR",
        "HttpContext.User.Identity.Name is empty",
        "Request.ServerVariables(\"LOGON_USER\") is empty",
        "Anonymous authentication and Windows authentication are both enabled in IIS",
        "<anonymousAuthentication enabled=\"true\" />",
        "the back end gets ANONYMOUS LOGON. Anonymous authentication is enabled in IIS.",
    ] {
        leads_to_one_of(text, &[Cause::Outside(Out::AnonymousAccess)]);
    }
    let asked = Sign::Symptom(Symptom::NobodyAsked);
    none_says(
        &[
            "Anonymous authentication is disabled, Windows authentication is enabled",
            "<anonymousAuthentication enabled=\"false\" />",
            "The folder's ACL has IUSR and IIS_IUSRS",
            "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        ],
        &asked,
    );
}
