use sandbox::Limits;

/// Why an environment runs INIT, as Lambda tells it in `AWS_LAMBDA_INITIALIZATION_TYPE`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Initialization {
    /// An invocation waits for it.
    #[default]
    OnDemand,
    /// It is kept ready before anyone asks.
    ProvisionedConcurrency,
    /// Others are to go on from where it is then.
    SnapStart,
}

impl Initialization {
    fn name(self) -> &'static str {
        match self {
            Self::OnDemand => "on-demand",
            Self::ProvisionedConcurrency => "provisioned-concurrency",
            Self::SnapStart => "snap-start",
        }
    }
}

/// What an environment of a function is made with.
#[derive(Clone, Debug)]
pub struct EnvironmentSettings {
    /// Memory size, 128-10,240 MB.
    pub memory_mib: u32,
    /// `/tmp` size, 512-10,240 MB.
    pub tmp_mib: u32,
    /// Environment variables: the function's own, region and credentials. What the runtime itself sets is added.
    pub env: Vec<(String, String)>,
    /// The function's name.
    pub function_name: String,
    /// The version, such as `$LATEST`.
    pub function_version: String,
    /// Such as `/aws/lambda/NAME`.
    pub log_group: String,
    /// Such as `2026/11/23/[$LATEST]…`.
    pub log_stream: String,
    /// Why it is made.
    pub initialization: Initialization,
}

impl EnvironmentSettings {
    pub(crate) fn limits(&self) -> Limits {
        Limits::of_memory(self.memory_mib, self.tmp_mib)
    }

    /// The given variables and those that Lambda sets; a given one wins.
    pub(crate) fn variables(&self, handler: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
        let memory = self.memory_mib.to_string();
        let fixed = [
            ("LANG", "en_US.UTF-8"),
            ("TZ", ":UTC"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin"),
            ("LD_LIBRARY_PATH", "/lib64:/usr/lib64:/var/runtime:/var/task:/opt/lib"),
            ("LAMBDA_TASK_ROOT", "/var/task"),
            ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
            ("_HANDLER", handler),
            ("AWS_LAMBDA_FUNCTION_NAME", &self.function_name),
            ("AWS_LAMBDA_FUNCTION_VERSION", &self.function_version),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
            ("AWS_LAMBDA_LOG_GROUP_NAME", &self.log_group),
            ("AWS_LAMBDA_LOG_STREAM_NAME", &self.log_stream),
            ("AWS_LAMBDA_INITIALIZATION_TYPE", self.initialization.name()),
        ];
        let given = |name: &str| self.env.iter().any(|(own, _)| own == name);
        let set = fixed.iter().chain(more).filter(|(name, _)| !given(name));
        let set = set.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        set.chain(self.env.iter().cloned()).collect()
    }
}
