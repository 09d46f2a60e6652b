// After the last test: the run's data folder goes.
import { rmSync } from "node:fs";

export default function removeData(): void {
  const data = process.env.COLDSTART_TEST_DATA;
  if (data) rmSync(data, { recursive: true, force: true });
}
