// Signed requests to the AWS endpoint, for what a story needs and no page has.
import { createHash, createHmac } from "node:crypto";
import { expect, type Page } from "@playwright/test";

const REGION = "us-east-1";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Calls an operation of SQS in the workspace of this page, with a key made for it. */
export async function sqs(page: Page, operation: string, input: object): Promise<Record<string, unknown>> {
  const origin = new URL(page.url()).origin;
  const made = await page.request.post(`${origin}/access-keys`, { headers: { origin } });
  expect(made.status()).toBe(201);
  const { accessKeyId, secretAccessKey } = await made.json();
  const body = JSON.stringify(input);
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, "");
  const headers: Record<string, string> = {
    "content-type": "application/x-amz-json-1.0",
    host: new URL(origin).host,
    "x-amz-date": date,
    "x-amz-target": `AmazonSQS.${operation}`,
  };
  const names = Object.keys(headers).sort();
  const canonical = ["POST", "/", "", ...names.map((name) => `${name}:${headers[name]}`), "", names.join(";"), sha256(body)].join("\n");
  const scope = `${date.slice(0, 8)}/${REGION}/sqs/aws4_request`;
  const key = [REGION, "sqs", "aws4_request"].reduce((key, part) => hmac(key, part), hmac(`AWS4${secretAccessKey}`, date.slice(0, 8)));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n")).toString("hex");
  headers["authorization"] = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const answer = await page.request.post(`${origin}/`, { headers, data: body });
  await page.request.delete(`${origin}/access-keys/${accessKeyId}`, { headers: { origin } });
  expect(answer.status(), await answer.text()).toBe(200);
  return answer.json();
}
