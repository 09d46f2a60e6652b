import { expect, test } from "@playwright/test";
import { checkAccessibility } from "../support/axe";
import { hydrated } from "../support/playground";

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

test("a key is made, pasted from a snippet, and taken away", async ({ page }) => {
  await page.goto("/connect");
  await hydrated(page);
  await expect(page.getByRole("button", { name: "Make a key" })).toBeEnabled();
  await page.getByRole("button", { name: "Make a key" }).click();
  const made = page.getByRole("status").filter({ hasText: "shown this once" });
  await expect(made).toBeVisible();
  const [key, secret] = await made.locator("code").allTextContents();
  expect(key).toMatch(/^AKIA[A-Z0-9]{16}$/);
  const snippet = page.getByRole("region", { name: "Snippet" });
  await expect(snippet).toContainText(`AWS_SECRET_ACCESS_KEY=${secret}`);
  await page.getByRole("button", { name: "Python (boto3)" }).click();
  await expect(snippet).toContainText(`aws_access_key_id="${key}"`);

  await page.reload();
  await expect(page.getByRole("button", { name: "Make a key" })).toBeEnabled();
  await expect(page.getByText("shown this once")).toHaveCount(0);
  await expect(snippet).toContainText("YOUR_SECRET");
  await page.getByRole("button", { name: `Delete ${key}` }).click();
  await expect(page.getByText("There is no key yet.")).toBeVisible();
});
