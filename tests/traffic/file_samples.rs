//! Every sample of a browser, a proxy or a log: what it is known to hold is found, and no more.
use crate::common::{names, read_any, sample, shown};
use double_hop::traffic::files::har::{self, Completeness};
use double_hop::traffic::files::{Format, format_of};
use double_hop::traffic::files::{events, iis, klist, netlog, saz};
use double_hop::traffic::leg::{SkipReason, Status, Timestamp};

const BASIC: &str = "[Basic realm=\"iis.contoso.test\"]";

#[test]
fn messages_of_all() {
    let basic = |before: &str| format!("{before} {BASIC}");
    let cases: Vec<(&str, Vec<String>)> = vec![
        ("lab_chrome_ntlm.sensitive.har", lines("1>0, 1<0 401 hidden 2/559 Other CONTOSO\\alice:Passw0rd!, 1<0 200, 3>1, 3<1 401 hidden 2/559, 3<1 200")),
        ("lab_chrome_basic.sensitive.har", lines("1>0, 1<0 401 hidden 1/231 Other alice:Passw0rd!, 1<0 200, 2>0 Basic alice:Passw0rd!, 2<0 200, 3>1 Basic alice:Passw0rd!, 3<1 200")),
        ("lab_chrome_kerb-fail.sensitive.har", lines("1>0, 1<0 401 hidden 1/210, 1<0 401 [Negotiate]")),
        ("lab_firefox_kerb.har", lines("1>0 Negotiate 60, 1<0 200 Negotiate a1")),
        ("lab_mitmproxy_signins.har", [lines("1>0 Ntlm T1, 1<0 401 Ntlm T2, 2>0 Ntlm T3, 2<0 200, 4>0 Negotiate 60, 4<0 200 Negotiate a1, 5>0"), vec![basic("5<0 401"), "6>0 Basic alice:wrong".to_owned(), basic("6<0 401")]].concat()),
        ("har_mitmproxy_har_files-charles.har", vec![]),
        ("har_mitmproxy_har_files-safari.har", vec![]),
        ("har_mitmproxy_har_files-with-bom.har", vec![]),
        ("har_mitmproxy_corrupted_har-brokenfile.har", vec![]),
        ("har_mitmproxy_flows-incomplete_log.har", vec![]),
        ("har_mitmproxy_flows-corrupted_gzip_body.har", vec![]),
        ("har_mitmproxy_dumpfile-7.mitm", vec![]),
        ("har_playwright_har-sha1.har", vec![]),
        ("har_har-tools_example.har", vec![]),
        ("lab_netlog_ntlm.json", lines("588>0, 595<0 401 [NTLM], 619>0 Ntlm T1, 626<0 401 Ntlm T2, 683>0 Ntlm T3, 690<0 200, 852>1, 862<1 401 [NTLM], 887>1 Ntlm T1, 897<1 401 Ntlm T2, 937>1 Ntlm T3, 947<1 200")),
        ("lab_netlog_ntlm-wrong.json", lines("672>0, 708<0 401 [NTLM], 731>0 Ntlm cut 49, 749<0 401 Ntlm cut 148, 770>0 Ntlm cut 445, 777<0 401 [NTLM]")),
        ("lab_netlog_ntlm-tls.json", lines("664>0, 677<0 401 [NTLM], 700>0 Ntlm T1, 727<0 401 Ntlm T2, 749>0 Ntlm T3, 758<0 200, 917>1, 929<1 401 [NTLM], 953>1 Ntlm T1, 965<1 401 Ntlm T2, 999>1 Ntlm T3, 1011<1 200")),
        ("lab_netlog_kerb-ok.json", lines("584>0, 628<0 401 [Negotiate], 670>0 Negotiate 60, 677<0 200 Negotiate a1, 833>1, 843<1 401 [Negotiate], 877>1 Negotiate 60, 890<1 200 Negotiate a1")),
        ("lab_netlog_kerb-wrongspn.json", lines("311>0, 352<0 401 [Negotiate], 390>0 Net(fffffeab), 393>0, 410<0 401 [Negotiate]")),
        ("lab_netlog_basic-default.json", [vec!["587>0".to_owned(), basic("594<0 401")], lines("646>0 Basic cut 26, 653<0 200, 769>0 Basic cut 26, 776<0 200, 858>1 Basic cut 26, 868<1 200")].concat()),
        ("lab_netlog_ntlm-truncated-at-comma.json", lines("588>0, 595<0 401 [NTLM], 619>0 Ntlm T1, 626<0 401 Ntlm T2, 683>0 Ntlm T3, 690<0 200, 852>1, 862<1 401 [NTLM], 887>1 Ntlm T1, 897<1 401 Ntlm T2")),
        ("lab_constructed_ntlm.saz", lines("1>0, 1<0 401 [NTLM], 2>0 Ntlm T1, 2<0 401 Ntlm T2, 3>0 Ntlm T3, 3<0 200, 5>1, 5<1 401 [NTLM], 6>1 Ntlm T1, 6<1 401 Ntlm T2, 7>1 Ntlm T3, 7<1 200")),
        ("saz_joelverhagen_httpbin-test.saz", vec![]),
        ("lab_constructed_kerb.burp.xml", lines("1>0, 1<0 401 [Negotiate], 2>0 Negotiate 60, 2<0 200 Negotiate a1, 4>0, 4<0 401 [Negotiate], 5>0 Negotiate 60, 5<0 200 Negotiate a1")),
        ("evt_kerberos_spray_4768_4771.xml", lines("1<0 Kerberos(6) Kerberos THREEBEESCO.COM\\HD01, 2<1 Kerberos(6) Kerberos THREEBEESCO.COM\\admin, 3<2 Kerberos(6) Kerberos THREEBEESCO.COM\\svc-02, 4<3 Kerberos(6) Kerberos THREEBEESCO.COM\\HD02, 5<4 Kerberos(6) Kerberos THREEBEESCO.COM\\svc-01, 6<5 Kerberos(6) Kerberos THREEBEESCO.COM\\bob, 7<6 Kerberos(6) Kerberos THREEBEESCO.COM\\admin02, 8<7 Kerberos(18) Kerberos Administrator, 9<8 Kerberos(18) Kerberos backdoor, 10<9 Kerberos(0) Kerberos THREEBEESCO.COM\\normal, 11<10 Kerberos(0) Kerberos THREEBEESCO.COM\\normal")),
        ("evt_dc_4768_4769_4624.xml", lines(DC)),
        ("evt_dc_4768_4769_4624.eventviewer.csv", lines(DC)),
        ("evt_4624_anonymous.xml", lines("1<0 Nt(0) Ntlm NT AUTHORITY\\ANONYMOUS LOGON")),
        ("evt_4624_4648_webshell.xml", lines("1>0 Other MSEDGEWIN10\\IEUser, 2<0 Nt(0) Ntlm MSEDGEWIN10\\IEUser")),
        ("evt_krbrelayup_4624.xml", lines("1<0 Nt(0) Kerberos THREEBEESCO.COM\\Administrator")),
        ("evt_4625_4776.xml", lines("1<0 Nt(c000006a) Ntlm Administrator, 2<1 Nt(c000006a) Negotiate TEMPORAL\\Administrator")),
        ("evt_4769_pasted_from_xml_view.txt", lines("1<0 Kerberos(0) Kerberos meereen$@ESSOS.LOCAL")),
        ("iis_hcsc2024_u_ex240322.log", lines("5<0 401, 6<0 301 Other hcsc\\jachan, 7<0 401, 8<0 200 Other hcsc\\jachan, 9<0 200 Other hcsc\\jachan, 11<0 401, 12<0 301 Other hcsc\\jachan")),
        ("klist_delegated_tgt.txt", lines("5>0 Kerberos(0) Kerberos Administrator@US.TECHCORP.LOCAL, 16>1 Kerberos(0) Kerberos Administrator@US.TECHCORP.LOCAL, 27>0 Kerberos(0) Kerberos Administrator@US.TECHCORP.LOCAL")),
    ];
    for (name, expected) in &cases {
        let Some(bytes) = sample(name) else { return };
        let read =
            read_any(&bytes).unwrap_or_else(|| unreachable!("{name}: {:?}", format_of(&bytes)));
        assert_eq!(&shown(&read), expected, "{name}");
    }
    // Nothing of these kinds is left out.
    let ours = names()
        .into_iter()
        .filter(|name| sample(name).is_some_and(|it| read_any(&it).is_some()));
    assert_eq!(ours.count(), cases.len());
}

