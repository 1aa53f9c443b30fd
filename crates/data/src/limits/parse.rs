//! Reads `limits.toml`. Every error has its place in the file, what was expected, and the nearest
//! name where one was misspelt.

use super::overrides::{Limits, Override, Overrides};
use super::table::{LimitCode, TABLE};
use crate::finding::Level;
use crate::settings;
use crate::settings::{
    MisplacedKeys, SettingsError, SettingsFault, SettingsKey, SettingsValue, expect_table,
};
use toml::de::DeTable;

const ACCOUNTS: &str = "accounts";
const KEYS: &[&str] = &["figure", "level"];
const TO_ITS_TABLE: &str = "give it a header of its own, as in `[pending-cap]`";
const LEVELS: &[Level] = &[Level::Refuse, Level::Warn, Level::Note];

impl Limits {
    /// Reads the text of a `limits.toml`; `name` is the file's name in errors.
    ///
    /// # Errors
    /// Where the text is not TOML, or names a limit, a key, a level or a figure that there is not.
    pub fn parse(text: &str, name: &str) -> Result<Self, SettingsError> {
        settings::parse("limits", name, text, parse)
    }
}

fn parse(document: &DeTable) -> Result<Limits, SettingsFault> {
    let mut limits = Limits::default();
    for (key, value) in document {
        if key.get_ref() == ACCOUNTS {
            let accounts = expect_table("`accounts`", "a table of accounts", value)?;
            let top = MisplacedKeys { keys: &top_keys(), advice: TO_ITS_TABLE };
            settings::check_free_names(accounts, "an account", top)?;
            for (account, overrides) in accounts {
                limits
                    .accounts
                    .insert(account.get_ref().to_string(), account_overrides(overrides)?);
            }
        } else {
            let (code, limit) = one_limit(key, value, true)?;
            limits.general.insert(code, limit);
        }
    }
    limits.accounts.sort_keys();
    Ok(limits)
}

/// The keys of the file's top: the table of accounts, and every limit.
fn top_keys() -> Vec<&'static str> {
    std::iter::once(ACCOUNTS).chain(TABLE.iter().map(|limit| limit.code.name())).collect()
}

fn account_overrides(limits: &SettingsValue) -> Result<Overrides, SettingsFault> {
    expect_table("an account", "a table of limits", limits)?
        .iter()
        .map(|(key, value)| one_limit(key, value, false))
        .collect()
}

/// What the file says of one limit: `[code]` with `figure`, `level` or both.
fn one_limit(
    key: &SettingsKey,
    value: &SettingsValue,
    is_top: bool,
) -> Result<(LimitCode, Override), SettingsFault> {
    let name = key.get_ref();
    let code = LimitCode::from_name(name).ok_or_else(|| {
        let known = top_keys();
        let known = if is_top { &known[..] } else { &known[1..] };
        SettingsFault::unknown("limit", name, key.span(), known)
    })?;
    if code.limit().range.is_none() {
        let message = format!("`{code}` always holds and cannot be overridden");
        return Err(
            SettingsFault::new(message, key.span(), "always holds").help(code.limit().advice)
        );
    }
    let mut limit = Override::default();
    let entries = expect_table(&format!("`{code}`"), "a table with `figure` or `level`", value)?;
    let top = MisplacedKeys { keys: &top_keys(), advice: TO_ITS_TABLE };
    settings::reject_unknown_or_misplaced_keys(entries, KEYS, top)?;
    for (key, value) in entries {
        match key.get_ref().as_ref() {
            "figure" => limit.figure = Some(figure(code, value)?),
            "level" => limit.level = Some(level(value)?),
            _ => {}
        }
    }
    Ok((code, limit))
}

fn figure(code: LimitCode, value: &SettingsValue) -> Result<i64, SettingsFault> {
    let limit = code.limit();
    let unit = limit.unit;
    let integer = (value.get_ref().as_integer())
        .ok_or_else(|| SettingsFault::wrong_type("`figure`", "a whole number", value))?;
    // An integer that does not fit 64 bits lies outside every range.
    let figure = i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok();
    let in_range = |figure: &i64| limit.range.as_ref().is_some_and(|range| range.contains(figure));
    figure.filter(in_range).ok_or_else(|| {
        let message = format!("the figure of `{code}` is out of range");
        let range = limit.range.clone().unwrap_or(limit.figure..=limit.figure);
        let expected = format!("expected {} to {} {unit}", range.start(), range.end());
        SettingsFault::new(message, value.span(), expected)
    })
}

