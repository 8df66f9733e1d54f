//! The WebDriver protocol: chromedriver as a child process, and JSON over HTTP to it.

use serde_json::{Value, json};
use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use ureq::Agent;

/// How long one command may take; the slowest is the first page load on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// One browser under the control of one chromedriver. Dropping it ends both.
pub struct Session {
    driver: Child,
    agent: Agent,
    base: String,
}

impl Session {
    /// Starts chromedriver and headless Chromium; an error says which of them would not start.
    pub fn start() -> Result<Self, String> {
        let (driver, port) = start_driver()?;
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            // WebDriver puts its reasons into the body of an error.
            .http_status_as_error(false);
        // From here on, dropping the session ends the driver, whatever goes wrong.
        let mut session = Self {
            driver,
            agent: config.build().new_agent(),
            base: format!("http://127.0.0.1:{port}"),
        };
        let made = session.try_post("/session", &capabilities())?;
        let id = made.get("sessionId").and_then(Value::as_str);
        session.base += &format!("/session/{}", id.ok_or("chromedriver gave no session")?);
        Ok(session)
    }

    /// Sends a command; an error is what WebDriver says is wrong.
    pub fn try_post(&self, path: &str, body: &Value) -> Result<Value, String> {
        let sent = self.agent.post(self.base.clone() + path).send_json(body);
        Self::value(sent, path)
    }

    /// Sends a command that must succeed.
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.try_post(path, body)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Asks for something that must be there.
    pub fn get(&self, path: &str) -> Value {
        let sent = self.agent.get(self.base.clone() + path).call();
        Self::value(sent, path).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Sends a command of the Chrome DevTools Protocol.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post(
            "/goog/cdp/execute",
            &json!({ "cmd": command, "params": parameters }),
        )
    }

    fn value(
        sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
        path: &str,
    ) -> Result<Value, String> {
        let mut response = sent.map_err(|error| format!("WebDriver {path}: {error}"))?;
        let body = response.body_mut().with_config().limit(64 << 20);
        let mut body: Value = body
            .read_json()
            .map_err(|error| format!("WebDriver {path}: {error}"))?;
        let value = body["value"].take();
        match value.get("error") {
            Some(_) => Err(format!("WebDriver {path}: {}", value["message"])),
            None => Ok(value),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Ending the session ends Chromium and removes its profile; then the driver goes.
        let _ = self.agent.delete(&self.base).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Starts chromedriver; with it, the port that it listens at. It looks for one that is free and then listens at it for
/// IPv4 and for IPv6; where several start at once, another may have been faster, and then it ends.
fn start_driver() -> Result<(Child, u16), String> {
    const ATTEMPTS: usize = 3;
    let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    for _ in 0..ATTEMPTS {
        let mut driver = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", program.to_string_lossy()))?;
        if let Some(port) = port(&mut driver) {
            return Ok((driver, port));
        }
        let _ = driver.kill();
        let _ = driver.wait();
    }
    Err(format!(
        "chromedriver ended before it was ready, {ATTEMPTS} times"
    ))
}

/// The port that chromedriver chose, which it prints when it is ready; none if it ended.
fn port(driver: &mut Child) -> Option<u16> {
    let output = driver.stdout.take()?;
    let mut lines = BufReader::new(output).lines();
    let number = |line: String| {
        line.rsplit_once("on port ")?
            .1
            .trim_end_matches('.')
            .parse()
            .ok()
    };
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .filter_map(number)
        // Its first line repeats what it was asked for: port 0.
        .find(|port| *port != 0);
    // Read on, or chromedriver would block once the pipe is full.
    std::thread::spawn(move || lines.for_each(drop));
    port
}

fn capabilities() -> Value {
    let mut options = json!({
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            // Without these Chromium looks for its maker's servers, also where there is no network.
            "--disable-quic", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--window-size=1440,900",
        ],
    });
    if let Ok(browser) = env::var("CHROME") {
        options["binary"] = browser.into();
    }
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
        "unhandledPromptBehavior": "dismiss and notify",
    }}})
}
