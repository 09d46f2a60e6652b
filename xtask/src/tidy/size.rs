//! How long a file and a function may be.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::repository::File;
use super::{Problem, Repository};

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;
const CODE_ENDINGS: [&str; 9] = ["rs", "ts", "js", "mjs", "css", "sh", "c", "h", "sql"];

/// No file of code is longer than 500 lines.
pub fn file_length(repository: &Repository) -> Vec<Problem> {
    let long = repository.files().iter().filter(|file| file.has_ending(&CODE_ENDINGS));
    long.filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > FILE_LINES_MAX).then(|| Problem {
            path: file.path.clone(),
            line: FILE_LINES_MAX + 1,
            what: format!("the file has {lines} lines, the limit is {FILE_LINES_MAX}"),
            mend: "split it by noun: `foo.rs` and `foo/`",
        })
    })
    .collect()
}

/// No Rust function is longer than 70 lines, from `fn` to its closing brace; a `view!` counts.
pub fn function_length(repository: &Repository) -> Vec<Problem> {
    repository.rust().flat_map(long_functions).collect()
}

fn long_functions(file: &File) -> Vec<Problem> {
    let Ok(parsed) = syn::parse_file(&file.text) else { return Vec::new() };
    let mut functions = Functions { path: &file.path, problems: Vec::new() };
    functions.visit_file(&parsed);
    functions.problems
}

struct Functions<'a> {
    path: &'a str,
    problems: Vec<Problem>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, end: Span) {
        let first = signature.fn_token.span.start().line;
        let lines = end.end().line - first + 1;
        if lines > FUNCTION_LINES_MAX {
            self.problems.push(Problem {
                path: self.path.into(),
                line: first,
                what: format!("`{}` has {lines} lines, the limit is {FUNCTION_LINES_MAX}", signature.ident),
                mend: "give its parts names: smaller functions, smaller components",
            });
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.measure(&item.sig, item.block.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.measure(&item.sig, item.block.span());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.measure(&item.sig, block.span());
        }
        visit::visit_trait_item_fn(self, item);
    }
}