const DC: &str = "1<0 Kerberos(0) Kerberos threebeesco.com\\lgrove, 2<1 Kerberos(0) Kerberos lgrove@THREEBEESCO.COM, 3<2 Nt(0) Kerberos THREEBEESCO.COM\\lgrove, 4<3 Nt(0) Ntlm 3B\\lgrove, 5<4 Nt(0) Ntlm 3B\\lgrove, 6<5 Kerberos(0) Kerberos threebeesco.com\\01566s-win16-ir, 7<6 Nt(0) Ntlm 3B\\lgrove, 8<7 Kerberos(0) Kerberos 01566s-win16-ir@THREEBEESCO.COM, 9<8 Nt(0) Kerberos THREEBEESCO.COM\\01566S-WIN16-IR$";

fn lines(text: &str) -> Vec<String> {
    text.split(", ").map(str::to_owned).collect()
}

#[test]
fn what_is_missing_is_said_per_entry() {
    use Completeness::{Complete, FinalOnly, LastLegOnly, Nothing};
    let two = FinalOnly {
        hidden: 2,
        bytes: 559,
    };
    let cases = [
        ("lab_chrome_ntlm.sensitive.har", vec![two, Nothing, two]),
        (
            "lab_chrome_basic.sensitive.har",
            vec![
                FinalOnly {
                    hidden: 1,
                    bytes: 231,
                },
                Complete,
                Complete,
            ],
        ),
        (
            "lab_chrome_kerb-fail.sensitive.har",
            vec![
                FinalOnly {
                    hidden: 1,
                    bytes: 210,
                },
                Nothing,
            ],
        ),
        (
            "lab_firefox_kerb.har",
            vec![LastLegOnly, Nothing, Nothing, Nothing],
        ),
        (
            "lab_mitmproxy_signins.har",
            vec![Complete, Complete, Nothing, Complete, Complete, Complete],
        ),
        ("har_mitmproxy_har_files-safari.har", vec![Nothing; 19]),
    ];
    for (name, expected) in cases {
        let Some(bytes) = sample(name) else { return };
        let kinds: Vec<_> = har::read(&bytes)
            .completeness
            .iter()
            .map(|it| it.1)
            .collect();
        assert_eq!(kinds, expected, "{name}");
    }
}

