//! A headless Chromium, told what to do through its driver.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use tokio::runtime::Runtime;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page.
pub(crate) struct Chromium {
    session: Option<WebDriver>,
    runtime: Runtime,
    driver: Child,
    downloads: TempDir,
}

impl Chromium {
    /// Begins one.
    pub(crate) fn new() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver: {error}"));
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let port = line.strip_suffix('.')?.rsplit_once(" on port ")?.1.to_owned();
            line.contains("successfully").then_some(port)
        });
        let address = format!("http://{}:{}", Ipv4Addr::LOCALHOST, port.unwrap());
        let downloads = tempfile::tempdir().unwrap();
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"] {
            capabilities.add_arg(argument).unwrap();
        }
        let preferences = json!({
            "download.default_directory": downloads.path(),
            "download.prompt_for_download": false,
        });
        capabilities.add_experimental_option("prefs", preferences).unwrap();
        let logs = json!({ "browser": "ALL", "performance": "ALL" });
        capabilities.set("goog:loggingPrefs", logs).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let session = runtime.block_on(async {
            WebDriver::builder(address, capabilities).request_timeout(PATIENCE).await
        });
        Self { session: Some(session.unwrap()), runtime, driver, downloads }
    }

    fn session(&self) -> &WebDriver {
        self.session.as_ref().unwrap()
    }

    /// Opens a file.
    pub(crate) fn open(&self, page: &Path) -> &Self {
        let address = format!("file://{}", page.display());
        self.runtime.block_on(self.session().goto(address)).unwrap();
        self
    }

    /// Loads the same page once more.
    pub(crate) fn reload(&self) {
        self.runtime.block_on(self.session().refresh()).unwrap();
    }

    /// What a script returns.
    pub(crate) fn script(&self, script: &str) -> Value {
        let returned = self.runtime.block_on(self.session().execute(script, vec![]));
        returned.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// What a script gives to the function that it is called with.
    pub(crate) fn awaited(&self, script: &str) -> Value {
        let returned = self.runtime.block_on(self.session().execute_async(script, vec![]));
        returned.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// The text of the first element of that selector, as it is seen.
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = self.script(&format!("return document.querySelector({selector:?}).innerText"));
        text.as_str().unwrap().trim().to_owned()
    }

    /// How many elements of that selector are seen.
    pub(crate) fn seen(&self, selector: &str) -> u64 {
        let script = format!(
            "return [...document.querySelectorAll({selector:?})]
                .filter((element) => element.checkVisibility()).length"
        );
        self.script(&script).as_u64().unwrap()
    }

    /// Presses keys, one after the other.
    pub(crate) fn keys(&self, keys: &str) {
        let typed = self.session().action_chain().send_keys(keys);
        self.runtime.block_on(typed.perform()).unwrap();
    }

    /// Clicks on the first element of that selector, in the middle of the window.
    pub(crate) fn click(&self, selector: &str) {
        let centred = "scrollIntoView({ block: 'center' })";
        self.script(&format!("document.querySelector({selector:?}).{centred}"));
        let clicked =
            async { self.session().find(By::Css(selector.to_owned())).await?.click().await };
        self.runtime.block_on(clicked).unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Gives a file, or a text, to the first element of that selector.
    pub(crate) fn give(&self, selector: &str, text: &str) {
        let given = async {
            self.session().find(By::Css(selector.to_owned())).await?.send_keys(text).await
        };
        self.runtime.block_on(given).unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// A command of Chromium's own protocol.
    pub(crate) fn command(&self, name: &str, about: Value) -> Value {
        self.runtime.block_on(self.session().cdp().send_raw(name, about)).unwrap()
    }

    /// As wide a window, in light or dark.
    pub(crate) fn inspect(&self, width: u32, scheme: &str) {
        let size = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500,
        });
        self.command("Emulation.setDeviceMetricsOverride", size);
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.command("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// The file of that name among the downloads, once it is there.
    pub(crate) fn downloaded(&self, name: &str) -> PathBuf {
        let path = self.downloads.path().join(name);
        let begun = Instant::now();
        while !path.exists() {
            assert!(begun.elapsed() < PATIENCE, "{name} was not saved");
            std::thread::sleep(Duration::from_millis(50));
        }
        path
    }

    /// What the browser has to say of the pages: errors, warnings, what the policy forbade.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.runtime.block_on(self.session().browser_log()).unwrap();
        log.into_iter().map(|entry| entry.message).collect()
    }

    /// The addresses that were asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        let log = self.runtime.block_on(self.session().get_log("performance")).unwrap();
        let events = log.into_iter().map(|entry| {
            let event: Value = serde_json::from_str(&entry.message).unwrap();
            event["message"].clone()
        });
        let requests = events.filter(|event| event["method"] == "Network.requestWillBeSent");
        let address = |event: Value| event["params"]["request"]["url"].as_str().map(String::from);
        requests.filter_map(address).collect()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let _ = self.runtime.block_on(session.quit());
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
