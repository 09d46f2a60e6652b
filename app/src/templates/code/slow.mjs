// Waits longer than it may. Raise the timeout, or lower `seconds` in the event.
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export const handler = async (event, context) => {
  for (let second = 1; second <= event.seconds; second++) {
    await sleep(1000);
    console.log(second, "s gone,", context.getRemainingTimeInMillis(), "ms left");
  }
  return "finished in time";
};
