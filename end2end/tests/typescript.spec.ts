import { expect, test } from "@playwright/test";
import { HELLO, hydrated, Playground } from "../support/playground";

const BROKEN = `interface Order {
  total: number;
}

export const handler: Handler<Order> = async (order) => {
  return order.total +;
};
`;

test("a TypeScript function is made, run, broken, and the line that broke it is marked", async ({ page }) => {
  await page.goto("/f/new?template=typed");
  await hydrated(page);
  await page.getByRole("textbox", { name: /name/i }).fill(`typed-${Date.now()}`);
  await page.getByRole("button", { name: "Create function" }).click();
  await page.waitForURL(/\/f\/typed-/);
  const playground = new Playground(page);
  await playground.ready();
  await expect(page.getByRole("tab", { name: "index.ts" })).toBeVisible();
  await playground.runToEnd(/Succeeded/);
  const output = page.getByRole("region", { name: "Output" });
  await playground.panel("Result");
  await expect(output).toContainText('"shipping": "Parcel"');

  await playground.write(BROKEN);
  await playground.runToEnd(/Failed/);
  await playground.panel("Result");
  await expect(output).toContainText("Runtime.UserCodeSyntaxError");
  await expect(output).toContainText(/index\.ts, line 6/);
  await expect(page.locator(".monaco-editor .squiggly-error").first()).toBeVisible();

  await playground.write(BROKEN.replace("total +;", "total * 2;"));
  await playground.setEvent('{"total":21}');
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  await expect(output).toContainText("42");
  await expect(page.locator(".monaco-editor .squiggly-error")).toHaveCount(0);
});

test("a file that is renamed to .ts is TypeScript, in the editor and when it runs", async ({ page }) => {
  const playground = await Playground.create(page);
  await playground.write(HELLO.replace("(event)", "(event: { name: string }): Promise<object>"));
  await page.getByRole("button", { name: "Rename file" }).click();
  const box = page.getByRole("textbox", { name: /file name|name of/i });
  await box.fill("index.ts");
  await box.press("Enter");
  await expect(page.getByRole("tab", { name: "index.ts" })).toBeVisible();
  await playground.setEvent('{"name":"Ada"}');
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  await expect(page.getByRole("region", { name: "Output" })).toContainText("Hello Ada!");
  await expect(page.locator(".monaco-editor .squiggly-error")).toHaveCount(0);
});
