/** The methods that a target may be asked with. They are called the same in every language. */
export const METHODS = (["POST", "PUT", "PATCH", "DELETE"] as const).map((value) => ({
  value,
  label: value,
}));
