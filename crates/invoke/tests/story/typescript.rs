//! TypeScript functions, from their files to what a run says.

use crate::app::App;
use typescript::Compiler;

/// The program that is run as the compiler is this one, with a filter that leads to the test below.
const AS_COMPILER: &str = "as-the-compiler";

pub fn compiler() -> Compiler {
    let arguments = ["--exact", "typescript::own_process", AS_COMPILER].map(Into::into).to_vec();
    Compiler::new(std::env::current_exe().unwrap(), arguments, typescript::TIMEOUT)
}

#[tokio::test]
async fn own_process() {
    if std::env::args().any(|argument| argument == AS_COMPILER) {
        return typescript::serve().unwrap();
    }
    let app = App::new().await;
    let function = app.create("index.ts", "export const handler = async (n: number): Promise<number> => n + 1").await;
    assert_eq!(function.invoke("1").await.response(), "2");
}

#[tokio::test]
async fn a_broken_file_is_told_with_its_place_and_mended_by_the_next_save() {
    let app = App::new().await;
    let function =
        app.create("index.ts", "export const handler = async (): Promise<string> => {\n  return +;\n}").await;
    let broken = function.invoke("{}").await;
    let error = broken.record.error.clone().unwrap();
    assert_eq!(error.error_type, "Runtime.UserCodeSyntaxError");
    let position = error.position.unwrap();
    assert_eq!((position.file.as_str(), position.line, position.column), ("index.ts", 2, 11));
    function.save(&[("index.ts", "export const handler = async (): Promise<string> => 'mended'")]).await;
    assert_eq!(function.invoke("{}").await.response(), "\"mended\"");
}
