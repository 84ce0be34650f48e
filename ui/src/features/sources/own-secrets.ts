/** Where the operator makes the secret up and types it in at both ends. All other providers make their own. */
const OWN_SECRETS: Readonly<Record<string, readonly string[]>> = {
  bitbucket: ["secret"],
  generic: ["secret"],
  github: ["secret"],
  meta: ["verifyToken"],
  razorpay: ["secret"],
  typeform: ["secret"],
  woocommerce: ["secret"],
};

export function isOwnSecret(provider: string, field: string): boolean {
  return OWN_SECRETS[provider]?.includes(field) ?? false;
}
