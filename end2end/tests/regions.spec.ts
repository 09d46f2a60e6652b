import { expect, test, type Page } from "@playwright/test";
import { checkAccessibility } from "../support/axe";
import { hydrated, Playground } from "../support/playground";

const WHERE = "export const handler = async () => process.env.AWS_REGION;";

const picker = (page: Page) => page.getByRole("button", { name: /^Region: / });
const list = (page: Page) => page.getByRole("form", { name: "Regions" });
const functionLink = (page: Page, name: string) => page.getByRole("main").getByRole("link", { name });

/** Chooses a region by keyboard alone. */
async function choose(page: Page, region: string): Promise<void> {
  await picker(page).press("Enter");
  await list(page).getByRole("button", { name: region }).press("Enter");
  await expect(picker(page)).toHaveAccessibleName(new RegExp(region));
}

test("each region has its own functions, and the whole dashboard goes by the one that is chosen", async ({ page, context }) => {
  const near = (await Playground.create(page)).name();
  await page.goto("/connect");
  await choose(page, "eu-west-1");
  await expect(page).toHaveURL(/\/connect$/);
  await expect(page.getByRole("region", { name: "Snippet" })).toContainText("AWS_DEFAULT_REGION=eu-west-1");
  await page.goto(`/f/${near}`);
  await expect(page.getByRole("main")).toContainText("Function not found: arn:aws:lambda:eu-west-1:");

  const there = await Playground.create(page);
  const far = there.name();
  await there.write(WHERE);
  await there.runToEnd(/Succeeded/);
  await there.panel("Result");
  await expect(page.getByRole("region", { name: "Output" })).toContainText('"eu-west-1"');
  await there.deploy();
  await there.panel("Triggers");
  await page.getByRole("button", { name: "Add function URL" }).click();
  await expect(page.getByRole("textbox", { name: "curl line" })).toHaveValue(/\.lambda-url\.eu-west-1\.localhost/);
  await page.goto("/functions");
  await expect(functionLink(page, far)).toBeVisible();
  await expect(functionLink(page, near)).toHaveCount(0);

  // Another tab never shows one region and saves into another: it follows.
  const other = await context.newPage();
  await other.goto("/functions");
  await hydrated(other);
  await hydrated(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Search/ }).fill("virginia");
  await page.keyboard.press("Enter");
  for (const tab of [page, other]) {
    await expect(picker(tab)).toHaveAccessibleName(/us-east-1/);
    await expect(functionLink(tab, near)).toBeVisible();
    await expect(functionLink(tab, far)).toHaveCount(0);
  }
});

test("a function's page leads to the other region's functions", async ({ page }) => {
  await Playground.create(page);
  await choose(page, "sa-east-1");
  await expect(page).toHaveURL(/\/functions$/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the list fits a phone, closes by Escape and breaks no accessibility rule in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/functions");
    await hydrated(page);
    await picker(page).press("Enter");
    await expect(list(page)).toBeVisible();
    await checkAccessibility(page, `regions in ${colorScheme}`);
    await page.screenshot({ path: test.info().outputPath(`regions-phone-${colorScheme}.png`) });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const box = await list(page).boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390 && box.y + box.height <= 844).toBe(true);
    await expect(page.getByRole("contentinfo").getByText("us-east-1")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(list(page)).toBeHidden();
    await expect(picker(page)).toBeFocused();
    await page.setViewportSize({ width: 1366, height: 768 });
    await picker(page).click();
    await page.screenshot({ path: test.info().outputPath(`regions-${colorScheme}.png`) });
  });
}

test("without JavaScript the region is chosen all the same", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/settings");
  await picker(page).click();
  await list(page).getByRole("button", { name: "Asia Pacific (Tokyo)" }).click();
  await expect(page).toHaveURL(/\/settings$/);
  await expect(picker(page)).toHaveAccessibleName(/ap-northeast-1/);
  await context.close();
});
