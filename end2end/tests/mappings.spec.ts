import { expect, test } from "@playwright/test";
import { sqs } from "../support/aws";
import { checkAccessibility } from "../support/axe";
import { hydrated, Playground } from "../support/playground";

const CODE = `export const handler = async (event) => {
  const bodies = event.Records.map((record) => record.body);
  if (bodies.includes("bad")) throw new Error("not this one");
  return bodies;
};`;

test("a queue is read for a function: batches, a failure, settings, switched off and deleted", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(CODE);
  await playground.deploy();
  const { QueueUrl } = await sqs(page, "CreateQueue", { QueueName: "orders", Attributes: { VisibilityTimeout: "30" } });
  await page.goto(`${new URL(page.url()).pathname.replace(/\/$/, "")}/triggers`);
  await hydrated(page);

  const form = page.getByRole("form", { name: "Read a queue" });
  await form.getByRole("combobox", { name: "Queue" }).selectOption("orders");
  await form.getByRole("spinbutton", { name: /Batch size/ }).fill("11");
  await form.getByRole("button", { name: "Read this queue" }).click();
  await expect(form.getByRole("alert")).toContainText("Maximum batch window in seconds must be greater than 0");
  await form.getByRole("spinbutton", { name: /Batch size/ }).fill("10");
  await form.getByRole("button", { name: "Read this queue" }).click();
  const card = page.getByRole("article", { name: "SQS queue orders" });
  await expect(card.getByText("Enabled", { exact: true })).toBeVisible();
  await expect(card.getByText("No records processed")).toBeVisible();

  await sqs(page, "SendMessage", { QueueUrl, MessageBody: "good" });
  await expect(card.getByText("OK", { exact: true })).toBeVisible();
  const runs = card.getByRole("list", { name: "Last runs" });
  await expect(runs.getByRole("listitem")).toHaveCount(1);
  await expect(runs).toContainText("SQS");
  await sqs(page, "SendMessage", { QueueUrl, MessageBody: "bad" });
  await expect(card.getByText("PROBLEM: Function call failed")).toBeVisible();
  await expect(card.getByText(/the next message to become visible \(until/)).toBeVisible();
  // The clock is stepped to the end of the visibility timeout: the message comes again.
  await page.getByRole("button", { name: "Clock" }).click();
  await page.getByRole("menuitem", { name: "Step to the next thing due" }).click();
  await expect(runs.getByRole("listitem")).toHaveCount(3);

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page, `queues in ${colorScheme}`);
    await page.getByRole("heading", { name: "SQS queues" }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: test.info().outputPath(`queues-${colorScheme}.png`) });
  }

  await card.getByText("Settings", { exact: true }).click();
  await card.getByRole("textbox", { name: /Filter/ }).fill('{"body":"order"}');
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByRole("alert")).toContainText("`body` is neither a list nor an object");
  await card.getByRole("textbox", { name: /Filter/ }).fill('{"body":["order"]}');
  await card.getByRole("button", { name: "Save" }).click();
  // What is saved is a card anew, with its settings closed.
  await expect(card.getByRole("textbox", { name: /Filter/ })).toBeHidden();
  await card.getByText("Settings", { exact: true }).click();
  await expect(card.getByRole("textbox", { name: /Filter/ })).toHaveValue('{"body":["order"]}');

  await card.getByRole("button", { name: "Disable" }).click();
  await expect(card.getByText("Disabled", { exact: true })).toBeVisible();
  await card.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(card).toHaveCount(0);
});
