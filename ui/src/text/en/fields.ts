/** What any field says before the gateway is asked. */
export const fields = {
  needed: "Nothing stands here yet.",
  wholeNumber: (from: string, to: string) => `A whole number from ${from} to ${to}.`,
  show: "Show what is typed",
  hide: "Hide what is typed",
  email: "An e-mail address has a form like ann@example.com.",
};