#[test]
fn connections_and_times() {
    let Some(bytes) = sample("lab_netlog_ntlm.json") else {
        return;
    };
    let read = netlog::read(&bytes);
    assert_eq!(
        read.contents.writer.as_deref(),
        Some("Chromium 156.0.8078.108")
    );
    assert_eq!(
        (read.contents.count, read.mode.as_deref()),
        (980, Some("IncludeSensitive"))
    );
    let ports: Vec<_> = read
        .contents
        .flows
        .iter()
        .map(|it| (it.client.port, it.server.port))
        .collect();
    assert_eq!(
        ports,
        [(Some(39968), Some(8080)), (Some(39982), Some(8080))]
    );
    assert_eq!(
        read.contents.flows[0].server.name.as_deref(),
        Some("iis.contoso.test")
    );
    // 2026-11-26T16:59:47Z, as the server's own `Date` has it.
    assert_eq!(
        read.contents.legs[1].at.unwrap().0 / 1_000_000_000,
        1_795_712_387
    );
    assert_eq!(read.contents.legs[0].request.as_deref(), Some("GET /ntlm/"));
    assert_eq!(
        read.contents.legs[0].target.as_deref(),
        Some("iis.contoso.test:8080")
    );
    let saz = saz::read(&sample("lab_constructed_ntlm.saz").unwrap()).contents;
    assert_eq!((saz.count, saz.flows[0].client.port), (7, Some(39968)));
    assert_eq!(saz.legs[0].at, Some(Timestamp(1_795_712_400_121_000_000)));
    assert_eq!(
        saz::read(&sample("saz_joelverhagen_httpbin-test.saz").unwrap())
            .contents
            .count,
        6
    );
}

