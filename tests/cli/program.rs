//! The program in a folder of its own: files are put there, it is run, and what came out is asked.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The instant at which every test measures ages.
pub(crate) const AS_OF: &str = "2026-11-23";

/// The header of an archive since late 2023, in which profiles are given.
pub(crate) const HEADER: &str =
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n";

/// A folder with files, and a call of the program in it.
pub(crate) struct Program {
    folder: TempDir,
    arguments: Vec<String>,
    input: String,
    addresses_kib: Option<u64>,
    without: Vec<&'static str>,
    environment: Vec<(&'static str, &'static str)>,
}

/// What came out.
pub(crate) struct Output {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    folder: TempDir,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A row of an archive.
pub(crate) fn sent(name: &str, slug: &str, at: &str, note: &str) -> String {
    let (me, them) = ("https://www.linkedin.com/in/anna", "https://www.linkedin.com/in/");
    format!("Anna,{name},\"{at}\",\"{note}\",OUTGOING,{me},{them}{slug}\n")
}

/// The program, run in this folder.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rescind"));
    at_home_in(&mut command, folder);
    command.current_dir(folder);
    command
}

/// Nothing of the settings, the ledgers and the stacks of whoever runs the tests.
pub(crate) fn at_home_in(command: &mut Command, folder: &Path) {
    command.env("XDG_CONFIG_HOME", folder.join("settings"));
    command.env("XDG_DATA_HOME", folder.join("kept"));
    // Cargo gives it to tests; who uses the program has none.
    command.env_remove("RUST_MIN_STACK");
}

impl Program {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            folder,
            arguments: vec![],
            input: String::new(),
            addresses_kib: None,
            without: vec![],
            environment: vec![],
        }
    }

    /// An account `anna` with three invitations: of 200 days with a note, of 100 and of 10 days
    /// without.
    pub(crate) fn with_data() -> Self {
        let rows = [
            sent("Ada B", "ada-b", "6/5/26, 9:00 AM", "Hello Ada"),
            sent("Ben C", "ben-c", "8/14/26, 9:00 AM", ""),
            sent("Cy D", "cy-d", "11/12/26, 9:00 AM", ""),
        ];
        Self::new().file("anna/Invitations.csv", format!("{HEADER}{}", rows.concat()))
    }

    /// With a file in the folder.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// With these arguments, separated by white space.
    pub(crate) fn args(mut self, arguments: &str) -> Self {
        self.arguments.extend(arguments.split_whitespace().map(String::from));
        self
    }

    /// With one more argument, as it is.
    pub(crate) fn arg(mut self, argument: &str) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// With a text on standard input.
    pub(crate) fn input(mut self, text: &str) -> Self {
        self.input = text.into();
        self
    }

    /// In a process whose addresses the system bounds.
    pub(crate) fn addresses_kib(mut self, most: u64) -> Self {
        self.addresses_kib = Some(most);
        self
    }

    /// With a variable of the environment.
    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Without a variable of the environment.
    pub(crate) fn without(mut self, variable: &'static str) -> Self {
        self.without.push(variable);
        self
    }

    /// Runs the program.
    pub(crate) fn run(self) -> Output {
        let program = env!("CARGO_BIN_EXE_rescind");
        let mut command = match self.addresses_kib {
            None => Command::new(program),
            Some(most) => {
                let mut shell = Command::new("sh");
                let bounded = format!("ulimit -c 0; ulimit -v {most}; exec \"$0\" \"$@\"");
                shell.args(["-c", &bounded, program]);
                shell
            }
        };
        at_home_in(&mut command, self.folder.path());
        for variable in &self.without {
            command.env_remove(variable);
        }
        let mut child = command
            .args(&self.arguments)
            .current_dir(self.folder.path())
            .env("NO_COLOR", "1")
            .env("COLUMNS", "100")
            .env_remove("CI")
            .envs(self.environment)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(self.input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        let status = output.status.code().unwrap_or(-1);
        assert!(!stderr.contains("panicked"), "{stderr}");
        Output { status, stdout, stderr, folder: self.folder }
    }
}

/// A plan of a strategy over the three invitations.
pub(crate) fn plan(strategy: &str) -> Program {
    let program = Program::with_data().file("s.rhai", strategy);
    program.args("plan s.rhai anna --as-of 2026-11-23")
}

impl Output {
    /// The program once more, in the same folder.
    pub(crate) fn then(self, arguments: &str) -> Program {
        let folder = self.folder;
        let (arguments, input) = (arguments.split_whitespace().map(String::from), String::new());
        Program {
            folder,
            arguments: arguments.collect(),
            input,
            addresses_kib: None,
            without: vec![],
            environment: vec![],
        }
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// It ended so.
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Standard output has all of these.
    pub(crate) fn prints(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.stdout.contains(part), "no `{part}` in\n{}\n{}", self.stdout, self.stderr);
        }
        self
    }

    /// Standard error has all of these, whatever its line breaks.
    pub(crate) fn says(self, parts: &[&str]) -> Self {
        let bars = ['│', '╰', '╭', '─', '▶'];
        let words = self.stderr.replace(bars, " ");
        let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in parts {
            assert!(joined.contains(part), "no `{part}` in\n{}", self.stderr);
        }
        self
    }

    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}\n{}", self.stdout))
    }

    /// A file that it wrote.
    pub(crate) fn file(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.folder.path().join(path)).ok()
    }
}
