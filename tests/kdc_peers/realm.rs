//! A running KDC, ours or MIT's, and clients of its realm, each with tickets of their own.

use super::example::example;
use super::program::output_with_input;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The password of every account.
pub const PASSWORD: &str = "Spring-98";

/// A running `kdc`, ended when dropped, and its folder with it.
pub struct Realm {
    child: Child,
    /// Where it listens.
    pub address: String,
    folder: PathBuf,
}

impl Realm {
    /// A realm with the usual accounts.
    pub fn usual() -> Self {
        Self::start(None, &[])
    }

    /// A realm with the accounts of those lines.
    pub fn of(accounts: &str) -> Self {
        Self::start(Some(accounts), &[])
    }

    /// A realm, with svc-web's keytab.
    pub fn start(accounts: Option<&str>, options: &[&str]) -> Self {
        let folder = folder();
        let mut command = Command::new(example("kdc"));
        command.args(["--listen", "127.0.0.1:0"]).args(options);
        if let Some(lines) = accounts {
            let file = folder.join("accounts");
            fs::write(&file, lines).unwrap();
            command.arg("--accounts").arg(file);
        }
        let keytab = folder.join("svc-web.keytab");
        command.arg(format!("--keytab=svc-web={}", keytab.display()));
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let address = listening(&mut child, "listening on ");
        let realm = Self {
            address,
            child,
            folder,
        };
        realm.configure("krb5.conf", "");
        realm.configure("own-clock.conf", "kdc_timesync = 0");
        realm
    }

    /// A realm of MIT's KDC, which a service of that name trusted with TGTs has keys in, and alice a password.
    pub fn of_mit(service: &str) -> Self {
        let folder = folder();
        // Free a moment ago; it says itself where it cannot have it.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let at = folder.display();
        let configuration = format!(
            "[realms]\n CONTOSO.EXAMPLE = {{\n  database_name = {at}/principal\n  key_stash_file = {at}/stash\n  \
             acl_file = {at}/acl\n  kdc_listen = {address}\n  kdc_tcp_listen = {address}\n }}\n"
        );
        fs::write(folder.join("kdc.conf"), configuration).unwrap();
        // A stand-in until the KDC runs: the tools that make the database are no clients of it.
        let mut realm = Self {
            child: Command::new("true").spawn().unwrap(),
            address: address.clone(),
            folder,
        };
        realm.configure("krb5.conf", "");
        let profile = realm.folder.join("kdc.conf");
        let tool = |program: &str| {
            let mut command = realm.client("administrator").command(&system(program));
            command.env("KRB5_KDC_PROFILE", &profile);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        let run = |command: &mut Command| assert!(command.status().unwrap().success());
        run(tool("kdb5_util").args(["create", "-s", "-P", "the master's"]));
        let keytab = realm.keytab();
        for query in [
            format!("addprinc -pw {PASSWORD} alice"),
            format!("addprinc -randkey +ok_as_delegate {service}"),
            format!("ktadd -k {} {service}", keytab.display()),
        ] {
            run(tool("kadmin.local").args(["-q", &query]));
        }
        let child = tool("krb5kdc").arg("-n").spawn().unwrap();
        let mut stand_in = std::mem::replace(&mut realm.child, child);
        stand_in.wait().unwrap();
        let start = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "krb5kdc is not there"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        realm
    }

    fn configure(&self, name: &str, more: &str) {
        let address = &self.address;
        let text = format!(
            "[libdefaults]\n default_realm = CONTOSO.EXAMPLE\n dns_lookup_kdc = false\n dns_lookup_realm = false\n \
             dns_canonicalize_hostname = false\n rdns = false\n {more}\n\
             [realms]\n CONTOSO.EXAMPLE = {{\n  kdc = {address}\n }}\n OTHER.EXAMPLE = {{\n  kdc = {address}\n }}\n\
             [domain_realm]\n .contoso.example = CONTOSO.EXAMPLE\n"
        );
        fs::write(self.folder.join(name), text).unwrap();
    }

    /// The keys of svc-web.
    pub fn keytab(&self) -> PathBuf {
        self.folder.join("svc-web.keytab")
    }

    /// Somebody without any ticket.
    pub fn client(&self, name: &str) -> Client<'_> {
        Client {
            realm: self,
            configuration: "krb5.conf",
            cache: self.folder.join(format!("{name}.ccache")),
        }
    }
}

impl Drop for Realm {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Somebody with a credential cache.
pub struct Client<'a> {
    realm: &'a Realm,
    configuration: &'static str,
    cache: PathBuf,
}

/// What a program said, and whether it was content.
#[derive(Debug)]
pub struct Said {
    pub content: bool,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub error: String,
}

impl Client<'_> {
    /// The same without what clients do about clocks that differ.
    pub fn by_its_own_clock(mut self) -> Self {
        self.configuration = "own-clock.conf";
        self
    }

    /// The same, with the same tickets, where the realm's KDC is another one.
    pub fn moved_to<'b>(&self, realm: &'b Realm) -> Client<'b> {
        Client {
            realm,
            configuration: self.configuration,
            cache: self.cache.clone(),
        }
    }

    /// A file of the client's.
    pub fn file(&self, name: &str) -> PathBuf {
        self.realm.folder.join(name)
    }

    /// A command with the client's tickets.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("LC_ALL", "C")
            .env("KRB5_CONFIG", self.file(self.configuration))
            .env("KRB5CCNAME", format!("FILE:{}", self.cache.display()));
        command
    }

    /// Runs a program to its end, with a line on its standard input.
    pub fn run(&self, program: &str, arguments: &[&str], line: &str) -> Said {
        let mut command = self.command(program);
        let output = output_with_input(command.args(arguments), format!("{line}\n").as_bytes());
        Said {
            content: output.status.success(),
            out: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Said {
    /// It was content.
    #[track_caller]
    pub fn good(self) -> Self {
        assert!(self.content, "{self:?}");
        self
    }

    /// It was not, and said so with these words.
    #[track_caller]
    pub fn refused(self, words: &str) {
        assert!(!self.content, "it was content: {self:?}");
        assert!(self.error.contains(words), "{self:?} says not {words:?}");
    }
}

/// A new folder.
fn folder() -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = folder.join(format!("kdc-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Where a program listens, by the first line it writes.
pub fn listening(child: &mut Child, words: &str) -> String {
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix(words);
    let address = address.unwrap_or_else(|| panic!("it said {line:?}"));
    address.to_owned()
}

/// Where programs are: on PATH, or where Debian has those of administrators.
fn places() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let places = env::split_paths(&path);
    places.chain(["/usr/sbin".into()]).collect()
}

/// A program of administrators.
fn system(program: &str) -> String {
    let places = places();
    let mut files = places.iter().map(|folder| folder.join(program));
    let found = files.find(|file| file.is_file()).unwrap();
    found.to_str().unwrap().to_owned()
}

/// Whether this machine has all of these programs; if not it says so, or fails in CI.
pub fn have(test: &str, programs: &[&str], package: &str) -> bool {
    let places = places();
    let is_here = |program: &&&str| places.iter().any(|folder| folder.join(program).is_file());
    let missing = programs.iter().find(|program| !is_here(program));
    if let Some(program) = missing {
        let missing = format!("{program} is not on PATH; Debian has it in {package}");
        super::skip::skip(test, &missing);
    }
    missing.is_none()
}
