//! The names of what events say beside their columns: the one place that spells them.

/// The person's name, as it is written.
pub const NAME: &str = "name";
pub const PROFILE_URL: &str = "profile_url";
/// The person's company.
pub const COMPANY: &str = "company";
/// The note that the invitation was sent with.
pub const NOTE: &str = "note";
/// What to do once the person may be invited again.
pub const FOLLOW_UP: &str = "follow_up";
/// The day on which the invitation was sent.
pub const SENT_ON: &str = "sent_on";
/// The first day on which it may have been sent, where data have nothing but its age.
pub const SENT_FROM: &str = "sent_from";
/// The last such day.
pub const SENT_UNTIL: &str = "sent_until";
/// The first day on which the person may be invited again.
pub const RECONNECT_ON: &str = "reconnect_on";
/// What data show of the invitation: one of the states of `invitations`.
pub const STATE: &str = "state";
/// How that is known, as in `invitations`.
pub const KNOWN_BY: &str = "known_by";
/// What was sent, where it is no invitation to connect: [`INMAIL`].
pub const KIND: &str = "kind";
/// A message to a stranger, which uses up no quota of invitations and is no attempt to connect.
pub const INMAIL: &str = "inmail";
/// The day until which the data reach.
pub const TAKEN_ON: &str = "taken_on";
/// The instant until which they do, where they say so.
pub const TAKEN_AT: &str = "taken_at";
/// The day of a list that has somebody who was withdrawn, at an age that leaves open if invited
/// again.
pub const LISTED_ON: &str = "listed_on";
/// The SHA-256 of whom a list has that does not say when it was taken, and since when.
pub const LIST: &str = "list";
/// The slug of the account's owner.
pub const OWNER: &str = "owner";
/// That several people may be meant, of whom data show nothing but one name.
pub const SEVERAL: &str = "several";
/// What an import changed for the person, in a word.
pub const CHANGE: &str = "change";
/// The key by which the person is known from then on, where it was another before.
pub const KNOWN_AS: &str = "known_as";
/// Member ids of somebody who is known by more than that, with a blank between two.
pub const MEMBER_IDS: &str = "member_ids";
/// The saved plan: the SHA-256 of its document.
pub const PLAN: &str = "plan";
/// All that it takes to make a saved plan again: the SHA-256 of that text.
pub const RECIPE: &str = "recipe";
/// The place in the plan, from 1 within an account.
pub const RANK: &str = "rank";
/// Why it is withdrawn, in the strategy's words.
pub const REASON: &str = "reason";
/// Why an event is taken back, or what else somebody had to say.
pub const REMARK: &str = "remark";
