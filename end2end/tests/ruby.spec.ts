import { expect, test } from "@playwright/test";
import { Playground } from "../support/playground";

const BROKEN = `def price(item)
  { "lamp" => 2490 }.fetch(item)
end

def lambda_handler(event:, context:)
  puts "asked for #{event["item"]}"
  price(event["item"])
end
`;

test("a Ruby function is made on the page, runs, is broken and explains its error", async ({ page }) => {
  await page.goto("/f/new");
  await page.getByRole("navigation", { name: "Runtime" }).getByRole("link", { name: "Ruby 4.0" }).click();
  await expect(page.getByRole("radio", { name: /Hello in Ruby/ })).toBeChecked();
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
  await expect(playground.log).toContainText('event: {"name" => "Ada"}');
  await expect(playground.log).toContainText(/INIT_START Runtime Version: ruby:4\.0/);

  await playground.write(BROKEN);
  await playground.setEvent('{"item":"moon"}');
  await playground.runToEnd(/Failed/);
  await playground.panel("Result");
  await expect(output).toContainText("A hash has no key moon.");
  await expect(output).toContainText("/var/task/lambda_function.rb:2:in 'Hash#fetch'");
  await expect(output.getByRole("button", { name: /lambda_function.rb, line 2/ })).toBeVisible();
  await playground.panel("Logs");
  await expect(playground.log).toContainText("asked for moon");
  await expect(playground.log).toContainText("Error raised from handler method");
});

test("Ruby that cannot be compiled is marked in the editor", async ({ page }) => {
  await page.goto("/f/new?runtime=ruby4.0");
  await page.getByRole("button", { name: "Create function" }).click();
  await page.waitForURL(/\/f\/(?!new)[^/?]+/);
  const playground = new Playground(page);
  await playground.ready();
  await playground.write("def lambda_handler(event:, context:)\n  1 +\nend\n");
  await playground.runToEnd(/Failed/);
  await playground.panel("Result");
  const output = page.getByRole("region", { name: "Output" });
  await expect(output).toContainText("Init<SyntaxError>");
  await expect(output.getByRole("button", { name: /lambda_function.rb, line \d/ })).toBeVisible();
});
