import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

const GATEWAY = process.env.GATEWAY_URL ?? "http://127.0.0.1:8787";

/** `npm run dashboard:dev` serves it with hot reload and hands the API's paths to a running `npm start`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid(), tailwindcss()],
  resolve: {
    alias: {
      "~": resolve(import.meta.dirname, "src"),
      // Its compiled form: two thousand icons in JSX would be most of every build's time.
      "lucide-solid": resolve(import.meta.dirname, "../node_modules/lucide-solid/dist/esm/lucide-solid.mjs"),
    },
  },
  build: {
    outDir: resolve(import.meta.dirname, "..", "dist", "dashboard"),
    emptyOutDir: true,
    target: "es2023",
    // Inlined as data: they would be font and image sources that the policy does not name.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": GATEWAY, "/docs": GATEWAY, "/openapi.json": GATEWAY } },
});
