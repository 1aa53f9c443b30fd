//! The names of everything that a check may have to say of data or of a plan: the one list of them,
//! from which documents, tests of strategies and `--strict` take theirs.
//!
//! Invariant: each name occurs once, in kebab-case, with a sentence that says when it is said.

use serde::{Serialize, Serializer};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    Data,
    /// The data, of which something could not be used, or was guessed: `--strict` refuses it.
    LostData,
    Plan,
}

macro_rules! codes {
    ($($variant:ident, $name:literal, $concern:ident, $meaning:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FindingCode {
            $(#[doc = $meaning] $variant,)*
        }

        impl FindingCode {
            pub const NAMED: &'static [Self] = &[$(Self::$variant),*];

            /// The name: kebab-case.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            pub const fn concern(self) -> Concern {
                match self {
                    $(Self::$variant => Concern::$concern,)*
                }
            }

            /// When it is said, in a sentence.
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => $meaning,)*
                }
            }
        }
    };
}

codes! {
    AcceptedBefore, "accepted-before", Data,
        "People are pending in a row of a sheet and accepted in an earlier one.";
    AccountMixed, "account-mixed", Data,
        "One account has invitations of several people, or several accounts have those of one.";
    AccountNew, "account-new", Data, "The ledger knows nothing of an account.";
    AccountRenamed, "account-renamed", Data,
        "The ledger knows an account's owner under another name.";
    AccountSpellings, "account-spellings", Data, "An account is spelled in several ways.";
    AccountUnknown, "account-unknown", Data, "A file could belong to several accounts.";
    AccountUnnamed, "account-unnamed", Data, "Nothing says whose a file is.";
    AddressTakenOver, "address-taken-over", Data,
        "Somebody else has the address that a person of the ledger had.";
    AmbiguousName, "ambiguous-name", Data,
        "Several people bear a name by which somebody would be matched.";
    BadCells, "bad-cells", Data, "Cells could not be read and are taken as unknown.";
    BadRows, "bad-rows", LostData, "Rows could not be used and were left out.";
    BadValues, "bad-values", LostData, "Values of a column are none that it may have.";
    ConnectionsAlone, "connections-alone", Data, "An account has connections and no invitation.";
    CoolingOff, "cooling-off", Plan,
        "Whoever was withdrawn may not be invited again for some weeks.";
    DateOrder, "date-order", LostData, "Nothing but the default says what comes first in dates.";
    DoNotContact, "do-not-contact", Data,
        "People of a plan are on the list of those whom nobody writes to.";
    EmptyFile, "empty-file", Data, "A file has no row.";
    Encoding, "encoding", Data, "Letters of a file are lost, or were read twice.";
    EndsDiffer, "ends-differ", Data,
        "Invitations ended otherwise in one sheet than in an earlier one.";
    Expiry, "expiry", Plan, "Invitations are so old that they are taken for expired.";
    FirstNames, "first-names", LostData, "Names are of one word, and match many people.";
    GuessedColumn, "guessed-column", LostData,
        "The values of a column decided what it is taken for.";
    GuessedDateOrder, "guessed-date-order", Data,
        "Something beside dates decided what comes first in them.";
    GuessedState, "guessed-state", LostData,
        "What a file, a sheet or rows above say decided the state of rows.";
    HiddenConnections, "hidden-connections", Data, "Connections have no name and no profile.";
    Inmail, "inmail", Plan, "InMail is never withdrawn.";
    InvitationsPerWeek, "invitations-per-week", Plan, "What is left of the invitations of a week.";
    InvitedBySeveral, "invited-by-several", Data,
        "Several accounts have an invitation to one person pending.";
    InvitedWhileCoolingOff, "invited-while-cooling-off", Data,
        "A person was invited within another account's waiting period.";
    KnownToBeOver, "known-to-be-over", Data,
        "Invitations that data have as pending are over by the ledger.";
    LeftOut, "left-out", Plan, "Rows that a strategy would withdraw cannot be.";
    ListDay, "list-day", Data, "The name of a list's file tells when it was taken.";
    ListUnclear, "list-unclear", Data, "Rows of a list do not all tell whom they are about.";
    LoggedByName, "logged-by-name", LostData, "Rows of a log have nothing but names.";
    ManyGone, "many-gone", Data, "Most pending invitations are on a newer list no more.";
    NamesDiffer, "names-differ", LostData,
        "A profile stands beside names that have no word in common.";
    NamesTurned, "names-turned", Data, "Names are read as the last name and the first.";
    NoConnection, "no-connection", Data, "Rows are about other things than requests to connect.";
    NoPerson, "no-person", Data, "Rows are about nobody: headers, sums, lines.";
    OffList, "off-list", Data,
        "Pending invitations are on the newest list of the Sent page no more.";
    OlderList, "older-list", Data, "A list of the Sent page is older than another.";
    OlderThanLedger, "older-than-ledger", Data, "Data are older than those that were imported.";
    OnlyOutcomes, "only-outcomes", Data, "All days of a table are those of outcomes.";
    OnlyPending, "only-pending", Plan, "Only what is pending is withdrawn.";
    OtherDays, "other-days", Data, "A sheet has people invited on other days than other data do.";
    OwnResult, "own-result", Data, "A file is a result of this program.";
    PendingAfterEnd, "pending-after-end", Data,
        "An invitation is pending in a row and over in another.";
    PendingCap, "pending-cap", Plan,
        "How many invitations an account has pending of those that it may have.";
    ProtectUnmatched, "protect-unmatched", Data,
        "Entries of a list of protected people mean nobody.";
    Protected, "protected", Plan, "Protected people are in no plan.";
    RepeatedRows, "repeated-rows", Data, "Rows tell again of an invitation.";
    RowsConnected, "rows-connected", Data, "Rows that are pending are of connections.";
    RowsContradict, "rows-contradict", Data,
        "Rows of several files say that an invitation ended in several ways.";
    RowsOffList, "rows-off-list", Data,
        "Rows that are pending are not on the list of the Sent page.";
    RowsSuperseded, "rows-superseded", Data,
        "Rows that are pending are of people who were invited again.";
    SeveralInCell, "several-in-cell", Data, "A cell seems to name several people.";
    ShareWithdrawn, "share-withdrawn", Plan, "One plan withdraws a great share of what is pending.";
    SheetAccountUnknown, "sheet-account-unknown", Data,
        "A sheet names accounts that no other data have.";
    SheetNotRead, "sheet-not-read", Data, "A sheet of a workbook was not read.";
    SheetUnattributed, "sheet-unattributed", Data, "Nothing says whose the people of a sheet are.";
    SheetUnmatched, "sheet-unmatched", Data, "People of a sheet have no invitation.";
    Snapshots, "snapshots", Data, "Sheets are taken for one on several days.";
    SourceUnused, "source-unused", Data, "A described table is in no file.";
    StateContradicted, "state-contradicted", Data,
        "Rows are pending and have a day on which they ended.";
    UnheardState, "unheard-state", LostData,
        "A word for a state stands where it may mean otherwise.";
    UnknownAccount, "unknown-account", Data,
        "Limits or parameters are of an account that the data do not have.";
    UnknownWords, "unknown-words", LostData, "Words of a column for states decide nothing.";
    UnreadColumn, "unread-column", LostData, "A column seems to tell of outcomes and is not read.";
    UnreadableFile, "unreadable-file", LostData, "Something that looks like a table is not read.";
    WholeDivision, "whole-division", Plan, "A script divides whole numbers.";
    WithdrawalsPerDay, "withdrawals-per-day", Plan, "A day has more withdrawals than are safe.";
    WithdrawalsRecorded, "withdrawals-recorded", Data,
        "Withdrawals of the day are recorded already.";
    WrittenSince, "written-since", Data,
        "People wrote after they were invited, and are pending.";
    YoungestAge, "youngest-age", Plan, "Young invitations would be withdrawn.";
}

impl FindingCode {
    /// Whether it says something of the data.
    pub fn is_of_data(self) -> bool {
        self.concern() != Concern::Plan
    }

    /// Whether `--strict` refuses data of which it is said.
    pub fn is_lost_data(self) -> bool {
        self.concern() == Concern::LostData
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl Serialize for FindingCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::FindingCode;

    #[test]
    fn names_are_in_order_and_explained() {
        let names: Vec<&str> = FindingCode::NAMED.iter().map(|code| code.name()).collect();
        assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
        for code in FindingCode::NAMED {
            assert!(code.meaning().ends_with('.'), "{code}");
        }
    }
}
