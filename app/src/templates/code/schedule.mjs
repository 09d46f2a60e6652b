// Runs by the clock. Add a schedule on the Triggers tab, then skip the clock at the top of the page.
export const handler = async (event) => {
  const due = new Date(event.time);
  console.log("scheduled for", due.toISOString(), "by", event.resources[0]);

  const isNight = due.getUTCHours() < 6;
  return { cleaned: isNight, at: event.time };
};
