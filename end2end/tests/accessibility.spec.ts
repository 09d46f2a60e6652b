import { expect, test } from "@playwright/test";
import { checkAccessibility as check } from "../support/axe";
import { hydrated, Playground } from "../support/playground";

for (const colorScheme of ["light", "dark"] as const) {
  test(`no page breaks an accessibility rule in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const playground = await Playground.create(page);
    await playground.runToEnd(/Succeeded/);
    const home = page.url().split("?")[0] ?? "";
    for (const tab of ["Event", "Settings", "Triggers", "Versions", "Result", "Logs", "Timeline", "Bill", "History", "Environments"]) {
      await playground.panel(tab);
      await check(page, `playground, ${tab}`);
    }
    for (const path of ["/", "/functions", "/f/new", `${new URL(home).pathname}/runs`, `${new URL(home).pathname}/triggers`, `${new URL(home).pathname}/tune`, "/events", "/connect", "/settings", "/no-such-page"]) {
      await page.goto(path);
      await hydrated(page);
      await check(page, path);
    }
  });
}

test("writing, running and reading need only the keyboard", async ({ page }) => {
  await page.goto("/");
  await hydrated(page);
  await page.getByRole("button", { name: "Write a function now" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/f\/[^/?]+/);
  const playground = new Playground(page);
  await playground.ready();
  await playground.editor.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("export const handler = async () => 'by keyboard';");
  await page.keyboard.press("Control+Enter");
  await expect(playground.result).toHaveText(/Succeeded/);
  await page.keyboard.press("F6");
  await expect(playground.editor).not.toBeFocused();
  await page.keyboard.press("Alt+2");
  await expect(page.getByRole("tab", { name: /^Logs/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Alt+1");
  await expect(page.getByRole("region", { name: "Output" })).toContainText("by keyboard");
});

test("the strict content policy is never violated", async ({ page }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  const playground = await Playground.create(page);
  await playground.runToEnd(/Succeeded/);
  await page.goto("/functions");
  await hydrated(page);
  expect(violations).toEqual([]);
});
