import { execFileSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import { checkAccessibility } from "../support/axe";
import { Playground } from "../support/playground";

// What a person does with boto3 on this machine: a zip of 300 files becomes a function.
const UPLOAD = `
import boto3, io, sys, zipfile
content = io.BytesIO()
with zipfile.ZipFile(content, "w") as archive:
    archive.writestr("index.mjs", "import sum from './lib/sum.mjs';\\nexport const handler = async () => sum(298);\\n")
    archive.writestr("lib/sum.mjs", "import part from 'parts/298.mjs';\\nexport default (n) => n + part;\\n")
    for n in range(1, 299):
        archive.writestr(f"node_modules/parts/{n}.mjs", f"export default {n};")
client = boto3.client("lambda", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
client.create_function(FunctionName=sys.argv[2], Runtime="nodejs24.x", Handler="index.handler", Role="arn:aws:iam::000000000000:role/lambda", Code={"ZipFile": content.getvalue()}, Publish=True)
`;

test("a package that is too large for the editor is shown, run and set up, and stays whole", async ({ page, baseURL }) => {
  const name = `large-${Date.now()}`;
  execFileSync("target/clients/venv/bin/python3", ["-c", UPLOAD, baseURL ?? "", name]);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Open the local workspace" }).click();
  await page.getByRole("link", { name }).click();
  const playground = new Playground(page);
  await playground.ready();
  await expect(page.getByRole("note").filter({ hasText: "300 files" })).toContainText(`--function-name ${name}`);
  await expect(page.getByRole("tab", { name: "index.mjs" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("button", { name: "Delete file" })).toHaveCount(0);
  await playground.write("export const handler = async () => 'lost';");
  await playground.runToEnd(/Succeeded/);
  await playground.panel("Result");
  const output = page.getByRole("region", { name: "Output" });
  await expect(output).toContainText("596");

  await playground.panel("Settings");
  await page.getByRole("spinbutton", { name: "Memory in MB" }).fill("512");
  await playground.deploy();
  await page.reload();
  await playground.ready();
  await expect(page.getByRole("note").filter({ hasText: "300 files" })).toBeVisible();
  await playground.runToEnd(/Succeeded/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page, `a large package in ${colorScheme}`);
    await page.screenshot({ path: test.info().outputPath(`package-${colorScheme}.png`) });
  }
});
