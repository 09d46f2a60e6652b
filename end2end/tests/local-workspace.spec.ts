import { expect, test } from "@playwright/test";
import { checkAccessibility } from "../support/axe";

const LOCAL = "account 000000000000";

test("the workspace of the AWS CLI opens in the browser, and the browser's own comes back", async ({ page }) => {
  await page.goto("/settings");
  const status = page.getByRole("contentinfo");
  const own = await status.getByText(/account \d{12}/).textContent();
  expect(own).not.toContain("000000000000");
  await page.getByRole("button", { name: "Open the local workspace" }).press("Enter");
  await expect(page).toHaveURL(/\/functions$/);
  await expect(status).toContainText(LOCAL);
  await page.goto("/settings");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page, `local workspace in ${colorScheme}`);
    await page.getByRole("heading", { name: "AWS CLI and SDKs on this machine" }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: test.info().outputPath(`local-${colorScheme}.png`) });
  }
  await page.getByRole("button", { name: "Back to this browser's own workspace" }).press("Enter");
  await expect(status).toContainText(own ?? "?");
});
