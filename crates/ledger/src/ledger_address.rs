//! Where a ledger is: a file, or a database on a server.
//!
//! Invariant: no password is part of an address, so that whatever holds one can be shared and
//! shown.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerAddress {
    /// A file of SQLite.
    File(PathBuf),
    /// A database of PostgreSQL, as `postgres://USER@HOST:PORT/DATABASE?OPTIONS`.
    Server(String),
}

/// What an address depends on beside itself.
#[derive(Clone, Debug, Default)]
pub struct PasswordSources {
    /// The password of the server, such as `PGPASSWORD` says it.
    pub password: Option<String>,
    /// The file of passwords, such as `~/.pgpass`.
    pub password_file: Option<PathBuf>,
}

/// What is no address of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LedgerAddressError {
    #[error("`{0}` is no address of a ledger: it is a file, or begins with `postgres://`")]
    Scheme(String),
    #[error("the address of the ledger has a password in it")]
    Password,
    #[error(
        "the address of the ledger is a list of settings of a server; expected \
         `postgres://USER@HOST:PORT/DATABASE`"
    )]
    Settings,
    #[error("the address of the ledger cannot be read: {0}")]
    Unreadable(String),
    /// A file of passwords that cannot be used.
    #[error("{file}: {problem}")]
    PasswordFile { file: String, problem: String },
}

/// What settings of a server begin with.
const SETTINGS: [&str; 6] = ["host=", "hostaddr=", "port=", "dbname=", "user=", "password="];

/// What a server's address begins with, before `://`.
const SCHEMES: [&str; 2] = ["postgres", "postgresql"];

/// What an option of a server's address has in it that sets a password.
const PASSWORD: &str = "password";

impl LedgerAddress {
    /// Reads an address; a file is relative to this folder.
    ///
    /// # Errors
    /// What is no address.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, LedgerAddressError> {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        if scheme.is_some_and(|scheme| SCHEMES.contains(&scheme)) {
            let config = config(text)?;
            let options = text.split_once('?').map_or("", |(_, options)| options).to_lowercase();
            if config.get_password().is_some() || options.contains(PASSWORD) {
                return Err(LedgerAddressError::Password);
            }
            return Ok(Self::Server(text.into()));
        }
        if let Some(scheme) = scheme {
            return Err(LedgerAddressError::Scheme(format!("{scheme}://…")));
        }
        // One that lacks a sign would be the name of a file with the password in it.
        let written = text.to_lowercase();
        let rest = |scheme: &str| written.strip_prefix(scheme);
        let is_meant = |rest: &str| rest.starts_with(':') || rest.starts_with("//");
        if let Some(scheme) = SCHEMES.iter().find(|scheme| rest(scheme).is_some_and(is_meant)) {
            return Err(LedgerAddressError::Scheme(format!("{scheme}…")));
        }
        // The server's own programs take these for an address; a file of that name would have the
        // password in it.
        let is_setting = |word: &str| SETTINGS.iter().any(|name| word.starts_with(name));
        if text.split_whitespace().any(is_setting) {
            return Err(LedgerAddressError::Settings);
        }
        Ok(Self::File(folder.join(text)))
    }
}

impl fmt::Display for LedgerAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            Self::Server(address) => address.fmt(formatter),
        }
    }
}

/// The settings of a server's address; `sslrootcert`, which the driver does not know, left out.
pub(crate) fn config(address: &str) -> Result<postgres::Config, LedgerAddressError> {
    let (bare, options) = address.split_once('?').unwrap_or((address, ""));
    let known: Vec<&str> = options
        .split('&')
        .filter(|option| !option.is_empty() && !option.starts_with(ROOT_CERTIFICATE))
        .collect();
    let address =
        if known.is_empty() { bare.to_owned() } else { format!("{bare}?{}", known.join("&")) };
    address.parse().map_err(|error: postgres::Error| {
        let reason = std::error::Error::source(&error).map(ToString::to_string);
        LedgerAddressError::Unreadable(reason.unwrap_or_else(|| error.to_string()))
    })
}

/// The option that names a file of certificates.
const ROOT_CERTIFICATE: &str = "sslrootcert=";

/// The file of certificates that an address names.
pub(crate) fn root_certificate(address: &str) -> Option<PathBuf> {
    let (_, options) = address.split_once('?')?;
    options.split('&').find_map(|option| option.strip_prefix(ROOT_CERTIFICATE)).map(PathBuf::from)
}

/// Whom a password is for.
pub(crate) struct Login<'a> {
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    pub(crate) database: &'a str,
    pub(crate) user: &'a str,
}

