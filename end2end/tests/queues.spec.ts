import { expect, test } from "@playwright/test";
import { checkAccessibility } from "../support/axe";
import { hydrated } from "../support/playground";

test("queues are made, sent to, looked into and deleted, and dead letters have a place", async ({ page }) => {
  await page.goto("/queues");
  await hydrated(page);
  await expect(page.getByRole("heading", { name: "No queues yet" })).toBeVisible();
  const create = async (name: string, kind: "Standard" | "FIFO", deadLetters?: string) => {
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("radio", { name: kind }).check();
    if (deadLetters) await page.getByRole("combobox", { name: "Dead letters to" }).selectOption(deadLetters);
    await page.getByRole("button", { name: "Create queue" }).click();
  };
  await create("orders-dead", "Standard");
  await expect(page).toHaveURL(/\?queue=orders-dead$/);
  await create("orders", "Standard", "orders-dead");
  await expect(page).toHaveURL(/\?queue=orders$/);
  const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row("orders")).toContainText("after 3 receives");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("");
  await expect(page.getByRole("combobox", { name: "Dead letters to" })).toHaveValue("");

  const messages = page.getByRole("list", { name: "Messages" }).getByRole("listitem");
  for (const [index, body] of ['{ "order": 7 }', "<script>alert(1)</script>"].entries()) {
    await page.getByRole("textbox", { name: "Message" }).fill(body);
    await page.getByRole("button", { name: "Send message" }).click();
    await expect(messages).toHaveCount(index + 1);
  }
  await expect(row("orders").getByRole("cell").nth(1)).toHaveText("2");
  await messages.first().getByText('{ "order": 7 }').first().click();
  await expect(messages.first()).toContainText("ApproximateReceiveCount");
  await checkAccessibility(page, "a queue with messages");
  await messages.first().getByRole("button", { name: /^Delete message/ }).click();
  await expect(messages).toHaveCount(1);
  await expect(messages).toContainText("<script>alert(1)</script>");
  await page.getByRole("button", { name: "Purge all messages" }).click();
  await expect(messages).toHaveCount(0);
  await page.getByRole("button", { name: "Purge all messages" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "every 60 seconds" })).toBeVisible();

  await create("bills", "FIFO");
  await expect(page).toHaveURL(/\?queue=bills\.fifo$/);
  await page.getByRole("textbox", { name: "Message" }).fill("one");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(messages).toHaveCount(1);
  await create("bad name", "Standard");
  await expect(page.getByRole("alert").filter({ hasText: "Can only include alphanumeric" })).toBeVisible();

  await page.getByRole("button", { name: "Delete queue" }).click();
  await expect(page).toHaveURL(/\/queues$/);
  await expect(row("bills.fifo")).toHaveCount(0);
});

test("a queue is opened by the keyboard and by its address", async ({ page }) => {
  await page.goto("/queues");
  await hydrated(page);
  await page.getByRole("textbox", { name: "Name" }).focus();
  await page.keyboard.type("keys");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\?queue=keys$/);
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole("region", { name: "keys", exact: true })).toContainText("There is nothing in this queue.");
  await page.goto("/queues?queue=nowhere");
  await expect(page.getByRole("alert").filter({ hasText: "queue `nowhere` does not exist" })).toBeVisible();
});
