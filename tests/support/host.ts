/**
 * The gateway in a process group of its own, so that a test can `kill -9` it whole: the host and workerd together.
 * Usage: node host.ts <state folder> <port> <cron interval in ms, 0 for none> [further options as JSON]
 */
import { type RuntimeOptions, startRuntime } from "../../scripts/runtime.ts";

const [stateFolder = "", port = "0", tickMs = "0", further = "{}"] = process.argv.slice(2);
const options = JSON.parse(further) as Pick<RuntimeOptions, "bundle" | "vars" | "secretsStore">;
const runtime = await startRuntime({ ...options, stateFolder, port: Number(port) });
if (Number(tickMs) > 0) {
  setInterval(() => {
    runtime.tick().catch((error: unknown) => console.error("tick failed", error));
  }, Number(tickMs));
}
process.on("SIGTERM", () => void runtime.stop().then(() => process.exit(0)));
process.on("disconnect", () => process.exit(0));
process.send?.({ url: runtime.url, adminToken: runtime.adminToken });
