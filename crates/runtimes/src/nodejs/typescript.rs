//! TypeScript of a package, compiled where the loader finds it: `guests/nodejs/lib/typescript.js` reads what is put here.
//!
//! Beside a file of `/var/task` its JavaScript lies below [`FOLDER`] under the same name and `.mjs` or `.cjs`, and its places
//! under `.map`; for a file that does not compile, `.error` says why. So a broken file that nobody loads breaks nothing, and
//! one that is loaded fails where and how broken JavaScript fails.

use std::sync::Arc;

use sandbox::FileTree;
use typescript::{Compiled, Compiler, Fault, Format, Script, Source};

use crate::package::Package;
use crate::prepare::PrepareError;

const FOLDER: &str = "/var/runtime/typescript";
const ENDINGS: [&str; 3] = [".ts", ".mts", ".cts"];
const DECLARATIONS: [&str; 3] = [".d.ts", ".d.mts", ".d.cts"];

/// Adds what the package's TypeScript became. A package without any costs nothing.
pub(crate) async fn add(compiler: &Compiler, package: &Package, tree: &mut FileTree) -> Result<(), PrepareError> {
    let sources: Vec<Source> = package
        .files
        .iter()
        .filter(|(path, _)| is_source(path))
        .map(|(path, bytes)| Source { name: path.clone(), text: String::from_utf8_lossy(bytes).into_owned() })
        .collect();
    if sources.is_empty() {
        return Ok(());
    }
    let compiled = compiler.compile(&sources).await?;
    for (source, compiled) in sources.iter().zip(compiled) {
        insert(tree, &source.name, compiled);
    }
    Ok(())
}

/// Node.js, too, takes no TypeScript from `node_modules`; declarations have no code.
fn is_source(path: &str) -> bool {
    ENDINGS.iter().any(|ending| path.ends_with(ending))
        && !DECLARATIONS.iter().any(|ending| path.ends_with(ending))
        && !path.split('/').any(|folder| folder == "node_modules")
}

fn insert(tree: &mut FileTree, path: &str, compiled: Compiled) {
    let mut put = |ending: &str, bytes: Arc<[u8]>| tree.insert(format!("{FOLDER}/{path}{ending}"), bytes);
    match compiled {
        Ok(Script { format, code, map }) => {
            let ending = match format {
                Format::Module => ".mjs",
                Format::CommonJs => ".cjs",
            };
            put(ending, code.into_bytes().into());
            put(".map", map.into());
        }
        Err(Fault { message, line, column }) => {
            let fault = serde_json::json!({ "message": message, "line": line, "column": column });
            put(".error", fault.to_string().into_bytes().into());
        }
    }
}
