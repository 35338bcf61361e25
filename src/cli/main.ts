#!/usr/bin/env node
import { heedColours } from './colours.ts';
import { mendStreams } from './streams.ts';

mendStreams();
const args = process.argv.slice(2);
heedColours(args);
const { runCommandLine } = await import('./commandLine.ts'); // here, because it loads what looks for colours
process.exitCode = await runCommandLine(args);
