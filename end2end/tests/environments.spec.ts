import { expect, test, type Page } from "@playwright/test";
import { checkAccessibility } from "../support/axe";
import { Playground } from "../support/playground";

const VARIOUS = `export const handler = async (event) => {
  if (event.loop) while (true) {}
  if (event.waitMs) await new Promise((done) => setTimeout(done, event.waitMs));
  return "done";
};`;

const lanes = (page: Page) => page.getByRole("list", { name: "Environments" }).getByRole("listitem");

test("environments are lanes: one waits for the next run, another is made beside it, and one ends with its reason", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(VARIOUS);
  await playground.setEvent('{"waitMs":1500}');
  await playground.panel("Environments");
  await expect(page.getByText("No environment yet.")).toBeVisible();
  await playground.run.click();
  await expect(lanes(page)).toHaveCount(1);
  await expect(lanes(page)).toContainText("Busy for");
  await expect(lanes(page)).toContainText("Idle for");
  await expect(lanes(page).getByRole("img")).toHaveAccessibleName(/^Environment \d+: INIT [\d.]+ (ms|s), 1 run, busy 1\.\d\d s, idle \d+ s\. Idle for/);
  // The environment is still there, so the next run is in it.
  await playground.setEvent('{"loop":true}');
  await playground.run.click();
  await expect(lanes(page)).toContainText("2 runs");
  await expect(lanes(page)).toContainText(/Gone: timed out, \d+ s ago/);
  await playground.setEvent("{}");
  await playground.run.click();
  await expect(lanes(page)).toHaveCount(2);
  await expect(lanes(page).first()).toContainText("Idle for");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page, `lanes in ${colorScheme}`);
    await page.screenshot({ path: test.info().outputPath(`lanes-${colorScheme}.png`) });
  }
});

test("lanes survive a reload, and lead to their run by keyboard", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(VARIOUS);
  await playground.runToEnd(/Succeeded/);
  await playground.runToEnd(/Succeeded/);
  await page.keyboard.press("Alt+6");
  await expect(lanes(page)).toContainText("2 runs");
  await page.reload();
  await playground.ready();
  await expect(page.getByRole("tab", { name: "Environments" })).toHaveAttribute("aria-selected", "true");
  await expect(lanes(page)).toContainText("2 runs");
  const link = lanes(page).getByRole("link", { name: /^Show run/ });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(link).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("status", { name: "Run result" })).toHaveText(/Succeeded/);
  await link.press("Tab");
  await expect(lanes(page).getByRole("img")).toBeFocused();
});
