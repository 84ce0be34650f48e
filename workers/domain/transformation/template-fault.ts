/** Why a template cannot be read or rendered. Its message is for the tenant, and names no value of a payload. */
export class TemplateFault extends Error {
  override readonly name = "TemplateFault";
}
