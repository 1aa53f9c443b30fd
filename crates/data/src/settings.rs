//! Settings files in TOML: values are asked for with what was expected of them, and what is wrong
//! has its place in the file.
//!
//! Invariant: an unknown key is an error with the nearest known one, never passed over. A key
//! that belongs elsewhere in the file is told so: whatever stands below a table's header is that
//! table's, which is TOML's rule and seldom what its author meant.

use super::account::fold_name;
use super::nearest::did_you_mean;
use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub type SettingsValue<'i> = Spanned<DeValue<'i>>;

pub type SettingsKey<'i> = Spanned<Cow<'i, str>>;

/// A settings file that cannot be read, with the place at fault.
#[derive(Debug)]
pub struct SettingsError {
    code: &'static str,
    fault: SettingsFault,
    source: Arc<NamedSource<String>>,
}

/// What is wrong at which bytes of a text.
#[derive(Debug)]
pub struct SettingsFault {
    message: String,
    span: Range<usize>,
    label: String,
    help: Option<String>,
}

impl SettingsFault {
    /// This message, with a label for the place.
    pub fn new(message: impl Into<String>, span: Range<usize>, label: impl Into<String>) -> Self {
        Self { message: message.into(), span, label: label.into(), help: None }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A name that there is not, beside those that there are.
    pub fn unknown(what: &str, name: &str, span: Range<usize>, known: &[&str]) -> Self {
        Self::new(format!("unknown {what} `{name}`"), span, format!("no such {what}"))
            .help(did_you_mean(name, known.iter().copied(), "a name there"))
    }

    /// A value of another type.
    pub fn wrong_type(what: &str, expected: &str, value: &SettingsValue) -> Self {
        let type_name = value.get_ref().type_str();
        let message = format!("{what} must be {expected}, not a TOML {type_name}");
        Self::new(message, value.span(), format!("expected {expected}"))
    }
}

/// Where else in a file a key could belong.
#[derive(Clone, Copy, Debug)]
pub struct MisplacedKeys<'a> {
    /// The keys that belong there.
    pub keys: &'a [&'a str],
    /// What to do with a line that has one of them.
    pub advice: &'a str,
}

impl MisplacedKeys<'_> {
    /// No key belongs anywhere else.
    pub const NOWHERE: Self = Self { keys: &[], advice: "" };
}

/// Reads a file's text; `code` stands in its errors, `name` is the file's name there.
///
/// # Errors
/// Where the text is not TOML, or `read` finds fault with it.
pub fn parse<T>(
    code: &'static str,
    name: &str,
    text: &str,
    read: impl FnOnce(&DeTable) -> Result<T, SettingsFault>,
) -> Result<T, SettingsError> {
    let document = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(0..text.len());
        SettingsFault::new("not valid TOML", span, error.message())
    });
    document.and_then(|document| read(document.get_ref())).map_err(|fault| SettingsError {
        code,
        fault,
        source: Arc::new(NamedSource::new(name, text.to_owned())),
    })
}

pub fn expect_table<'a, 'i>(
    what: &str,
    expected: &str,
    value: &'a SettingsValue<'i>,
) -> Result<&'a DeTable<'i>, SettingsFault> {
    value.get_ref().as_table().ok_or_else(|| SettingsFault::wrong_type(what, expected, value))
}

pub fn expect_text<'a>(what: &str, value: &'a SettingsValue) -> Result<&'a str, SettingsFault> {
    value.get_ref().as_str().ok_or_else(|| SettingsFault::wrong_type(what, "a text", value))
}

pub fn expect_list<'a, 'i>(
    what: &str,
    expected: &str,
    value: &'a SettingsValue<'i>,
) -> Result<&'a [SettingsValue<'i>], SettingsFault> {
    let array = value.get_ref().as_array();
    array.map(|array| &**array).ok_or_else(|| SettingsFault::wrong_type(what, expected, value))
}

/// Fails for a key that is not among these.
///
/// # Errors
/// An unknown key.
pub fn reject_unknown_keys(table: &DeTable, known: &[&str]) -> Result<(), SettingsFault> {
    reject_unknown_or_misplaced_keys(table, known, MisplacedKeys::NOWHERE)
}

/// The same, where a key could have fallen into the wrong table.
///
/// # Errors
/// An unknown key, with where it belongs if that is known.
pub fn reject_unknown_or_misplaced_keys(
    table: &DeTable,
    known: &[&str],
    elsewhere: MisplacedKeys,
) -> Result<(), SettingsFault> {
    let Some(key) =
        in_order(table).into_iter().find(|key| !known.contains(&key.get_ref().as_ref()))
    else {
        return Ok(());
    };
    let name = key.get_ref();
    if is_among(name, elsewhere.keys) && !is_among(name, known) {
        return Err(SettingsFault::new(
            format!("unknown key `{name}`"),
            key.span(),
            "not in this table",
        )
        .help(format!("`{name}` stands in the wrong table: {}", elsewhere.advice)));
    }
    Err(SettingsFault::unknown("key", name, key.span(), known))
}

/// Fails for a name that a table of `what` cannot have, its names being free: one that is a key of
/// the file elsewhere, or that another has in other case.
///
/// # Errors
/// A key that fell into the table, with what to do; a name given twice.
pub fn check_free_names(
    table: &DeTable,
    what: &str,
    elsewhere: MisplacedKeys,
) -> Result<(), SettingsFault> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for key in in_order(table) {
        let name = key.get_ref();
        if is_among(name, elsewhere.keys) {
            let message = format!("`{name}` stands below another table's header");
            return Err(SettingsFault::new(message, key.span(), format!("taken for {what}")).help(
                format!(
                    "what stands below `[…]` belongs to that table: {}; {what} cannot be called \
                 `{name}`",
                    elsewhere.advice
                ),
            ));
        }
        if let Some(other) = seen.insert(fold_name(name), name) {
            let message = format!("`{name}` and `{other}` are {what} twice");
            return Err(SettingsFault::new(message, key.span(), "again here").help(
                "names that differ in upper and lower case alone are one: keep one of them",
            ));
        }
    }
    Ok(())
}

/// The keys of a table, in the order of the file.
fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<&'a SettingsKey<'i>> {
    let mut keys: Vec<_> = table.keys().collect();
    keys.sort_by_key(|key| key.span().start);
    keys
}

fn is_among(name: &str, names: &[&str]) -> bool {
    names.contains(&fold_name(name).as_str())
}

impl fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.fault.message)
    }
}

impl std::error::Error for SettingsError {}

impl Diagnostic for SettingsError {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let SettingsFault { label, span, .. } = &self.fault;
        let label = LabeledSpan::new_with_span(Some(label.clone()), span.clone());
        Some(Box::new(std::iter::once(label)))
    }
}
