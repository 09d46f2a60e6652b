//! What is pasted where.

/// A tool and how it is told where Coldstart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// The AWS CLI, by variables of the shell.
    Cli,
    /// Python.
    Boto3,
    /// JavaScript.
    JavaScript,
    /// Rust.
    Rust,
    /// Terraform.
    Terraform,
    /// The SAM CLI.
    Sam,
}

/// What stands in a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// As `http://localhost:3000`.
    pub endpoint: String,
    /// As `us-east-1`.
    pub region: String,
    /// The key's id.
    pub key: String,
    /// Its secret, or what stands for it.
    pub secret: String,
}

impl Tool {
    /// All of them, in the order of the tabs.
    pub const ALL: [Self; 6] = [Self::Cli, Self::Boto3, Self::JavaScript, Self::Rust, Self::Terraform, Self::Sam];

    /// What the tab says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Cli => "AWS CLI",
            Self::Boto3 => "Python (boto3)",
            Self::JavaScript => "JavaScript",
            Self::Rust => "Rust",
            Self::Terraform => "Terraform",
            Self::Sam => "SAM CLI",
        }
    }

    /// What to paste.
    #[must_use]
    pub fn text(self, access: &Access) -> String {
        let Access { endpoint, region, key, secret } = access;
        match self {
            Self::Cli => format!(
                "export AWS_ENDPOINT_URL={endpoint}\nexport AWS_DEFAULT_REGION={region}\nexport AWS_ACCESS_KEY_ID={key}\n\
                 export AWS_SECRET_ACCESS_KEY={secret}\naws lambda list-functions\n"
            ),
            Self::Boto3 => format!(
                "import boto3\n\naws = boto3.client(\n    \"lambda\",\n    endpoint_url=\"{endpoint}\",\n    region_name=\"{region}\",\n    \
                 aws_access_key_id=\"{key}\",\n    aws_secret_access_key=\"{secret}\",\n)\nprint(aws.list_functions()[\"Functions\"])\n"
            ),
            Self::JavaScript => format!(
                "import {{ LambdaClient, ListFunctionsCommand }} from \"@aws-sdk/client-lambda\";\n\nconst aws = new LambdaClient({{\n  \
                 endpoint: \"{endpoint}\",\n  region: \"{region}\",\n  credentials: {{ accessKeyId: \"{key}\", secretAccessKey: \"{secret}\" }},\n}});\n\
                 console.log((await aws.send(new ListFunctionsCommand({{}}))).Functions);\n"
            ),
            Self::Rust => format!(
                "use aws_sdk_lambda::config::{{BehaviorVersion, Credentials, Region}};\n\nlet config = aws_sdk_lambda::Config::builder()\n    \
                 .behavior_version(BehaviorVersion::latest())\n    .endpoint_url(\"{endpoint}\")\n    .region(Region::new(\"{region}\"))\n    \
                 .credentials_provider(Credentials::new(\"{key}\", \"{secret}\", None, None, \"coldstart\"))\n    .build();\n\
                 let aws = aws_sdk_lambda::Client::from_conf(config);\n"
            ),
            Self::Terraform => format!(
                "provider \"aws\" {{\n  region                      = \"{region}\"\n  access_key                  = \"{key}\"\n  \
                 secret_key                  = \"{secret}\"\n  skip_credentials_validation = true\n  skip_requesting_account_id  = true\n  \
                 endpoints {{\n    lambda = \"{endpoint}\"\n    sts    = \"{endpoint}\"\n  }}\n}}\n"
            ),
            Self::Sam => format!(
                "export AWS_ENDPOINT_URL={endpoint}\nexport AWS_DEFAULT_REGION={region}\nexport AWS_ACCESS_KEY_ID={key}\n\
                 export AWS_SECRET_ACCESS_KEY={secret}\n# sam deploy asks for CloudFormation and S3, which Coldstart does not have yet.\n\
                 sam remote invoke FUNCTION --event '{{}}'\n"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_snippet_names_endpoint_region_and_key() {
        let text = |part: &str| part.to_owned();
        let access = Access {
            endpoint: text("http://h:1"),
            region: text("us-east-1"),
            key: text("AKIA1"),
            secret: text("s3cret"),
        };
        for tool in Tool::ALL {
            let shown = tool.text(&access);
            for part in ["http://h:1", "us-east-1", "AKIA1", "s3cret"] {
                assert!(shown.contains(part), "{part} is not in {shown}");
            }
        }
    }
}
