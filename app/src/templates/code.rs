//! The code of the templates. Only the server makes functions, so the browser does not carry it.

use super::TemplateId;
use api::code::{Code, FileContent, FilePath};
use api::config::{EnvironmentVariables, FunctionConfig};
use api::error::ApiError;
use api::function::Draft;

type Files = &'static [(&'static str, &'static str)];

/// Declares the files of a template that has one.
macro_rules! one {
    ($path:literal, $source:literal) => {
        &[($path, include_str!(concat!("code/", $source)))]
    };
}

impl TemplateId {
    /// Code and settings of a new function.
    ///
    /// # Errors
    /// None in practice: tests check every template.
    pub fn draft(self) -> Result<Draft, ApiError> {
        let files = files(self).iter();
        let files = files.map(|(path, text)| Ok((FilePath::parse(*path)?, FileContent::Text((*text).to_owned()))));
        let mut config = FunctionConfig::default_of(self.runtime());
        config.environment = EnvironmentVariables::new(environment(self))?;
        Ok(Draft::new(Code::inline(files.collect::<Result<_, ApiError>>()?)?, config))
    }
}

fn environment(id: TemplateId) -> Vec<(String, String)> {
    let pairs: &[(&str, &str)] = match id {
        TemplateId::PythonLogging => &[("LEVEL", "INFO")],
        TemplateId::Environment => &[("STAGE", "dev"), ("GREETING", "Good morning")],
        _ => &[],
    };
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub(super) fn files(id: TemplateId) -> Files {
    match id {
        TemplateId::Hello => one!("index.mjs", "hello.mjs"),
        TemplateId::Callback => one!("index.js", "callback.js"),
        TemplateId::Files => &[
            ("index.mjs", include_str!("code/files-index.mjs")),
            ("lib/order.mjs", include_str!("code/files-order.mjs")),
            ("lib/price.mjs", include_str!("code/files-price.mjs")),
        ],
        TemplateId::Typed => one!("index.ts", "typed.ts"),
        TemplateId::Environment => one!("index.mjs", "environment.mjs"),
        TemplateId::Init => one!("index.mjs", "init.mjs"),
        TemplateId::Prime => one!("index.mjs", "prime.mjs"),
        TemplateId::Http => one!("index.mjs", "http.mjs"),
        TemplateId::Page => one!("index.mjs", "page.mjs"),
        TemplateId::Schedule => one!("index.mjs", "schedule.mjs"),
        TemplateId::S3 => one!("index.mjs", "s3.mjs"),
        TemplateId::Sqs => one!("index.mjs", "sqs.mjs"),
        TemplateId::Sns => one!("index.mjs", "sns.mjs"),
        TemplateId::DynamoDb => one!("index.mjs", "dynamodb.mjs"),
        TemplateId::Kinesis => one!("index.mjs", "kinesis.mjs"),
        TemplateId::Failing => one!("index.mjs", "failing.mjs"),
        TemplateId::Hungry => one!("index.mjs", "hungry.mjs"),
        TemplateId::Slow => one!("index.mjs", "slow.mjs"),
        TemplateId::PythonHello => one!("lambda_function.py", "hello.py"),
        TemplateId::PythonPackage => &[
            ("lambda_function.py", include_str!("code/package.py")),
            ("shop/__init__.py", include_str!("code/package-init.py")),
            ("shop/price.py", include_str!("code/package-price.py")),
        ],
        TemplateId::PythonLogging => one!("lambda_function.py", "logging.py"),
        TemplateId::PythonHttp => one!("lambda_function.py", "http.py"),
        TemplateId::PythonFailing => one!("lambda_function.py", "failing.py"),
        TemplateId::RubyHello => one!("lambda_function.rb", "hello.rb"),
        TemplateId::RubyFiles => &[
            ("lambda_function.rb", include_str!("code/files.rb")),
            ("shop/price.rb", include_str!("code/files-price.rb")),
        ],
        TemplateId::RubyHttp => one!("lambda_function.rb", "http.rb"),
        TemplateId::RubyFailing => one!("lambda_function.rb", "failing.rb"),
        TemplateId::Wat => one!("main.wat", "hello.wat"),
    }
}
