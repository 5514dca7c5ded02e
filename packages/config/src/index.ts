export { checkConfig } from './checkConfig.ts';
export type {
  ApplierSettings,
  CommitStatus,
  Config,
  Environment,
  Limits,
  NotifyEvent,
  NotifyTarget,
  Repository,
  SyncSettings,
  Verify,
} from './config.ts';
export { configSchema } from './configSchema.ts';
export { describeConfig } from './describeConfig.ts';
export { formatHelp } from './formatHelp.ts';
export { healthAddress } from './healthAddress.ts';
export { formatSettings } from './formatSettings.ts';
export { localUrl } from './localUrl.ts';
export { parseConfig, type ConfigRead } from './parseConfig.ts';
export { formatProblem, type Problem } from './problem.ts';
export { readConfig } from './readConfig.ts';
export { settings, type Setting } from './settings.ts';
export { splitListen } from './splitListen.ts';
export { watchConfig, type WatchOptions } from './watchConfig.ts';
export { parseDuration } from './values/duration.ts';
export { nearestName } from './check/nearestName.ts';
export { notifyEvents } from './schema/notifySchema.ts';
export { isInsecure } from './values/repositoryUrl.ts';
