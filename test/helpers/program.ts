/** The command line with the experiments of the folder that the first argument names, if it names one. */
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { mendStreams } from '../../src/cli/streams.ts';

mendStreams();
const [folder, ...args] = process.argv.slice(2);
process.exitCode = await runCommandLine(args, folder === '' ? undefined : folder);
