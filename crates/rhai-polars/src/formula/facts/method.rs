//! What follows for a method's value from what is known of its receiver and arguments.

use super::value_facts::Facts;
use crate::formula::methods::{DateMethod, ListMethod, Method, MethodId, NumberMethod, TextMethod};
use crate::formula::types::Type;

/// More characters than a text has, and more elements than a list.
const LENGTH_MAX: i128 = 1 << 40;

/// A year has six digits at most.
const YEAR_MAX: i128 = 1_000_000;

/// What is known of a method's value, which has this type.
pub fn method_facts(method: &Method, of_type: Type, types: &[Type], facts: &[Facts]) -> Facts {
    match method.id {
        MethodId::Text(method) => of_text(method, facts),
        MethodId::Number(method) => of_number(method, of_type, types, facts),
        MethodId::Date(method) => of_date(method, facts),
        MethodId::List(method) => of_list(method, facts),
    }
}

fn of_text(method: TextMethod, facts: &[Facts]) -> Facts {
    use TextMethod::{
        Contains, Date, EndsWith, IndexOf, IsEmpty, Len, Matches, Replace, Split, StartsWith,
        SubString, ToFloat, ToInt, ToLower, ToString, ToUpper, Trim,
    };
    let known = Facts::nullable_if_any(facts);
    match method {
        Contains | StartsWith | EndsWith | Matches | IsEmpty | ToLower | ToUpper | Trim
        | Replace | SubString | ToString => known,
        Len => Facts::between(known.nullable, 0, LENGTH_MAX),
        IndexOf => Facts::between(known.nullable, -1, LENGTH_MAX),
        Split => Facts { nullable_elements: false, ..known },
        ToInt => Facts { nan: false, ..Facts::UNKNOWN },
        ToFloat | Date => Facts::UNKNOWN,
    }
}

fn of_number(method: NumberMethod, of_type: Type, types: &[Type], facts: &[Facts]) -> Facts {
    use NumberMethod::{
        Abs, Ceiling, Clamp, Days, Exp, Floor, IsEven, IsFinite, IsNan, IsOdd, IsZero, Ln, Log,
        Max, Min, Round, Sign, Sqrt, ToFloat, ToInt,
    };
    let (receiver_type, receiver) = (types[0], facts[0]);
    match method {
        Abs => absolute(receiver_type, receiver),
        Floor => receiver.map_monotonic(f64::floor),
        Ceiling => receiver.map_monotonic(f64::ceil),
        Round => receiver.map_monotonic(f64::round),
        Sqrt | Exp | Ln | Log => Facts::nullable(receiver.nullable),
        Min | Max | Clamp => {
            let wide = |(operand_type, operand): (&Type, &Facts)| match (of_type, operand_type) {
                (Type::Int, _) | (_, Type::Float | Type::Number) => *operand,
                _ => operand.to_decimal(),
            };
            types.iter().zip(facts).map(wide).reduce(Facts::join).unwrap_or(Facts::UNKNOWN)
        }
        ToInt if receiver_type != Type::Int => Facts { nan: false, ..Facts::UNKNOWN },
        ToFloat if receiver_type == Type::Int => receiver.to_decimal(),
        ToInt | ToFloat | Days => receiver,
        // Of NaN it is missing.
        Sign => Facts::between(receiver.nullable || receiver_type != Type::Int, -1, 1),
        IsNan | IsFinite | IsZero | IsEven | IsOdd => Facts::nullable_if_any(facts),
    }
}

/// The least whole number has no distance from 0 that fits 64 bits.
fn absolute(of_type: Type, number: Facts) -> Facts {
    let overflows = of_type == Type::Int && number.ints.0 <= i128::from(i64::MIN);
    Facts {
        nullable: number.nullable || overflows,
        ints: (0, i128::from(i64::MAX)),
        floats: (0.0, number.floats.0.abs().max(number.floats.1.abs())),
        ..number
    }
}

fn of_date(method: DateMethod, facts: &[Facts]) -> Facts {
    let part = |least, most| Facts::between(facts[0].nullable, least, most);
    match method {
        DateMethod::Year => part(-YEAR_MAX, YEAR_MAX),
        DateMethod::Month => part(1, 12),
        DateMethod::Day => part(1, 31),
        DateMethod::Weekday => part(1, 7),
        DateMethod::Date => Facts::nullable_if_any(facts),
    }
}

fn of_list(method: ListMethod, facts: &[Facts]) -> Facts {
    // Whether an element is in a list is unknown as soon as one of them is missing.
    let searched = facts[0].nullable_elements || facts.iter().any(|operand| operand.nullable);
    match method {
        ListMethod::Contains => Facts::nullable(searched),
        ListMethod::Len => Facts::between(facts[0].nullable, 0, LENGTH_MAX),
        ListMethod::IsEmpty => Facts::nullable_if_any(facts),
        ListMethod::Get => Facts::UNKNOWN,
        ListMethod::IndexOf => Facts::between(searched, -1, LENGTH_MAX),
    }
}
