/** The project as it is installed: its folder, version, commands and exit codes, and checksums of files. */
export { exitCodes } from './exitCodes.ts';
export { commandInWords, projectRoot, projectVersion } from './project.ts';
export { sha256, sha256OfFile } from './sha256.ts';
