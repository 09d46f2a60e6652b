import { expect, test } from "@playwright/test";
import { HELLO, hydrated, Playground } from "../support/playground";

test("on a phone one part is shown at a time, and Run brings the result to the front", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  await hydrated(page);
  await page.getByRole("button", { name: "Write a function now" }).click();
  await page.waitForURL(/\/f\/[^/?]+/);
  const parts = page.getByRole("group", { name: "Part that is shown" });
  const code = page.getByRole("textbox", { name: "Code editor" });
  await expect(code).toBeVisible();
  await expect(page.locator(".monaco-editor")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Output" })).toBeHidden();
  await code.fill(HELLO);
  await parts.getByRole("button", { name: "Event" }).click();
  await expect(code).toBeHidden();
  await page.getByRole("textbox", { name: "Event JSON" }).fill('{"name":"Ada"}');
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(parts.getByRole("button", { name: "Result" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("status", { name: "Run result" })).toHaveText(/Succeeded/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("memory and timeout can be changed beside the event", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write("export const handler = async (event, context) => [context.memoryLimitInMB, process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE];");
  const side = page.getByRole("complementary", { name: "Event and settings" });
  await expect(side.getByRole("textbox", { name: "Event JSON" })).toBeVisible();
  await side.getByRole("spinbutton", { name: "Memory in MB" }).fill("192");
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  await expect(page.getByRole("region", { name: "Output" })).toContainText(/"192"/);
  await side.getByRole("button", { name: "All settings" }).click();
  await expect(side.getByRole("spinbutton", { name: "Memory in MB" })).toHaveValue("192");
});

test("Ctrl+B hides the places and brings them back", async ({ page }) => {
  await page.goto("/functions");
  await hydrated(page);
  const rail = page.getByRole("navigation", { name: "Main" });
  await page.keyboard.press("Control+b");
  await expect(rail).toBeHidden();
  await page.keyboard.press("Control+b");
  await expect(rail).toBeVisible();
});

test("the output pane is made taller by dragging its bar and by the arrow keys, and stays so", async ({ page }) => {
  await Playground.create(page);
  const bar = page.getByRole("separator", { name: /output/i });
  const place = async () => (await bar.boundingBox())?.y ?? 0;
  const before = await place();
  await bar.hover();
  await page.mouse.down();
  await page.mouse.move(600, before - 80, { steps: 4 });
  await page.mouse.up();
  await expect.poll(place).toBeLessThan(before - 60);
  await bar.press("ArrowDown");
  const after = before - 80 + 24;
  await expect.poll(async () => Math.abs((await place()) - after)).toBeLessThan(12);
  await page.reload();
  await hydrated(page);
  await expect.poll(async () => Math.abs((await place()) - after)).toBeLessThan(12);
});