impl PasswordSources {
    /// The password of a login, if there is one.
    ///
    /// # Errors
    /// A file of passwords that others can read, or that cannot be read at all.
    pub(crate) fn password_of(&self, login: &Login) -> Result<Option<String>, LedgerAddressError> {
        if self.password.is_some() {
            return Ok(self.password.clone());
        }
        let Some(path) = self.password_file.as_deref().filter(|path| path.exists()) else {
            return Ok(None);
        };
        let failed = |problem: String| LedgerAddressError::PasswordFile {
            file: path.display().to_string(),
            problem,
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(path).map_err(|error| failed(error.to_string()))?.permissions();
            if mode.mode() & 0o077 != 0 {
                return Err(failed("others can read it: `chmod 600` it".into()));
            }
        }
        let text = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
        Ok(text.lines().find_map(|line| password_in(line, login)))
    }
}

/// The password in a line `host:port:database:user:password`, if the line is about this login.
fn password_in(line: &str, login: &Login) -> Option<String> {
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.starts_with('#') {
        return None;
    }
    let fields = fields(line);
    let [host, port, database, user, password] = fields.as_slice() else { return None };
    let fits = |field: &str, wanted: &str| field == "*" || field == wanted;
    let is_own = fits(host, login.host)
        && fits(port, &login.port.to_string())
        && fits(database, login.database)
        && fits(user, login.user);
    is_own.then(|| password.clone())
}

/// The fields of a line between colons; `\:` and `\\` stand for themselves.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut symbols = line.chars();
    while let Some(symbol) = symbols.next() {
        match symbol {
            ':' => fields.push(String::new()),
            other => {
                let plain = if other == '\\' { symbols.next() } else { Some(other) };
                if let Some(field) = fields.last_mut() {
                    field.extend(plain);
                }
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_files_or_servers_without_a_password() {
        let parse = |text: &str| LedgerAddress::parse(text, Path::new("/agency"));
        assert_eq!(parse("ledger.db"), Ok(LedgerAddress::File("/agency/ledger.db".into())));
        assert_eq!(parse("/home/ledger.db"), Ok(LedgerAddress::File("/home/ledger.db".into())));
        let server = "postgres://anna@db.example/ledger?sslmode=require&sslrootcert=/ca.pem";
        assert_eq!(parse(server), Ok(LedgerAddress::Server(server.into())));
        assert_eq!(root_certificate(server), Some("/ca.pem".into()));
        assert_eq!(
            parse("postgres://anna:secret@db.example/ledger"),
            Err(LedgerAddressError::Password)
        );
        let error = parse("mysql://ada:secret@db").unwrap_err().to_string();
        assert!(error.starts_with("`mysql://…` is no address"), "{error}");
        for settings in ["host=db password=secret", "password=secret", "dbname=a user=b"] {
            assert_eq!(parse(settings), Err(LedgerAddressError::Settings));
        }
        for meant in ["postgres:/ada:s3cret@h/d", "postgresql//ada:s3cret@h/d", "Postgres:ada@h"] {
            let error = parse(meant).unwrap_err();
            assert!(matches!(error, LedgerAddressError::Scheme(_)), "{error}");
            assert!(!error.to_string().contains("ada"), "{error}");
        }
        let in_option = "postgres://u@h/d?options=-cPassword%3Ds3cret";
        assert_eq!(parse(in_option), Err(LedgerAddressError::Password));
        assert!(matches!(parse("postgres.db"), Ok(LedgerAddress::File(_))));
        assert!(matches!(parse("a=b host.db"), Ok(LedgerAddress::File(_))));
        assert!(matches!(parse("postgres://db?nope=1"), Err(LedgerAddressError::Unreadable(_))));
    }

    #[test]
    fn passwords_are_read_as_postgres_reads_them() {
        let login = Login { host: "db.example", port: 5432, database: "ledger", user: "anna" };
        let password = |line: &str| password_in(line, &login);
        assert_eq!(password("db.example:5432:ledger:anna:s\\:e\\\\t"), Some("s:e\\t".into()));
        assert_eq!(password("*:*:*:anna:x\r"), Some("x".into()));
        assert_eq!(password("other:5432:ledger:anna:x"), None);
        assert_eq!(password("#*:*:*:*:x"), None);
        assert_eq!(password("too:few"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_of_passwords_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pgpass");
        fs::write(&path, "*:*:*:*:x\n").unwrap();
        let environment = PasswordSources { password: None, password_file: Some(path.clone()) };
        let login = Login { host: "h", port: 1, database: "d", user: "u" };
        for (mode, password) in [(0o600, Some("x")), (0o644, None)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(environment.password_of(&login).ok().flatten().as_deref(), password);
        }
    }
}
