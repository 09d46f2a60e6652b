//! The program's options, each also an environment variable. A bad value stops the start with a message that names it.

use anyhow::{Context, Result, bail};
use clap::Parser;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use typescript::Compiler;

/// AWS Lambda on your own machine, to see through.
#[derive(Debug, Clone, Parser)]
#[command(name = "coldstart", version, about)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "COLDSTART_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// Where to listen for the AWS CLI and SDKs, or `off`. Signed requests are answered at the other address too.
    #[arg(long, env = "COLDSTART_AWS_ADDR", default_value = "127.0.0.1:4566")]
    pub aws_addr: AwsAddress,
    /// Folder for everything that is kept; made if it is missing. Default: `coldstart` in the user's data folder.
    #[arg(long, env = "COLDSTART_DATA")]
    pub data: Option<PathBuf>,
    /// Folder with the built pages. Default: `site` beside the program.
    #[arg(long, env = "COLDSTART_SITE")]
    pub site: Option<PathBuf>,
    /// Folder of buckets, from which functions take their code: a file `ACCOUNT/BUCKET/KEY` in it is the object KEY of BUCKET.
    /// Default: `buckets` in the data folder.
    #[arg(long, env = "COLDSTART_BUCKETS")]
    pub buckets: Option<PathBuf>,
    /// Threads that run functions. Default: one a processor.
    #[arg(long, env = "COLDSTART_GUEST_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub guest_threads: Option<u16>,
    /// New workspaces that are given out in a minute, to all visitors together.
    #[arg(long, env = "COLDSTART_NEW_WORKSPACES_PER_MINUTE", default_value_t = 600)]
    pub new_workspaces_per_minute: u32,
}

/// Where the AWS endpoint has a port of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AwsAddress {
    /// Nowhere.
    Off,
    /// Here.
    At(SocketAddr),
}

impl FromStr for AwsAddress {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self::Off),
            text => text
                .parse()
                .map(Self::At)
                .map_err(|error| format!("`{text}` is neither `off` nor ADDRESS:PORT: {error}")),
        }
    }
}

impl Config {
    /// Whether only programs on this machine can reach the server.
    #[must_use]
    pub fn is_reached_from_here_only(&self) -> bool {
        let aws = match self.aws_addr {
            AwsAddress::Off => true,
            AwsAddress::At(address) => address.ip().is_loopback(),
        };
        aws && self.addr.ip().is_loopback()
    }

    /// The data folder, made if it is missing.
    ///
    /// # Errors
    /// When there is no user data folder to default to, or the folder cannot be made.
    pub fn data_folder(&self) -> Result<PathBuf> {
        let folder = match &self.data {
            Some(folder) => folder.clone(),
            None => user_data_folder()?.join("coldstart"),
        };
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("the data folder `{}` (COLDSTART_DATA) cannot be made", folder.display()))?;
        Ok(folder)
    }

    /// The folder with the built pages: as given, `site` beside the program, or `../site` where cargo-leptos builds.
    ///
    /// # Errors
    /// Says where it looked.
    pub fn site_folder(&self) -> Result<PathBuf> {
        let candidates = match &self.site {
            Some(folder) => vec![folder.clone()],
            None => beside_program()?,
        };
        if let Some(found) = candidates.iter().find(|folder| folder.join("pkg").is_dir()) {
            return Ok(found.clone());
        }
        let looked =
            candidates.iter().map(|folder| format!("`{}`", folder.display())).collect::<Vec<_>>().join(" and ");
        bail!(
            "the built pages are not in {looked}; build them with `make build`, or name their folder by COLDSTART_SITE"
        )
    }

    /// The folder of buckets, which need not exist.
    #[must_use]
    pub fn buckets(&self, data: &Path) -> PathBuf {
        self.buckets.clone().unwrap_or_else(|| data.join("buckets"))
    }

    /// Threads that run functions.
    #[must_use]
    pub fn guest_threads(&self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.guest_threads.map_or_else(processors, usize::from)
    }
}

/// Called with this alone, the program is the TypeScript compiler of another one and nothing else.
const COMPILER: &str = "compile-typescript";

/// Whether the program was started by another one as its TypeScript compiler.
#[must_use]
pub fn is_typescript_compiler() -> bool {
    std::env::args_os().skip(1).eq([COMPILER])
}

/// This program as a TypeScript compiler.
///
/// # Errors
/// When the program does not know its own place.
pub fn typescript_compiler() -> Result<Compiler> {
    // On Linux this is the running program, even after another one was put in its place.
    let linked = PathBuf::from("/proc/self/exe");
    let program =
        if linked.exists() { linked } else { std::env::current_exe().context("the program's own place is unknown")? };
    Ok(Compiler::new(program, vec![COMPILER.into()], typescript::TIMEOUT))
}

fn beside_program() -> Result<Vec<PathBuf>> {
    let program = std::env::current_exe().context("the program's own place is unknown")?;
    let folder = program.parent().unwrap_or(Path::new("."));
    Ok(vec![folder.join("site"), folder.join("../site")])
}

/// `$XDG_DATA_HOME`, or what the platform uses in its place.
fn user_data_folder() -> Result<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = variable("XDG_DATA_HOME") {
        return Ok(folder);
    }
    let home = variable("HOME").context("neither COLDSTART_DATA nor HOME is set, so there is no place for data")?;
    let below = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
    Ok(home.join(below))
}
