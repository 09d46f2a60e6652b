import { expect, test } from "@playwright/test";
import { HELLO, Playground } from "../support/playground";

test("a million log lines leave the page usable and say how many were dropped", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.panel("Settings");
  await page.getByRole("spinbutton", { name: "Memory in MB" }).fill("1769");
  await page.getByRole("spinbutton", { name: "Timeout in seconds" }).fill("120");
  await playground.write('export const handler = async () => { for (let i = 0; i < 1e6; i++) console.log("line", i); return "done"; };');
  await playground.run.click();
  await expect(playground.result).toHaveText(/Succeeded/, { timeout: 110_000 });
  await playground.panel("Logs");
  await expect(page.getByRole("region", { name: "Output" })).toContainText(/[\d,]+ lines dropped/);
  await playground.write(HELLO);
  await playground.runToEnd(/Succeeded/);
});
