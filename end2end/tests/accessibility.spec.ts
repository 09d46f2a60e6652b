import { expect, test } from "@playwright/test";
import { checkAccessibility as check } from "../support/axe";
import { hydrated, Playground } from "../support/playground";

/** Panels of the playground and pages, in groups small enough that a slow machine ends each well within a test's time. */
const PANELS = [
  ["Event", "Settings", "Triggers", "Versions", "Result"],
  ["Logs", "Timeline", "Bill", "History", "Environments"],
];
const PAGES = [
  ["/", "/functions", "/f/new", "/events", "/queues", "/connect"],
  ["runs", "triggers", "versions", "tune", "/settings", "/no-such-page"],
];

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const panels of PANELS) {
      test(`the playground's ${panels.join(", ")} break no accessibility rule`, async ({ page }) => {
        const playground = await Playground.create(page);
        await playground.runToEnd(/Succeeded/);
        for (const panel of panels) {
          await playground.panel(panel);
          await check(page, `playground, ${panel}`);
        }
      });
    }

    for (const paths of PAGES) {
      test(`the pages ${paths.join(", ")} break no accessibility rule`, async ({ page }) => {
        await Playground.create(page);
        const home = new URL(page.url()).pathname;
        for (const path of paths) {
          await page.goto(path.startsWith("/") ? path : `${home}/${path}`);
          await hydrated(page);
          await check(page, path);
        }
      });
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
