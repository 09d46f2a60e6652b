import { expect, test } from "@playwright/test";
import { HELLO, Playground } from "../support/playground";

test("without JavaScript the form still runs the function and shows the result", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByRole("button", { name: "Write a function now" }).click();
  await page.waitForURL(/\/f\/[^/?]+/);
  await page.getByRole("textbox", { name: "Code editor" }).fill(HELLO);
  await page.getByRole("textbox", { name: "Event JSON" }).fill('{"name":"Grace"}');
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("region", { name: "Output" })).toContainText("Hello Grace!");
  await context.close();
});
