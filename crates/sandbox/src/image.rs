//! Compiled modules, and their cache on disk.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use wasmtime::{Engine, InstancePre, Module};

use crate::host::Host;
use crate::mapping::MemoryImage;
use crate::pool::Sandbox;
use crate::program::{self, ProgramError};
use crate::snapshot::State;
use crate::strip::{StripError, Stripped, strip};

/// A compiled program that environments are made of, with the state they begin with where it has one. Clones share it.
#[derive(Clone)]
pub struct Image {
    pub(crate) pre: InstancePre<Host>,
    pub(crate) state: Option<Arc<State>>,
}

/// A module that cannot become an image.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// It breaks a limit or is no module.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// It does not validate or uses a feature that is off.
    #[error("module does not compile: {0:#}")]
    Compile(wasmtime::Error),
    /// It has state that an image does not hold.
    #[error(transparent)]
    Strip(#[from] StripError),
    /// Its memory cannot be kept.
    #[error("memory image cannot be made")]
    Memory(#[source] std::io::Error),
    /// It imports something that the host does not have.
    #[error("module does not link: {0:#}")]
    Link(wasmtime::Error),
}

impl Image {
    /// True if the program exports a function of this name.
    #[must_use]
    pub fn exports_function(&self, name: &str) -> bool {
        self.pre.module().get_export(name).is_some_and(|export| export.func().is_some())
    }

    /// True if the program exports its memory as `memory`.
    #[must_use]
    pub fn exports_memory(&self) -> bool {
        self.pre.module().get_export("memory").is_some_and(|export| export.memory().is_some())
    }

    /// What its state holds of this machine's memory, which its environments have in common, in bytes.
    #[must_use]
    pub fn held_bytes(&self) -> u64 {
        let Some(state) = &self.state else { return 0 };
        let frozen = state.frozen.as_ref().map_or(0, |frozen| frozen.kept.bytes());
        state.memory.used_bytes() as u64 + frozen
    }
}

impl Sandbox {
    /// Compiles a binary module or takes it from the cache. Takes long: call it where blocking is fine.
    ///
    /// # Errors
    /// When the module is too large, invalid, or imports what the host does not have.
    pub fn image(&self, wasm: &[u8]) -> Result<Image, ImageError> {
        program::check(wasm, &self.inner.config)?;
        Ok(Image { pre: self.compile(wasm)?, state: None })
    }

    /// The same, of a program whose environments can be captured: see [`Environment::capture`](crate::Environment::capture).
    ///
    /// # Errors
    /// As above, and when the program has state that an image does not hold.
    pub fn base_image(&self, wasm: &[u8]) -> Result<Image, ImageError> {
        program::check(wasm, &self.inner.config)?;
        self.engine_image(wasm)
    }

    /// The same for a program that is not a guest's but the operator's: it may be as large as it is.
    ///
    /// # Errors
    /// As above, but for the size.
    pub fn engine_image(&self, wasm: &[u8]) -> Result<Image, ImageError> {
        let Stripped { module, memory, globals } = strip(wasm)?;
        let memory = MemoryImage::of(&memory).map_err(ImageError::Memory)?;
        let state = Arc::new(State::new(memory, globals, None));
        Ok(Image { pre: self.compile(&module)?, state: Some(state) })
    }

    fn compile(&self, wasm: &[u8]) -> Result<InstancePre<Host>, ImageError> {
        let module = match &self.inner.config.cache_dir {
            Some(dir) => cached(&self.inner.engine, dir, wasm)?,
            None => Module::from_binary(&self.inner.engine, wasm).map_err(ImageError::Compile)?,
        };
        self.inner.linker.instantiate_pre(&module).map_err(ImageError::Link)
    }
}

fn cached(engine: &Engine, dir: &Path, wasm: &[u8]) -> Result<Module, ImageError> {
    let files = CacheFiles::of(engine, dir, wasm);
    if let Some(module) = files.load(engine) {
        return Ok(module);
    }
    let code = engine.precompile_module(wasm).map_err(ImageError::Compile)?;
    match files.store(&code).ok().and_then(|()| files.load(engine)) {
        Some(module) => Ok(module),
        None => {
            tracing::warn!(dir = %dir.display(), "compiled module cannot be kept, compiling in memory");
            Module::from_binary(engine, wasm).map_err(ImageError::Compile)
        }
    }
}

/// The machine code of one module and the digest of it. Named by the module's digest, the engine's version and settings.
struct CacheFiles {
    code: PathBuf,
    digest: PathBuf,
}

impl CacheFiles {
    fn of(engine: &Engine, dir: &Path, wasm: &[u8]) -> CacheFiles {
        let mut settings = std::hash::DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut settings);
        let name = format!("{}-{:016x}", hex(&Sha256::digest(wasm)), settings.finish());
        CacheFiles { code: dir.join(format!("{name}.cwasm")), digest: dir.join(format!("{name}.sha256")) }
    }

    fn load(&self, engine: &Engine) -> Option<Module> {
        let expected = fs::read_to_string(&self.digest).ok()?;
        let code = fs::read(&self.code).ok()?;
        if hex(&Sha256::digest(&code)) != expected {
            tracing::warn!(file = %self.code.display(), "compiled module is damaged, compiling it again");
            return None;
        }
        #[expect(unsafe_code, reason = "machine code is loaded from a file that this program wrote")]
        // SAFETY: the bytes were written by `store` from `precompile_module` of an engine with the same version and
        // settings (both are in the name, and wasmtime checks them again), and their digest has just been verified. The
        // folder belongs to the operator; guests have no host files. Files are replaced by rename and never changed in
        // place, so the mapping stays as verified.
        let module = unsafe { Module::deserialize_file(engine, &self.code) };
        module.inspect_err(|error| tracing::warn!(%error, "compiled module is refused")).ok()
    }

    fn store(&self, code: &[u8]) -> std::io::Result<()> {
        write_whole(&self.code, code)?;
        write_whole(&self.digest, hex(&Sha256::digest(code)).as_bytes())
    }
}

/// Writes beside the file and renames, so that a reader sees all of it or nothing.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let unique = format!("{}-{:?}", std::process::id(), std::thread::current().id());
    let beside = path.with_extension(format!("{}.new", unique.replace(['(', ')'], "")));
    let mut file = fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
