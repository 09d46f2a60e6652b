//! Regions of one account: the same name is another function in each, and what one does is not seen in the other.

use crate::app::{App, is_charged};
use api::invoker::Invoker;
use api::region::Region;
use std::time::Duration;
use tokio::sync::broadcast;

const WHERE: &str = "export const handler = async (event, context) => ({
    region: process.env.AWS_REGION, byDefault: process.env.AWS_DEFAULT_REGION, arn: context.invokedFunctionArn,
    event: [event.region, event.account, event.resources?.[0].split(':rule')[0]],
});";

#[tokio::test]
async fn a_function_of_the_same_name_runs_in_each_region_for_itself() {
    let home = App::new().await;
    let away = home.in_region(Region::EuWest1);
    let here = home.create_named("where", WHERE).await;
    let there = away.create_named("where", &WHERE.replace("region:", "away: 1, region:")).await;
    let mut pages = [here.subscribe(Vec::new()), there.subscribe(Vec::new())];
    let (near, far) = (here.invoke("{}").await, there.invoke("{}").await);
    let arn = |region: &str| format!("arn:aws:lambda:{region}:123456789012:function:where");
    let said = |region: &str| {
        format!(r#""region":"{region}","byDefault":"{region}","arn":"{}","event":[null,null,null]}}"#, arn(region))
    };
    assert_eq!(near.response(), format!("{{{}", said("us-east-1")));
    assert_eq!(far.response(), format!("{{\"away\":1,{}", said("eu-west-1")));
    assert!(far.platform_lines().contains("ARN: arn:aws:lambda:eu-west-1::runtime:"), "{}", far.platform_lines());
    assert!(near.record.summary.cold && far.record.summary.cold, "no region has the other's environments");

    // History, single runs and pages are of one region.
    for (app, own, other) in [(&home, &near, &far), (&away, &far, &near)] {
        let runs = app.invoke.runs(&app.account, Some(&here.name), None, 10).await.unwrap();
        assert_eq!(runs.iter().map(|run| &run.id).collect::<Vec<_>>(), [&own.record.summary.id]);
        assert!(app.invoke.run(&app.account, &other.record.summary.id).await.is_err());
    }
    for (page, own) in pages.iter_mut().zip([&near, &far]) {
        let events = page.until(is_charged).await;
        assert!(events.iter().all(|event| event.run == own.record.summary.id));
        assert!(page.ready().is_none());
    }
}

#[tokio::test]
async fn schedules_of_all_regions_go_by_the_accounts_one_clock() {
    let home = App::new().await;
    let away = home.in_region(Region::ApSouth1);
    let (here, there) = (home.create_named("tick", WHERE).await, away.create_named("tick", WHERE).await);
    here.schedule("rate(5 minutes)").await;
    there.schedule("rate(5 minutes)").await;
    let (_changes, listener) = broadcast::channel::<()>(8);
    home.invoke.run_schedules(listener);
    let mut pages = [here.subscribe(Vec::new()), there.subscribe(Vec::new())];
    home.clock.skip(&home.account, Duration::from_secs(5 * 60));
    for (page, function, region) in [(0, &here, "us-east-1"), (1, &there, "ap-south-1")] {
        let events = pages[page].until(is_charged).await;
        let story = function.ended(&events[0].run).await;
        let event = format!(r#""event":["{region}","123456789012","arn:aws:events:{region}:123456789012"]"#);
        assert!(story.response().contains(&event), "{}", story.response());
    }
}