#[test]
fn what_the_browsers_controllers_say() {
    let Some(bytes) = sample("lab_netlog_kerb-ok.json") else {
        return;
    };
    let traces = netlog::read(&bytes).traces;
    assert_eq!(traces.len(), 2);
    assert_eq!(traces[0].spn.as_deref(), Some("HTTP@iis.contoso.test"));
    assert_eq!(traces[0].source.as_deref(), Some("alice@CONTOSO.TEST"));
    assert_eq!(
        (traces[0].delegated, traces[0].flow),
        (Some(false), Some(0))
    );
    let traces = netlog::read(&sample("lab_netlog_kerb-wrongspn.json").unwrap()).traces;
    let failure = &traces[0].failures[0];
    assert_eq!(
        (failure.net_error, failure.gss_status),
        (Some(-341), Some((0xd_0000, 100_001)))
    );
    assert!(failure.messages[1].contains("HTTP/127.0.0.1@CONTOSO.TEST not found"));
    let traces = netlog::read(&sample("lab_netlog_ntlm-wrong.json").unwrap()).traces;
    assert_eq!(traces[0].verdicts, ["accept", "reject"]);
}

#[test]
fn records_of_logs() {
    let Some(bytes) = sample("evt_dc_4768_4769_4624.eventviewer.csv") else {
        return;
    };
    let table = events::read(&bytes).records;
    let xml = events::read(&sample("evt_dc_4768_4769_4624.xml").unwrap()).records;
    for (row, event) in table.iter().zip(&xml) {
        assert_eq!(row.id, event.id);
        assert_eq!(row.logon_guid(), event.logon_guid());
        assert_eq!(row.get("IpPort"), event.get("IpPort"));
        assert_eq!(row.address("IpAddress"), event.address("IpAddress"));
    }
    assert!(xml[0].zone_known && !table[0].zone_known);
    let webshell = events::read(&sample("evt_4624_4648_webshell.xml").unwrap()).contents;
    assert_eq!(webshell.legs[0].target.as_deref(), Some("localhost"));
    let iis = iis::read(&sample("iis_hcsc2024_u_ex240322.log").unwrap());
    assert_eq!(
        (iis.count, iis.legs[0].status.clone()),
        (8, Some(Status::Http(401)))
    );
    let tickets = klist::read(&sample("klist_delegated_tgt.txt").unwrap()).tickets;
    let flags: Vec<_> = tickets
        .iter()
        .map(|it| (it.flags, it.cache_flags))
        .collect();
    assert_eq!(
        flags,
        [(0x60a1_0000, 2), (0x40e1_0000, 1), (0x40a5_0000, 0)]
    );
    assert!(
        tickets[2]
            .flag_names
            .iter()
            .any(|it| it == "ok_as_delegate")
    );
}

#[test]
fn every_sample_is_told_by_its_content() {
    for name in names() {
        let format = format_of(&sample(&name).unwrap());
        let ending = name.rsplit('.').next().unwrap();
        let expected = match ending {
            "har" => Format::Har,
            "saz" => Format::Saz,
            "json" => Format::NetLog,
            "mitm" => Format::Mitmproxy,
            "gz" => Format::Gzip,
            "snoop" => Format::Snoop,
            "pcapng" => Format::Pcapng,
            "keys" => Format::KeyLog,
            "log" => Format::Iis,
            "xml" if name.contains("burp") => Format::Burp,
            "xml" | "csv" => Format::WindowsEvents,
            "txt" if name.starts_with("evt") => Format::WindowsEvents,
            "txt" => Format::Klist,
            "md" | "tsv" => Format::Text,
            "keytab" => Format::Unknown,
            _ if name == "odd_ndpi_dtls.pcap" => Format::Pcapng,
            _ if name.contains("netmon") => Format::NetMon,
            _ => Format::Pcap,
        };
        assert_eq!(format, expected, "{name}");
    }
}

#[test]
fn losses_are_named() {
    let lost = |name: &str| {
        sample(name).and_then(|it| Some(read_any(&it)?.skipped.first()?.reason.clone()))
    };
    if sample("README.md").is_none() {
        return;
    }
    assert_eq!(lost("har_mitmproxy_dumpfile-7.mitm"), None);
    assert_eq!(
        lost("har_mitmproxy_corrupted_har-brokenfile.har"),
        Some(SkipReason::Unknown)
    );
    assert_eq!(
        lost("lab_netlog_ntlm-truncated-at-comma.json"),
        Some(SkipReason::CutShort)
    );
    assert_eq!(lost("lab_netlog_ntlm.json"), None);
}
