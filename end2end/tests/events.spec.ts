import { expect, test } from "@playwright/test";
import { Playground } from "../support/playground";

const FAILS = `export const handler = async (event) => {
  throw new Error("order " + event.order + " is refused");
};`;

test("events that fail wait for their retries, are stepped through by the clock, and are tried anew", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(FAILS);
  await playground.deploy();
  await page.goto("/events");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  const lane = (name: string) => page.getByRole("region", { name: new RegExp(name) });
  const tokens = (name: string) => lane(name).getByRole("button");

  await page.getByRole("button", { name: "Pause the clock" }).click();
  await expect(page.getByRole("button", { name: "Let the clock go on" })).toBeVisible();
  await page.getByRole("textbox", { name: "Event JSON" }).fill('{ "order": 7 }');
  await page.getByRole("spinbutton", { name: "How many" }).fill("3");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(tokens("Waits for its retry")).toHaveCount(3);
  await tokens("Waits for its retry").first().click();
  const event = page.getByRole("region", { name: "Event", exact: true });
  await expect(event).toContainText("order 7 is refused");
  await expect(event).toContainText("in 1 min 0 s");
  await event.getByText("Payload").click();
  await expect(event).toContainText('{ "order": 7 }');

  const step = page.getByRole("button", { name: "Step to the next thing due" });
  await step.click();
  const failedTwice = lane("Waits for its retry").getByRole("button", { name: /failed 2 times/ });
  await expect(failedTwice).toHaveCount(3);
  await expect(event).toContainText("in 2 min 0 s");
  await event.getByRole("button", { name: "Drop it" }).click();
  await expect(failedTwice).toHaveCount(2);
  await step.click();
  await expect(tokens("Gave up")).toHaveCount(2);
  await expect(tokens("Waits for its retry")).toHaveCount(0);

  await page.goBack();
  await playground.ready();
  await playground.write("export const handler = async (event) => event.order;");
  await playground.deploy();
  await page.goto("/events");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await tokens("Gave up").first().click();
  await event.getByRole("button", { name: "Try it anew" }).click();
  await expect(page.getByText("1 event is done since the server was started")).toBeVisible();
  await expect(tokens("Gave up")).toHaveCount(1);
});

test("what is no JSON, or too many at once, is not sent and says why", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => 1;");
  await playground.deploy();
  await page.goto("/events");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
  await page.getByRole("textbox", { name: "Event JSON" }).fill("{ order: 7 }");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /JSON|line 1|expected/i })).toBeVisible();
  await page.getByRole("textbox", { name: "Event JSON" }).fill("{}");
  await page.getByRole("spinbutton", { name: "How many" }).fill("1001");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "1 to 1000 can" })).toBeVisible();
});
