import { experimental_readRawConfig, type Unstable_Config, unstable_readConfig } from "wrangler";

export type RegionConfig = Unstable_Config;

/** The names of the regions: the environments of wrangler.toml. */
export function readRegions(configFile: string): string[] {
  return Object.keys(experimental_readRawConfig({ config: configFile }).rawConfig.env ?? {});
}

/** What wrangler deploys for the region, or the top level, which is the local runtime. */
export function readRegionConfig(configFile: string, region?: string): RegionConfig {
  return unstable_readConfig(
    { config: configFile, ...(region === undefined ? {} : { env: region }) },
    { hideWarnings: true },
  );
}
