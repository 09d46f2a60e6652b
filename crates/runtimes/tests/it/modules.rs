use runtimes::RuntimeKind;

use crate::function::files;

/// Runs `index` beside other files and compares the answer.
async fn check(package: &[(&str, &str)], expected: &str) {
    let run = files(RuntimeKind::NodeJs, "index.handler", package).invoke("{}").await;
    assert_eq!(run.answer(), expected, "{package:?}");
}

#[tokio::test]
async fn require_finds_files() {
    let index = "const all = [require('./a'), require('./b.json').b, require('./folder'), require('./other'), require('dep'), require('@scope/dep/sub'), require('dep/inner')];
    exports.handler = async () => all";
    check(
        &[
            ("index.js", index),
            ("a.js", "module.exports = 'a'"),
            ("b.json", r#"{"b":"b"}"#),
            ("folder/index.js", "module.exports = 'folder'"),
            ("other/package.json", r#"{"main":"lib/main"}"#),
            ("other/lib/main.js", "module.exports = 'main'"),
            (
                "node_modules/dep/package.json",
                r#"{"exports":{".":{"import":"./e.mjs","require":"./r.js"},"./inner":"./in.js"}}"#,
            ),
            ("node_modules/dep/r.js", "module.exports = 'dep'"),
            ("node_modules/dep/in.js", "module.exports = 'inner'"),
            ("node_modules/@scope/dep/sub.js", "module.exports = 'sub'"),
        ],
        r#"["a","b","folder","main","dep","sub","inner"]"#,
    )
    .await;
}

#[tokio::test]
async fn a_module_is_evaluated_once_and_circles_work() {
    check(
        &[
            ("index.js", "const a = require('./a'); const again = require('./a.js'); exports.handler = async () => [a.b.early, a.done, a === again, require.main === module, __dirname, __filename]"),
            ("a.js", "exports.early = 'partly'; exports.b = require('./b'); exports.done = true"),
            ("b.js", "exports.early = require('./a').early"),
        ],
        r#"["partly",true,true,true,"/var/task","/var/task/index.js"]"#,
    )
    .await;
}

#[tokio::test]
async fn es_modules_import_everything() {
    let index = "import def, { named } from './part.mjs';
    import * as all from './part.mjs';
    import common, { inside } from './common.cjs';
    import data from './data.json' with { type: 'json' };
    import { readFileSync } from 'node:fs';
    import path from 'path';
    import dep from 'dep';
    const dynamic = await import('./part.mjs');
    export const handler = async () => [def, named, Object.keys(all), common.inside, inside, data.x, typeof readFileSync, path.sep, dep, dynamic === all, import.meta.url, import.meta.filename, import.meta.dirname];";
    check(
        &[
            ("index.mjs", index),
            ("part.mjs", "export default 'def'; export const named = 'named';"),
            ("common.cjs", "exports.inside = 'inside'"),
            ("data.json", r#"{"x":1}"#),
            ("node_modules/dep/package.json", r#"{"exports":{"import":"./e.mjs","require":"./r.js"}}"#),
            ("node_modules/dep/e.mjs", "export default 'esm dep'"),
        ],
        r#"["def","named",["default","named"],"inside","inside",1,"function","/","esm dep",true,"file:///var/task/index.mjs","/var/task/index.mjs","/var/task"]"#,
    )
    .await;
}

#[tokio::test]
async fn import_works_from_common_modules() {
    check(
        &[
            ("index.js", "exports.handler = async () => { const { value } = await import('./part.mjs'); return [value, require('module').createRequire('/var/task/x.js')('./c')] }"),
            ("part.mjs", "export const value = 'esm'"),
            ("c.js", "module.exports = 'common'"),
        ],
        r#"["esm","common"]"#,
    )
    .await;
}

#[tokio::test]
async fn a_missing_module_can_be_caught() {
    check(
        &[(
            "index.js",
            "exports.handler = async () => { const codes = []; try { require('./nope') } catch (error) { codes.push(error.code, error.message.split('\\n')[0]) } try { await import('./nope.mjs') } catch (error) { codes.push(error.code) } return codes }",
        )],
        r#"["MODULE_NOT_FOUND","Cannot find module './nope'","ERR_MODULE_NOT_FOUND"]"#,
    )
    .await;
}
