//! What the plan asks of headwater: scalar functions, the same in every process. Lists that a plan collected come in,
//! lists that it takes apart go out; their order within a list makes no difference.

mod alike;
mod link;
mod lists;
mod meet;
mod nearest;
mod pair;
mod reach;
mod tell;
mod telling;

pub(crate) use self::tell::{ARTICLE_LINES, STORY_LINES};

use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::array::AsArray;
use datafusion::arrow::array::types::UInt32Type;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use headwater::Knowledge;

/// So many article numbers make a stripe: the articles of one are compared by one machine at one time.
const STRIPE: u32 = 1 << 14;

/// The rules and lists, loaded once in a process.
pub(crate) static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::bundled);

/// All functions.
pub(crate) fn all() -> Vec<Arc<ScalarUDF>> {
    let stripe = Function::new("headwater_stripe", 1, DataType::UInt32, stripe);
    let all = [
        stripe,
        telling::function(),
        reach::function(),
        meet::function(),
        alike::function(),
        nearest::function(),
        pair::function(),
        link::function(),
        tell::function(),
    ];
    all.into_iter().map(|function| Arc::new(ScalarUDF::from(function))).collect()
}

/// The stripe of each article.
fn stripe(given: &[ArrayRef]) -> Result<ArrayRef> {
    let articles = given[0].as_primitive::<UInt32Type>();
    Ok(Arc::new(articles.unary::<_, UInt32Type>(|article| article / STRIPE)))
}

/// A function of columns of the same length.
#[derive(Debug)]
pub(crate) struct Function {
    name: &'static str,
    signature: Signature,
    returns: DataType,
    run: fn(&[ArrayRef]) -> Result<ArrayRef>,
}

impl Function {
    fn new(name: &'static str, takes: usize, returns: DataType, run: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Function {
        Function { name, signature: Signature::any(takes, Volatility::Immutable), returns, run }
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.returns.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let given = ColumnarValue::values_to_arrays(&args.args)?;
        (self.run)(&given).map(ColumnarValue::Array)
    }
}