fn level(value: &SettingsValue) -> Result<Level, SettingsFault> {
    let name = (value.get_ref().as_str()).ok_or_else(|| {
        SettingsFault::wrong_type("`level`", "\"refuse\", \"warn\" or \"note\"", value)
    })?;
    LEVELS.iter().copied().find(|level| level.to_string() == name).ok_or_else(|| {
        let known: Vec<_> = LEVELS.iter().map(ToString::to_string).collect();
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        SettingsFault::unknown("level", name, value.span(), &known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use miette::{GraphicalReportHandler, GraphicalTheme};
    use proptest::prelude::*;

    fn parsed(text: &str) -> Limits {
        Limits::parse(text, "limits.toml").unwrap()
    }

    fn report(text: &str) -> String {
        let error = Limits::parse(text, "limits.toml").unwrap_err();
        let mut report = String::new();
        let theme = GraphicalTheme::unicode_nocolor();
        let handler = GraphicalReportHandler::new_themed(theme).without_syntax_highlighting();
        handler.render_report(&mut report, &error).unwrap();
        report
    }

    #[test]
    fn an_account_outranks_all_which_outrank_the_table() {
        let limits = parsed(
            "[pending-cap]\nfigure = 450\n[accounts.anna.pending-cap]\nlevel = \"refuse\"\n\
             [accounts.\"Bruno B\".pending-cap]\nfigure = 1_000",
        );
        assert_eq!(limits.figure(LimitCode::PendingCap, "carla"), 450);
        assert_eq!(limits.level(LimitCode::PendingCap, "carla"), Level::Warn);
        assert_eq!(limits.figure(LimitCode::PendingCap, "anna"), 450);
        assert_eq!(limits.level(LimitCode::PendingCap, "anna"), Level::Refuse);
        assert_eq!(limits.figure(LimitCode::PendingCap, "Bruno B"), 1_000);
        assert_eq!(limits.figure(LimitCode::CoolingOff, "anna"), 21);
    }

    #[test]
    fn an_account_that_the_data_do_not_have_is_said() {
        let limits = parsed("accounts.ana.cooling-off.figure = 30");
        let findings = limits.unknown_accounts(&["anna", "bruno"]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `anna`?"));
        assert_eq!(limits.unknown_accounts(&["ana"]), []);
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        assert_eq!(parsed("# nothing yet\n"), Limits::built_in());
        assert!(Limits::built_in().rows().iter().all(|row| !row.is_overridden()));
    }

    #[test]
    fn rows_name_the_accounts_that_differ_after_the_limit() {
        let limits = parsed("accounts.anna.cooling-off.figure = 30");
        let rows = limits.rows();
        let limits_in_force: Vec<_> = (rows.iter())
            .filter(|row| row.limit.code == LimitCode::CoolingOff)
            .map(|row| (row.account, row.figure, row.is_overridden()))
            .collect();
        assert_eq!(limits_in_force, [(None, 21, false), (Some("anna"), 30, true)]);
        assert_eq!(rows.len(), TABLE.len() + 1);
    }

    #[test]
    fn what_always_holds_cannot_be_overridden() {
        insta::assert_snapshot!(report("[inmail]\nlevel = \"note\"\n"));
    }

    #[test]
    fn a_misspelt_limit_is_underlined_with_the_nearest_name() {
        insta::assert_snapshot!(report("[pending-cap]\nfigure = 1\n\n[pending_cup]\nfigure = 4\n"));
    }

    #[test]
    fn a_misspelt_level_names_the_levels() {
        insta::assert_snapshot!(report("[accounts.anna.pending-cap]\nlevel = \"fatal\"\n"));
    }

    #[test]
    fn a_figure_out_of_range_says_the_range() {
        insta::assert_snapshot!(report("share-withdrawn.figure = 101"));
    }

    #[test]
    fn a_figure_of_another_type_says_the_type() {
        insta::assert_snapshot!(report("[cooling-off]\nfigure = \"21\"\n"));
    }

    #[test]
    fn other_faults_are_named() {
        for (text, expected) in [
            ("[pending-cap", "not valid TOML"),
            ("[pending-cap]\nfigures = 3", "unknown key `figures`"),
            ("[pending-cap]\nlevel = 3", "`level` must be"),
            ("pending-cap = 3", "`pending-cap` must be a table"),
            ("accounts = 3", "`accounts` must be a table"),
            ("accounts.anna = 3", "an account must be a table"),
            ("accounts.anna.accounts.bruno = 3", "unknown limit `accounts`"),
            ("[accounts.pending-cap]\nlevel = \"note\"", "stands below another table's header"),
            ("[accounts.anna]\n[accounts.Anna]", "an account twice"),
            ("[pending-cap]\ncooling-off.figure = 3", "unknown key `cooling-off`"),
            ("[Pending-Cap]\nfigure = 3", "unknown limit `Pending-Cap`"),
            ("pending-cap.figure = -1", "is out of range"),
            ("pending-cap.figure = 0xFFFFFFFFFFFFFFFFFFFF", "is out of range"),
        ] {
            let error = Limits::parse(text, "limits.toml").unwrap_err();
            assert!(error.to_string().contains(expected), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"[\[\]a-z.="0-9 \n_é-]{0,60}"#) {
            let _ = Limits::parse(&text, "limits.toml");
        }
    }
}
