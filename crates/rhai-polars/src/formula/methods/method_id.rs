//! Which methods there are.

/// A method, by its topic: what a back end writes for it is a match over these, so that none is
/// forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MethodId {
    /// Of texts.
    Text(TextMethod),
    /// Of numbers.
    Number(NumberMethod),
    /// Of dates.
    Date(DateMethod),
    /// Of lists.
    List(ListMethod),
}

/// One of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TextMethod {
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    ToLower,
    ToUpper,
    Trim,
    Len,
    IsEmpty,
    Replace,
    SubString,
    IndexOf,
    Split,
    ToInt,
    ToFloat,
    Date,
    ToString,
}

/// One of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum NumberMethod {
    Abs,
    Floor,
    Ceiling,
    Round,
    Sqrt,
    Min,
    Max,
    Clamp,
    ToInt,
    ToFloat,
    Days,
    Sign,
    Exp,
    Ln,
    Log,
    IsNan,
    IsFinite,
    IsZero,
    IsEven,
    IsOdd,
}

/// One of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum DateMethod {
    Year,
    Month,
    Day,
    Weekday,
    Date,
}

/// One of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ListMethod {
    Contains,
    Len,
    IsEmpty,
    Get,
    IndexOf,
}
