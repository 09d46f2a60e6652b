import { expect, test } from "@playwright/test";
import { HELLO, hydrated, Playground } from "../support/playground";

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
