import { expect, test } from "@playwright/test";
import { HELLO, hydrated, Playground } from "../support/playground";

test("an edit survives a reload", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => 'kept across the reload';");
  await playground.saved();
  await page.reload();
  await playground.ready();
  await expect(page.locator(".monaco-editor").first()).toContainText("kept across the reload");
});

test("the draft is apart from what is deployed, with a diff, versions and restore", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async () => 'second';");
  await playground.saved();
  await expect(page.getByText(/not deployed/i).first()).toBeVisible();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /Deploy/ });
  await expect(dialog).toContainText(/index\.m?js/);
  await dialog.getByRole("button", { name: /^Deploy/ }).click();
  await expect(dialog).toBeHidden();
  await playground.panel("Versions");
  await expect(page.getByText(/Version 2/).first()).toBeVisible();
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await playground.runToEnd(/Succeeded/);
  await expect(page.locator(".monaco-editor").first()).not.toContainText("'second'");
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

test("several files: one imports the other", async ({ page }) => {
  const playground = await Playground.create(page);
  await page.getByRole("button", { name: "Add file" }).click();
  await page.getByRole("textbox", { name: "File name" }).fill("util.mjs");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: /util\.mjs/ })).toHaveAttribute("aria-selected", "true");
  await playground.write("export const double = (n) => n * 2;");
  await page.getByRole("tab", { name: /^index/ }).click();
  await playground.write('import { double } from "./util.mjs";\nexport const handler = async () => double(21);');
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  await expect(page.getByRole("region", { name: "Output" })).toContainText("42");
});

test("a function is deleted and brought back", async ({ page }) => {
  const playground = await Playground.create(page);
  const name = playground.name();
  await page.goto("/functions");
  await hydrated(page);
  await expect(page.getByRole("link", { name })).toBeVisible();
  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await expect(page.getByRole("link", { name })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name })).toBeVisible();
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
