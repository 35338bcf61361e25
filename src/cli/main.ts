#!/usr/bin/env node
import { runCommandLine } from './commandLine.ts';
import { mendStreams } from './streams.ts';

mendStreams();
process.exitCode = await runCommandLine(process.argv.slice(2));
