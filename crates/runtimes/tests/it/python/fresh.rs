//! What one environment or event leaves, and what is new in the next.

use std::collections::HashSet;

use super::{expression, python};
use crate::function::LINES_MAX;
use crate::rewinds::answers;
use tokio::sync::mpsc;

#[tokio::test]
async fn what_an_event_changed_is_gone_at_the_next() {
    let source = "
import os, sys, json
count = 0
open('/tmp/init', 'w').write('init')
def lambda_handler(event, context):
    global count
    before = [count, getattr(json, 'secret', None), os.environ.get('SECRET'), sorted(os.listdir('/tmp')), os.getcwd(),
              open('/tmp/init').read(), 'late' in sys.modules, sys.getrecursionlimit()]
    count += 1
    json.secret = os.environ['SECRET'] = event
    open('/tmp/' + event, 'w').write(event)
    open('/tmp/init', 'w').write(event)
    os.chdir('/tmp')
    sys.modules['late'] = json
    sys.setrecursionlimit(5000)
    return before";
    let clean = r#"[0, null, null, ["init"], "/var/task", "init", false, 1000]"#;
    assert_eq!(answers(&python(source), [r#""one""#, r#""two""#, r#""three""#]).await, [clean; 3]);
}

#[tokio::test]
async fn reused_environments_keep_what_an_event_left() {
    let function =
        python("count = 0\ndef lambda_handler(event, context):\n    global count\n    count += 1\n    return count");
    let (output, _nobody) = mpsc::channel(LINES_MAX);
    let mut environment = function.start(output.clone()).await.unwrap();
    for expected in ["1", "2", "3"] {
        let invoked = environment.invoke(crate::function::input("{}", crate::function::LONG), output.clone()).await;
        assert_eq!(invoked.outcome, sandbox::Outcome::Returned(expected.into()));
        environment = invoked.used.unwrap().reuse().await.unwrap();
    }
}

#[tokio::test]
async fn what_init_made_stays() {
    let source = "
made = [{'i': i} for i in range(20000)]
def lambda_handler(event, context):
    total = sum(one['i'] for one in made)
    for one in made: one['i'] = 0
    return total";
    assert_eq!(answers(&python(source), ["1", "2", "3"]).await, ["199990000"; 3]);
}

const RANDOM: &str = "
import os, random, secrets, tempfile, uuid
own = random.Random()
early = random.random()
def lambda_handler(event, context):
    return [random.random(), own.random(), str(uuid.uuid4()), str(uuid.uuid1()), secrets.token_hex(8), os.urandom(8).hex(),
            tempfile.mktemp(), random.SystemRandom().random()]";

#[tokio::test]
async fn random_values_are_new_in_each_event_and_environment() {
    let mut seen = HashSet::new();
    for _environment in 0..3 {
        for answer in answers(&python(RANDOM), ["1"; 3]).await {
            for value in serde_json::from_str::<Vec<serde_json::Value>>(&answer).unwrap() {
                assert!(seen.insert(value.to_string()), "{value} twice");
            }
        }
    }
    let early = expression("import random\nearly = random.random()", "early");
    assert_ne!(early.invoke("{}").await.answer(), early.invoke("{}").await.answer());
}

#[tokio::test]
async fn a_seed_of_the_functions_own_is_obeyed() {
    let source = "
import random
random.seed(42)
own = random.Random('x')
def lambda_handler(event, context): return [random.random(), own.randrange(1000)]";
    let [first, second] = answers(&python(source), ["1"; 2]).await;
    assert_eq!(first, second);
    assert!(first.starts_with("[0.6394267984578837, "), "{first}");
}

#[tokio::test]
async fn the_hash_seed_is_of_the_server() {
    let function = expression("", "hash('coldstart')");
    let here = function.invoke("{}").await;
    let again = function.invoke("{}").await;
    assert_eq!(here.answer(), again.answer(), "one image, one seed: dictionaries of the image depend on it");
    let other = crate::function::other_runtimes();
    let elsewhere = function.invoke_in(&other, "{}").await;
    assert_ne!(here.answer(), elsewhere.answer());
}

#[tokio::test]
async fn after_an_error_the_environment_goes_on_clean() {
    let source = "
broken = False
def lambda_handler(event, context):
    global broken
    if broken: return 'not clean'
    broken = True
    if event: raise LookupError('no')
    return 'clean'";
    let events = ["0", "1", "0"];
    assert_eq!(answers(&python(source), events).await, ["\"clean\"", "LookupError", "\"clean\""]);
}

#[tokio::test]
async fn nothing_is_left_of_what_was_done_while_the_image_was_made() {
    let source = "
import os, sys
early = [name for name in os.environ if 'REHEARSAL' in name], '_lambda_rehearsed' in sys.modules, os.listdir('/var/task')
def lambda_handler(event, context): return early";
    let run = python(source).invoke("{}").await;
    assert_eq!(run.answer(), r#"[[], false, ["lambda_function.py"]]"#);
    assert!(run.lines.is_empty(), "{:?}", run.lines);
}
