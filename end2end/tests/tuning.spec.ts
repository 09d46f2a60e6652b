import { expect, test, type Page } from "@playwright/test";
import { checkAccessibility } from "../support/axe";
import { hydrated, Playground } from "../support/playground";

// Computes, and needs more memory than the smallest size has.
const COMPUTES = `const kept = new Uint8Array(140 * 1024 * 1024).fill(1);
export const handler = async () => {
  let sum = kept.length;
  for (let i = 0; i < 200_000; i++) sum += i % 7;
  return sum;
};`;

async function openTuning(page: Page): Promise<Playground> {
  const playground = await Playground.create(page);
  await playground.write(COMPUTES);
  await playground.saved();
  await page.getByRole("link", { name: "Compare memory sizes" }).click();
  await expect(page.getByRole("heading", { name: /^Memory sizes of/ })).toBeVisible();
  return playground;
}

test("comparing memory sizes shows time and cost, marks what failed, and sets the size it recommends", async ({ page }) => {
  await openTuning(page);
  for (const size of ["3,008 MB", "1,024 MB", "512 MB"]) await page.getByRole("checkbox", { name: size }).uncheck();
  await page.getByRole("spinbutton", { name: "Cold runs of each size" }).fill("1");
  await page.getByRole("spinbutton", { name: "Warm runs of each size" }).fill("3");
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("status").filter({ hasText: /Run \d+ of 12: / })).toBeVisible();
  const table = page.getByRole("table", { name: "Time and cost by memory size" });
  const row = (size: string) => table.getByRole("row", { name: new RegExp(`^${size}`) });
  await expect(row("128 MB")).toContainText("Out of memory", { timeout: 30_000 });
  await expect(row("1,769 MB")).toContainText("3 warm, 1 cold", { timeout: 30_000 });
  const warm = async (size: string) => Number.parseFloat((await row(size).getByRole("cell").first().innerText()).replace(",", ""));
  expect(await warm("256 MB")).toBeGreaterThan(2 * (await warm("1,769 MB")));
  await expect(page.getByText(/has the lowest product of time and cost|costs more than the time/)).toBeVisible();
  await page.getByRole("button", { name: /^Set the draft to/ }).click();
  await expect(page.getByText(/The draft has [\d,]+ MB now/)).toBeVisible();
  await page.emulateMedia({ colorScheme: "light" });
  await checkAccessibility(page, "results in light");
  await page.emulateMedia({ colorScheme: "dark" });
  await checkAccessibility(page, "results in dark");
});

test("a comparison is stopped, and what was measured stays", async ({ page }) => {
  await openTuning(page);
  await page.getByRole("button", { name: "Compare" }).click();
  const table = page.getByRole("table", { name: "Time and cost by memory size" });
  await expect(table).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Compare" })).toBeVisible();
  await expect(table).toBeVisible();
});

test("what cannot be compared is refused before anything runs", async ({ page }) => {
  await openTuning(page);
  await page.getByRole("spinbutton", { name: "Warm runs of each size" }).fill("99");
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByText("warm runs of each size: 1 to 20 are possible, not `99`")).toBeVisible();
  await page.getByRole("textbox", { name: "Event JSON" }).fill("{");
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /JSON/ })).toBeVisible();
  expect((await page.goto("/f/no-such-function/tune"))?.status()).toBe(404);
  await hydrated(page);
});
