//! Methods of numbers.

use super::method_id::{MethodId, NumberMethod};
use super::signature::{ArgumentFault, BASE, Method, required};
use crate::formula::types::Type;

const INT: &[Type] = &[Type::Int];
const DECIMAL: &[Type] = &[Type::Float, Type::Number];
const NUMBERS: &[Type] = &[Type::Int, Type::Float, Type::Number];

pub(super) const METHODS: &[Method] = &[
    Method {
        id: MethodId::Number(NumberMethod::Abs),
        receivers: NUMBERS,
        name: "abs",
        meaning: "its distance from 0",
        example: "(-3).abs() == 3",
        ..BASE
    },
    Method {
        id: MethodId::Number(NumberMethod::Floor),
        name: "floor",
        meaning: "the greatest whole number that is not above it",
        example: "2.7.floor() == 2.0",
        ..ROUNDING
    },
    Method {
        id: MethodId::Number(NumberMethod::Ceiling),
        name: "ceiling",
        meaning: "the least whole number that is not below it",
        example: "2.1.ceiling() == 3.0",
        ..ROUNDING
    },
    Method {
        id: MethodId::Number(NumberMethod::Round),
        name: "round",
        meaning: "the nearest whole number; halves go away from 0",
        example: "2.5.round() == 3.0",
        ..ROUNDING
    },
    Method {
        id: MethodId::Number(NumberMethod::Sqrt),
        receivers: NUMBERS,
        name: "sqrt",
        meaning: "its square root",
        example: "9.0.sqrt() == 3.0",
        result_type: |_| Type::Float,
        ..BASE
    },
    Method {
        id: MethodId::Number(NumberMethod::Min),
        name: "min",
        meaning: "the smaller of the two",
        example: "3.min(5) == 3",
        ..EXTREME
    },
    Method {
        id: MethodId::Number(NumberMethod::Max),
        name: "max",
        meaning: "the greater of the two",
        example: "3.max(5) == 5",
        ..EXTREME
    },
    Method {
        id: MethodId::Number(NumberMethod::Clamp),
        name: "clamp",
        parameters: &[required("least", NUMBERS), required("most", NUMBERS)],
        meaning: "the nearest number from the least to the most",
        example: "130.clamp(0, 100) == 100",
        check: |graph, nodes| {
            let types: Vec<Type> = nodes.iter().map(|id| graph.type_of(*id)).collect();
            let ends_differ = types[1].is_number() && types[2].is_number() && types[1] != types[2];
            if ends_differ { Err(ArgumentFault::MixedEnds) } else { Ok(()) }
        },
        ..EXTREME
    },
    Method {
        id: MethodId::Number(NumberMethod::ToInt),
        receivers: NUMBERS,
        name: "to_int",
        meaning: "the whole number without what follows the point",
        example: "2.9.to_int() == 2",
        result_type: |_| Type::Int,
        ..BASE
    },
    Method {
        id: MethodId::Number(NumberMethod::ToFloat),
        receivers: NUMBERS,
        name: "to_float",
        meaning: "the same as a decimal number",
        example: "2.to_float() == 2.0",
        result_type: |_| Type::Float,
        ..BASE
    },
    Method {
        id: MethodId::Number(NumberMethod::Days),
        receivers: INT,
        name: "days",
        meaning: "the same number, for reading: `today - days(30)`",
        example: "days(30) == 30",
        ..BASE
    },
    Method {
        id: MethodId::Number(NumberMethod::Sign),
        receivers: NUMBERS,
        name: "sign",
        meaning: "-1, 0 or 1; unknown of NaN",
        example: "(-3).sign() == -1",
        result_type: |_| Type::Int,
        ..BASE
    },
    Method {
        id: MethodId::Number(NumberMethod::Exp),
        name: "exp",
        meaning: "e to the power of it",
        example: "1.5.exp() > 4.0",
        ..FUNCTION
    },
    Method {
        id: MethodId::Number(NumberMethod::Ln),
        name: "ln",
        meaning: "its natural logarithm",
        example: "7.4.ln() > 2.0",
        ..FUNCTION
    },
    Method {
        id: MethodId::Number(NumberMethod::Log),
        name: "log",
        meaning: "its logarithm to the base 10",
        example: "100.0.log() == 2.0",
        ..FUNCTION
    },
    Method {
        id: MethodId::Number(NumberMethod::IsNan),
        receivers: DECIMAL,
        name: "is_nan",
        meaning: "whether it is not a number, as 0.0 / 0.0 is in other programs",
        example: "1.5.is_nan() == false",
        ..QUESTION
    },
    Method {
        id: MethodId::Number(NumberMethod::IsFinite),
        receivers: DECIMAL,
        name: "is_finite",
        meaning: "whether it is neither infinite nor NaN",
        example: "1.5.is_finite()",
        ..QUESTION
    },
    Method {
        id: MethodId::Number(NumberMethod::IsZero),
        receivers: NUMBERS,
        name: "is_zero",
        meaning: "whether it is 0",
        example: "0.is_zero()",
        ..QUESTION
    },
    Method {
        id: MethodId::Number(NumberMethod::IsEven),
        receivers: INT,
        name: "is_even",
        meaning: "whether 2 divides it",
        example: "4.is_even()",
        ..QUESTION
    },
    Method {
        id: MethodId::Number(NumberMethod::IsOdd),
        receivers: INT,
        name: "is_odd",
        meaning: "whether 2 does not divide it",
        example: "3.is_odd()",
        ..QUESTION
    },
];

const ROUNDING: Method = Method { receivers: NUMBERS, ..BASE };

const EXTREME: Method = Method {
    receivers: NUMBERS,
    parameters: &[required("other", NUMBERS)],
    result_type: widest,
    ..BASE
};

const FUNCTION: Method = Method { receivers: DECIMAL, result_type: |_| Type::Float, ..BASE };

const QUESTION: Method = Method { result_type: |_| Type::Bool, is_property: true, ..BASE };

/// A whole number where all are, a decimal one as soon as one surely is; unknown where one is.
fn widest(types: &[Type]) -> Type {
    if types.contains(&Type::Missing) {
        return Type::Missing;
    }
    if types.contains(&Type::Float) {
        return Type::Float;
    }
    if types.contains(&Type::Number) { Type::Number } else { Type::Int }
}
