import { verifyTable } from "../testing/verify-table.ts";
import { webHmac } from "../testing/web-crypto.ts";
import { stripe } from "./index.ts";

verifyTable(stripe, {
  async sign({ secret, body, timestampMs }) {
    const t = Math.floor(timestampMs / 1_000);
    const { hex } = await webHmac("SHA-256", secret, `${t}.`, body);
    return { headers: { "Stripe-Signature": `t=${t},v1=${hex}` } };
  },
  secrets: ["whsec_right", "whsec_wrong", "whsec_other"],
  signatureHeader: "Stripe-Signature",
  timestamped: true,
  encoding: "hex",
  joinSignatures: (first, second) => `${first},${second.slice(second.indexOf("v1="))}`,
  malformed: [
    ["bad_header", "malformed_header"],
    [",,", "malformed_header"],
    ["t,v1=,v0=", "malformed_header"],
    ["v1=00", "malformed_header"],
    ["t=1,t=2,v1=00", "malformed_header"],
    ["t=,v1=00", "malformed_timestamp"],
    ["t=12abc,v1=00", "malformed_timestamp"],
    ["t=-1,v1=00", "malformed_timestamp"],
    ["t=1", "no_supported_scheme"],
    ["t=1,v1=potato", "signature_mismatch"],
    ["t=1,v1=", "signature_mismatch"],
  ],
});
