import { expect, test } from "@playwright/test";
import { checkAccessibility as check } from "../support/axe";
import { hydrated } from "../support/playground";
import { listed, zip } from "../support/zip";

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Greeter:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: greeter
      Runtime: nodejs24.x
      Handler: app.handler
      CodeUri: src/
      Policies: [AWSLambdaBasicExecutionRole]
      FunctionUrlConfig: { AuthType: NONE }
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: Lambda, Destination: !GetAtt Sorry.Arn } } }
  Sorry:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: sorry, Runtime: python3.13, Handler: index.handler, InlineCode: "def handler(event, context): return 1" }
`;

test("a SAM project comes in, its function is seen with what is around it, changed, and goes out again", async ({ page }) => {
  await page.goto("/functions");
  await hydrated(page);
  const files = { "template.yaml": TEMPLATE, "src/app.mjs": "export const handler = async () => 'hi';\n" };
  await page.getByLabel("Import a SAM template").setInputFiles(zip("project.zip", files));
  const note = page.getByRole("status").filter({ hasText: "The template was imported" });
  await expect(note).toContainText("`Policies` of `Greeter` is not simulated.");
  await expect(page.getByRole("table")).toContainText("greeter");
  await check(page, "functions after an import");
  await note.getByRole("link", { name: "greeter" }).click();

  const picture = page.getByRole("region", { name: "Function overview" });
  await expect(picture).toContainText("Function URL");
  await expect(picture).toContainText("lambda function:sorry");
  await page.getByLabel("Description").fill("Says hello");
  await page.getByRole("button", { name: "Save description" }).click();
  await page.getByLabel("Name of the tag").fill("team");
  await page.getByLabel("Value").fill("shop");
  await page.getByRole("button", { name: "Set tag" }).click();
  await expect(page.getByRole("button", { name: "Remove tag team" })).toBeVisible();
  await expect(page.getByLabel("Description")).toHaveValue("Says hello");
  await check(page, "overview");

  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as a SAM template" }).click();
  const names = listed(await (await coming).path());
  expect(names).toContain("template.yaml");
  expect(names).toContain("src/app.mjs");
});

test("a layer is published, given to a function, and taken away", async ({ page }) => {
  await page.goto("/functions");
  await hydrated(page);
  const template = TEMPLATE.replace(/greeter/, "layered").replace(/sorry/g, "excuse");
  const files = { "template.yaml": template, "src/app.mjs": "export const handler = async () => 'hi';\n" };
  await page.getByLabel("Import a SAM template").setInputFiles(zip("project.zip", files));
  await expect(page.getByRole("status").filter({ hasText: "The template was imported" })).toBeVisible();

  await page.getByRole("link", { name: "Layers" }).click();
  await expect(page.getByRole("heading", { name: "No layers yet" })).toBeVisible();
  await page.getByLabel("Name of the layer").fill("words");
  await page.getByLabel("What it is for").fill("Greetings & more");
  await page.getByLabel("Zip of the layer").setInputFiles(zip("words.zip", { "words.txt": "hello" }));
  await page.getByRole("button", { name: "Publish" }).click();
  const row = page.getByRole("list", { name: "Layer versions" }).getByRole("listitem");
  await expect(row).toContainText("words, version 1");
  await expect(row).toContainText("Greetings & more");
  await check(page, "layers");
  const arn = /arn:aws:lambda:\S+?:words:1/.exec(await row.innerText())?.[0] ?? "";

  await page.goto("/f/layered/overview");
  await hydrated(page);
  await page.getByLabel("ARN of a layer version").fill("no arn");
  await page.getByRole("button", { name: "Add layer" }).click();
  await expect(page.getByRole("alert")).toContainText("`no arn` is not the ARN of a layer version");
  await page.getByLabel("ARN of a layer version").fill(arn);
  await page.getByRole("button", { name: "Add layer" }).click();
  await expect(page.getByRole("region", { name: "Function overview" })).toContainText("1 layer");
  await page.getByRole("button", { name: `Remove ${arn}` }).click();
  await expect(page.getByRole("region", { name: "Function overview" })).toContainText("no layers");
});
