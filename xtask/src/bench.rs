//! `cargo xtask bench`: the built page and its library measured in headless Chromium, the library side by side with
//! npm's `ntlm-parser`, `mermaid` and `svg-sequence-diagram`, and with tshark.

use crate::setup::npm;
use crate::static_server::{self, Door};
use crate::{Outcome, page_build, process, project, setup};
use percent_encoding::percent_decode_str;
use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(600);

/// The peers, and the Buffer that bundlers give to what is written for Node.
const PEERS: [&str; 4] = [
    "ntlm-parser@1.0.9",
    "buffer@6.0.3",
    "mermaid@11.17.2",
    "svg-sequence-diagram@1.3.0",
];

/// So many packets of other people's traffic are read: 36 MB.
const PACKETS: &str = "100000";

/// Builds the page, and what else is measured as the page is built, opens it in a browser, and prints what that reports.
pub fn run() -> Outcome {
    let tools = setup::for_page()?;
    let chromium = setup::chromium()?;
    let folder = project::root().join("target/bench");
    page_build::build(&tools)?;
    build(&tools, &folder)?;
    if let Err(error) = fetch_peers(&folder.join("npm")) {
        eprintln!("warning: {error}");
        eprintln!(
            "warning: NOT COMPARED with {}, which npm could not fetch",
            PEERS.join(", ")
        );
    }
    let capture = folder.join("mixed.pcap");
    write_capture(&capture)?;
    let tshark = tshark(&capture);
    if let Err(error) = &tshark {
        eprintln!("warning: {error}");
        eprintln!("warning: NOT COMPARED with tshark; apt-get install tshark");
    }
    let report = measured(&chromium, &folder.join("profile"), tshark.ok())?;
    println!("{}", report.text);
    match report.end {
        ReportEnd::Whole => Ok(()),
        ReportEnd::StoppedEarly => Err("the measurement stopped early".into()),
    }
}

/// The module, compiled and optimised like the page's.
fn build(tools: &setup::Toolbox, folder: &Path) -> Outcome {
    eprintln!("building what is measured");
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| project::root().join("target"));
    process::run(
        process::cargo()
            .args(["build", "--profile", "page", "--package", "double-hop"])
            .args(["--example", "measured", "--target", setup::WASM_TARGET])
            .arg("--target-dir")
            .arg(&target),
    )?;
    let built = target.join(setup::WASM_TARGET);
    process::run(
        tools
            .command("wasm-bindgen")?
            .arg(built.join("page/examples/measured.wasm"))
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(folder),
    )?;
    let module = folder.join("measured_bg.wasm");
    let mut optimize = tools.command("wasm-opt")?;
    optimize.arg(&module).arg("--output").arg(&module);
    process::run(optimize.args(page_optimization()?))
}

/// What wasm-opt does to the page, as index.html tells Trunk.
fn page_optimization() -> Outcome<Vec<String>> {
    let index = fs::read_to_string(project::root().join("index.html"))?;
    let attribute = |name: &str| {
        let (_, behind) = index.split_once(&format!(" {name}=\""))?;
        Some(behind.split_once('"')?.0.to_owned())
    };
    let said = attribute("data-wasm-opt").zip(attribute("data-wasm-opt-params"));
    let (level, options) = said.ok_or("index.html does not say how wasm-opt is called")?;
    let options = options.split_whitespace().map(str::to_owned);
    Ok([format!("-O{level}")].into_iter().chain(options).collect())
}

/// The capture that the browser reads and tshark too.
fn write_capture(file: &Path) -> Outcome {
    eprintln!("writing a capture of {PACKETS} packets");
    process::run(
        process::cargo()
            .args(["run", "--quiet", "--release", "--no-default-features"])
            .args(["--package", "double-hop", "--example", "capture_file", "--"])
            .arg(file)
            .arg(PACKETS),
    )
}

/// How long tshark takes for a capture: the best of three times.
fn tshark(capture: &Path) -> Outcome<Duration> {
    let tshark = which::which("tshark")?;
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        process::run(
            Command::new(&tshark)
                .arg("-r")
                .arg(capture)
                .args(["-q", "-z", "io,phs"])
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

fn fetch_peers(folder: &Path) -> Outcome {
    let modules = folder.join("node_modules");
    let here = |peer: &&str| {
        peer.split('@')
            .next()
            .is_some_and(|it| modules.join(it).is_dir())
    };
    if PEERS.iter().all(here) {
        return Ok(());
    }
    eprintln!("fetching {} with npm", PEERS.join(", "));
    npm::install(&PEERS, folder)
}

/// What the page in the browser says.
struct Report {
    text: String,
    end: ReportEnd,
}

/// How far the measurement came.
#[derive(Clone, Copy)]
enum ReportEnd {
    Whole,
    /// Something failed, and the text says what.
    StoppedEarly,
}

/// Serves the project to a browser until that sends its report, which says how long tshark took.
fn measured(chromium: &Path, profile: &Path, tshark: Option<Duration>) -> Outcome<Report> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let (sender, receiver) = mpsc::channel();
    let door: Arc<Door> = Arc::new(move |_, target| {
        let ends = [
            ("/report?", ReportEnd::Whole),
            ("/stopped?", ReportEnd::StoppedEarly),
        ];
        for (prefix, end) in ends {
            if let Some(report) = target.strip_prefix(prefix) {
                let text = percent_decode_str(report).decode_utf8_lossy().into_owned();
                let _ = sender.send(Report { text, end });
            }
        }
        Some(target.to_owned())
    });
    thread::spawn(move || static_server::serve(&listener, &project::root(), &door));
    eprintln!("measuring in headless Chromium (about four minutes; leave the machine alone)");
    let seconds = tshark.map_or(0.0, |time| time.as_secs_f64());
    let mut browser = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!(
            "http://127.0.0.1:{port}/benches/browser/index.html?tshark={seconds}"
        ))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let report = receiver.recv_timeout(PATIENCE);
    let _ = browser.kill();
    let _ = browser.wait();
    report.map_err(|_| format!("the browser did not report within {PATIENCE:?}").into())
}
