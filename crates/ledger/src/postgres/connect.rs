//! Connects to a server.

use super::ledger_error;
use crate::error::LedgerError;
use crate::ledger_address::{Login, PasswordSources, config, root_certificate};
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};
use rustls::{ClientConfig, RootCertStore};
use std::path::{Path, PathBuf};
use std::time::Duration;
use thiserror::Error;
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long to wait for a server.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

const PORT: u16 = 5432;

/// Connects with the password that the environment has for it.
pub(super) fn connect(address: &str, environment: &PasswordSources) -> Result<Client, LedgerError> {
    let fail = |problem: &dyn std::fmt::Display| {
        LedgerError::unusable(address, &problem, "see docs/LEDGER.md for servers")
    };
    let mut config = config(address).map_err(|error| fail(&error))?;
    config.application_name("rescind");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    let login = Login {
        host: host(&config),
        port: config.get_ports().first().copied().unwrap_or(PORT),
        database: config.get_dbname().or(config.get_user()).unwrap_or_default(),
        user: config.get_user().unwrap_or_default(),
    };
    let password = environment.password_of(&login).map_err(|error| fail(&error))?;
    let is_near = is_near(&config);
    if let Some(password) = password {
        config.password(password);
    }
    // The driver's default would send a password in the clear to a server that asks for it.
    let is_in_clear =
        address.contains("sslmode=disable") || is_near && config.get_ssl_mode() == SslMode::Prefer;
    if !is_in_clear {
        config.ssl_mode(SslMode::Require);
        let connector =
            tls_connector(root_certificate(address).as_deref()).map_err(|error| fail(&error))?;
        return config.connect(connector).map_err(|error| ledger_error(address, &error));
    }
    config.ssl_mode(SslMode::Disable);
    config.connect(NoTls).map_err(|error| ledger_error(address, &error))
}

fn host(config: &Config) -> &str {
    match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name,
        _ => "localhost",
    }
}

/// Whether the server is on this machine.
fn is_near(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

/// Why a connection cannot be encrypted.
#[derive(Debug, Error)]
enum EncryptionError {
    #[error("{}: {error}", path.display())]
    Unread { path: PathBuf, error: pem::Error },
    #[error("{}: {error}", path.display())]
    Unusable { path: PathBuf, error: rustls::Error },
    #[error("there is no certificate to prove the server by: name one with `sslrootcert=`")]
    NoCertificate,
    #[error(transparent)]
    Protocol(#[from] rustls::Error),
}

/// Encryption, with a server that the system's certificates vouch for, or those of a file.
fn tls_connector(certificates: Option<&Path>) -> Result<MakeRustlsConnect, EncryptionError> {
    let mut roots = RootCertStore::empty();
    if let Some(path) = certificates {
        let unread = |error| EncryptionError::Unread { path: path.to_owned(), error };
        for certificate in CertificateDer::pem_file_iter(path).map_err(unread)? {
            roots.add(certificate.map_err(unread)?).map_err(|error| {
                let path = path.to_owned();
                EncryptionError::Unusable { path, error }
            })?;
        }
    } else {
        let system = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(system.certs);
    }
    if roots.is_empty() {
        return Err(EncryptionError::NoCertificate);
    }
    let provider = rustls::crypto::ring::default_provider();
    let config = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
