//! What a call used is counted.

use crate::guest::{LONG, binary, invoke, limits, sandbox, settings};
use sandbox::{Environment, Started};
use tokio::sync::mpsc;

async fn from_image(name: &str) -> Environment {
    let image = sandbox().base_image(&binary(name)).unwrap();
    let (output, _lines) = mpsc::channel(1);
    match sandbox().start(&image, settings(limits(), output)).await {
        Started::Ready { environment, .. } => environment.keep(),
        Started::Failed { outcome, .. } => panic!("{outcome:?}"),
    }
}

#[tokio::test]
async fn pages_that_were_written_are_counted_and_read_ones_are_not() {
    let mut environment = from_image("dirty.wat").await;
    let mut pages = Vec::new();
    for event in [1, 7, 2] {
        let (output, _lines) = mpsc::channel(1);
        let ended = environment.call(invoke(&[event], LONG, output)).await;
        pages.push(ended.measured.dirty_pages);
        environment = ended.environment.unwrap().rewind().await.unwrap();
    }
    // The event is on the first page. What was written once stays the environment's own. Older kernels cannot tell.
    if pages[0].is_some() {
        assert_eq!(pages, [Some(2), Some(8), Some(8)]);
    }
}
