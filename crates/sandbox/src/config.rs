use std::path::PathBuf;

/// How the sandbox is set up.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Threads that run guest code.
    pub threads: usize,
    /// Where compiled modules are kept between starts; `None` compiles anew each time.
    pub cache_dir: Option<PathBuf>,
    /// The largest module that is compiled, in bytes.
    pub module_bytes_max: usize,
    /// The most functions a module may define.
    pub module_functions_max: u32,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        SandboxConfig { threads, cache_dir: None, module_bytes_max: 16 << 20, module_functions_max: 50_000 }
    }
}

/// The sandbox cannot be set up on this machine.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The engine refuses its settings.
    #[error("webassembly engine cannot be set up")]
    Engine(#[source] wasmtime::Error),
    /// Threads cannot be started.
    #[error("guest threads cannot be started")]
    Threads(#[source] std::io::Error),
    /// The folder of compiled modules cannot be made.
    #[error("cache folder `{path}` cannot be made")]
    CacheDir {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// What becomes of a program that wants more memory than it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenFull {
    /// It ends, as the kernel ends a process on AWS: one that could go on would behave differently here and there.
    End,
    /// It is told that there is none. For an engine that takes more than it needs while it boots, and can do without.
    Refuse,
}

/// What one environment may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Linear memory.
    pub memory_bytes: u64,
    /// Beyond that.
    pub when_full: WhenFull,
    /// All files below `/tmp` together.
    pub tmp_bytes: u64,
    /// Files and folders below `/tmp`.
    pub tmp_entries: u32,
    /// Open descriptors, the standard ones counted.
    pub open_files: u32,
    /// Thousandths of one processor; 1,000 and more is no limit for a guest of one thread.
    pub cpu_share_millis: u32,
}

impl Limits {
    /// The limits that AWS has, for a memory and a `/tmp` size: one processor at 1,769 MiB, 1,024 descriptors.
    #[must_use]
    pub fn of_memory(memory_mib: u32, tmp_mib: u32) -> Limits {
        let share = (u64::from(memory_mib) * 1000 / 1769).clamp(1, 1000);
        Limits {
            memory_bytes: u64::from(memory_mib) << 20,
            when_full: WhenFull::End,
            tmp_bytes: u64::from(tmp_mib) << 20,
            tmp_entries: 65_536,
            open_files: 1024,
            cpu_share_millis: u32::try_from(share).unwrap_or(1000),
        }
    }
}
