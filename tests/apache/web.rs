//! Apache with mod_auth_gssapi, at a free port of this computer. It ends with its test.

use super::skip::skip;
use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The server's name.
pub const HOST: &str = "web01.contoso.example";

/// Where Debian has the modules.
const MODULES: &str = "/usr/lib/apache2/modules";

/// A running server. Its page `/who.shtml` says who the visitor is.
pub struct Apache {
    folder: PathBuf,
    server: Child,
    pub address: SocketAddr,
}

impl Apache {
    /// Whether it could be started here; if not it says so, or fails in CI.
    pub fn is_here(test: &str) -> bool {
        let module = Path::new(MODULES).join("mod_auth_gssapi.so").is_file();
        let here = module && Path::new("/usr/sbin/apache2").is_file();
        if !here {
            skip(
                test,
                "there is no apache2 with libapache2-mod-auth-gssapi; `cargo xtask setup` installs them",
            );
        }
        here
    }

    /// Starts one with the keys of a keytab.
    pub fn start(keytab: &[u8]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("double-hop-apache-{}-{number}", std::process::id());
        // Where the account it works as, www-data, gets to.
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("pages")).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let mut file = fs::File::create(folder.join(name)).unwrap();
            file.write_all(bytes).unwrap();
            file.set_permissions(fs::Permissions::from_mode(0o644))
                .unwrap();
        };
        write("keytab", keytab);
        write("pages/who.shtml", b"<!--#echo var=\"REMOTE_USER\" -->\n");
        write(
            "krb5.conf",
            b"[libdefaults]\n default_realm = CONTOSO.EXAMPLE\n dns_lookup_kdc = false\n",
        );
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        write("apache.conf", configuration(&folder, address).as_bytes());
        let log = fs::File::create(folder.join("said")).unwrap();
        let server = Command::new("/usr/sbin/apache2")
            // One process, in the foreground.
            .args(["-X", "-f"])
            .arg(folder.join("apache.conf"))
            .env("KRB5_CONFIG", folder.join("krb5.conf"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut apache = Self {
            folder,
            server,
            address,
        };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = apache.server.try_wait().unwrap();
            let patience = Duration::from_secs(20);
            assert!(
                ended.is_none() && begun.elapsed() < patience,
                "Apache does not listen ({ended:?})"
            );
            thread::sleep(Duration::from_millis(20));
        }
        apache
    }
}

impl Drop for Apache {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        if thread::panicking() {
            for name in ["said", "error.log"] {
                let text = fs::read_to_string(self.folder.join(name)).unwrap_or_default();
                eprintln!("Apache's {name}:\n{text}");
            }
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn configuration(folder: &Path, address: SocketAddr) -> String {
    let modules = [
        "mpm_prefork",
        "authn_core",
        "authz_core",
        "authz_user",
        "auth_gssapi",
        "filter",
        "include",
    ];
    let modules = modules.map(|name| format!("LoadModule {name}_module {MODULES}/mod_{name}.so\n"));
    let modules = modules.concat();
    let folder = folder.display();
    format!(
        "{modules}\
         ServerRoot {folder}\n\
         ServerName {HOST}\n\
         Listen {address}\n\
         PidFile {folder}/pid\n\
         DefaultRuntimeDir {folder}\n\
         Mutex posixsem\n\
         ErrorLog {folder}/error.log\n\
         User www-data\n\
         Group www-data\n\
         DocumentRoot {folder}/pages\n\
         <Directory {folder}/pages>\n\
         Options +Includes\n\
         SetOutputFilter INCLUDES\n\
         AuthType GSSAPI\n\
         AuthName Contoso\n\
         GssapiCredStore keytab:{folder}/keytab\n\
         Require valid-user\n\
         </Directory>\n"
    )
}
