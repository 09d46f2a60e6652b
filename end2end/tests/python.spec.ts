import { expect, test } from "@playwright/test";
import { Playground } from "../support/playground";

const BROKEN = `def price(item):
    return {"lamp": 2490}[item]

def lambda_handler(event, context):
    print("asked for", event["item"])
    return price(event["item"])
`;

test("a Python function is made on the page, runs, is broken and explains its traceback", async ({ page }) => {
  await page.goto("/f/new");
  await page.getByRole("navigation", { name: "Runtime" }).getByRole("link", { name: "Python 3.13" }).click();
  await expect(page.getByRole("radio", { name: /Hello in Python/ })).toBeChecked();
  await page.getByRole("button", { name: "Create function" }).click();
  await page.waitForURL(/\/f\/(?!new)[^/?]+/);
  const playground = new Playground(page);
  await playground.ready();
  await playground.setEvent('{"name":"Ada"}');
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  const output = page.getByRole("region", { name: "Output" });
  await expect(output).toContainText("Hello, Ada!");
  await playground.panel("Logs");
  await expect(playground.log).toContainText("event: {'name': 'Ada'}");
  await expect(playground.log).toContainText(/INIT_START Runtime Version: python:3\.13/);

  await playground.write(BROKEN);
  await playground.setEvent('{"item":"moon"}');
  await playground.runToEnd(/Failed/);
  await playground.panel("Result");
  await expect(output).toContainText("A dictionary has no key moon.");
  await expect(output).toContainText('File "/var/task/lambda_function.py", line 2, in price');
  await expect(output.getByRole("button", { name: "lambda_function.py, line 2, column 12" })).toBeVisible();
  await playground.panel("Logs");
  await expect(playground.log).toContainText("asked for moon");
  await expect(playground.log).toContainText("[ERROR] KeyError: 'moon'");
});

test("a module that cannot be compiled is marked in the editor", async ({ page }) => {
  await page.goto("/f/new?runtime=python3.13");
  await page.getByRole("button", { name: "Create function" }).click();
  await page.waitForURL(/\/f\/(?!new)[^/?]+/);
  const playground = new Playground(page);
  await playground.ready();
  await playground.write("def lambda_handler(event, context)\n    return 1\n");
  await playground.runToEnd(/Failed/);
  await playground.panel("Result");
  const output = page.getByRole("region", { name: "Output" });
  await expect(output).toContainText("Runtime.UserCodeSyntaxError");
  await expect(output.getByRole("button", { name: "lambda_function.py, line 1, column 35" })).toBeVisible();
});
