/** Written by scripts/bundle-ajv.ts; text that runs inside the cage. */
export declare const COMPILER: string;
export declare const CHECKER: string;
