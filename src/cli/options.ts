import type { Options } from 'yargs';

/** `--artifacts`: the folder of all artifacts, for the commands that write or read them. */
export const artifactsOption = {
  type: 'string',
  default: 'artifacts',
  requiresArg: true,
  describe: 'Folder of what experiments write',
} as const satisfies Options;
