// What was written is still there: after a reload, beside another tab.
import { expect, test } from "@playwright/test";
import { HELLO, Playground } from "../support/playground";

test("an edit survives a reload", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => 'kept across the reload';");
  await playground.saved();
  await page.reload();
  await playground.ready();
  await expect(page.locator(".monaco-editor").first()).toContainText("kept across the reload");
});

test("two tabs on one function: the second to save is asked, and no text is lost", async ({ page, context }) => {
  const first = await Playground.create(page);
  const other = await context.newPage();
  await other.goto(page.url());
  const second = new Playground(other);
  await second.ready();
  await first.write("export const handler = async () => 'from the first tab';");
  await first.saved();
  await second.write("export const handler = async () => 'from the second tab';");
  await expect(other.getByText(/changed in another tab/i)).toBeVisible();
  await other.getByRole("button", { name: "Keep mine" }).click();
  await second.saved();
  await other.reload();
  await second.ready();
  await expect(other.locator(".monaco-editor").first()).toContainText("from the second tab");
});

test("a saved test event comes back after a reload", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(HELLO);
  await playground.setEvent('{"name":"Saved"}');
  await page.getByRole("textbox", { name: "Event name" }).fill("my event");
  await page.getByRole("button", { name: "Save event" }).click();
  await playground.saved();
  await page.reload();
  await playground.ready();
  await page.getByRole("combobox", { name: "Saved event" }).selectOption({ label: "my event" });
  await expect(playground.event).toHaveValue(/"Saved"/);
});
